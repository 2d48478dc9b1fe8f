// mho validate: published machines, devices and formulas against what comes out.
#include <algorithm>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/file_kind.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/published_macros.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/config/config.hpp"
#include "sim/config/config_folder.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/population_svg.hpp"
#include "sim/report/population_text.hpp"
#include "sim/report/scatter_svg.hpp"
#include "sim/report/validation_markdown.hpp"
#include "sim/report/validation_text.hpp"
#include "validation/population/population.hpp"
#include "validation/scatter_spec.hpp"
#include "validation/validate.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kValidateHelp =
    R"(mho validate - published machines, devices and formulas against what mho makes of them

SYNOPSIS
  mho validate [CASE]... [OPTION]...
  mho validate --population [TABLE.csv] [--scatter FILE]

DESCRIPTION
  Simulates each case, and prints what was published, what came out, the error, the error that is
  allowed, and whether a constant of what was simulated was fitted on this very figure, on another
  figure of the same machine ('elsewhere'), or on none ('blind'). A figure that is 'shown' is no
  pass or fail; the remark below it says why.

  CASE is the name of a file in validation/cases, beside the folder configs, or a YAML file of its
  form; none: all of the folder. Points that take long are simulated when their case is named, or
  with --all.

  With --population: measured macros of a table (none: the shipped one, 62 design points of 45
  macros), each built by the same rules of models alone, and how far energy, area and throughput are
  off, by group, with each macro left out in turn, and as intervals. --scatter FILE draws simulated
  over published. The rules: validation/population/README.md.

OPTIONS
  --all           points that take long, too; with --population: every design point
  --list          print the cases, simulate nothing
  --markdown      print one Markdown table, the one of README.md
  --scatter FILE  write published macros beside the chips of configs to FILE, an SVG image: TOPS/J
                  and TOPS/mm2 by node and bits; with a CASE or without
  --threads N     0 = one per core (the default); changes nothing but the time taken
  --quiet         no progress bar (there is none anyway unless standard error is a terminal)
  --help          print this text

EXAMPLES
  mho validate
  mho validate isaac_isca_2016
  mho validate --markdown > table.md
  mho validate --population --scatter population.svg

EXIT STATUS
  0  every figure is within its tolerance    1  one is not, or the input is wrong    2  an error in
  mho
)";

constexpr std::size_t kMostCases = 1000;

/// The words of the cases, or all that there are.
std::vector<std::string> case_words(const Arguments& arguments) {
  if (!arguments.operands().empty()) return arguments.operands();
  const fs::path folder = validation_folder() / "cases";
  std::vector<std::string> names = names_in(folder);
  if (names.empty())
    throw InputError({}, "CASE", "no case in " + folder.string() + "; a path names one elsewhere");
  return names;
}

/// All that are asked for; the problems of all files together.
std::vector<RequestedCase> requested(const Arguments& arguments) {
  const bool named = !arguments.operands().empty();
  std::vector<RequestedCase> cases;
  std::vector<Problem> problems;
  for (const std::string& word : case_words(arguments)) {
    try {
      const std::string file = file_in(validation_folder() / "cases", word, "CASE");
      Document document = Document::load(file);
      check_kind(document, FileKind::validation_case, "CASE");
      cases.emplace_back(std::move(document), named || arguments.has("all"));
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return cases;
}

void print_list(const std::vector<RequestedCase>& cases) {
  std::size_t width = 0;
  for (const RequestedCase& each : cases) width = std::max(width, width_of(printable(each.name())));
  for (const RequestedCase& each : cases)
    std::cout << padded(printable(each.name()), width + 2) << printable(each.spec.title) << "\n";
}

/// Every file that the cases name.
std::vector<std::string> inputs_of(const std::vector<RequestedCase>& cases) {
  std::vector<std::string> inputs;
  for (const RequestedCase& each : cases) {
    for (const std::string& file : each.document.files()) inputs.push_back(file);
    for (std::string& path : paths_of(each.spec)) inputs.push_back(std::move(path));
  }
  return inputs;
}

/// The table that is named, or the shipped one.
std::string population_file(const Arguments& arguments) {
  if (!arguments.operands().empty()) return arguments.operands().front();
  return (validation_folder() / "population" / "uiuc_imc_survey_train.csv").string();
}

int validate_population(const Arguments& arguments) {
  if (arguments.operands().size() > 1)
    throw InputError({"mho validate", 0}, "TABLE", "--population takes one table");
  for (const char* other : {"list", "markdown"})
    if (arguments.has(other))
      throw InputError({"mho validate", 0}, std::string("--") + other,
                       "says nothing with --population");
  const std::string file = population_file(arguments);
  const Population population = population_of(file);
  if (const auto picture = arguments.value("scatter")) {
    check_outputs({{"--scatter", *picture}}, {file});
    write_file(*picture, to_svg(population), "--scatter");
  }
  std::cout << to_text(population);
  if (arguments.has("all")) std::cout << points_text(population);
  return 0;
}

int validate_words(const std::vector<std::string>& words) {
  const Arguments arguments(
      "validate", words,
      {{"all", "list", "markdown", "population", "quiet"}, {"scatter", "threads"}, {}}, kMostCases);
  if (arguments.has("population")) return validate_population(arguments);
  const std::vector<RequestedCase> cases = requested(arguments);
  if (arguments.has("list")) {
    print_list(cases);
    return 0;
  }
  if (const auto file = arguments.value("scatter")) {
    const Document scatter = Document::load(file_in(validation_folder(), "scatter", "--scatter"));
    std::vector<std::string> inputs = inputs_of(cases);
    inputs.insert(inputs.end(), scatter.files().begin(), scatter.files().end());
    check_outputs({{"--scatter", *file}}, inputs);
    write_file(*file, to_svg(scatter_of(read_spec<ScatterSpec>(scatter))), "--scatter");
  }
  ProgressBar bar(!arguments.has("quiet"));
  RunControl control;
  control.threads = threads_of(arguments);
  control.progress = [&](const std::string& stage, double share) { bar.show(stage, share); };
  const Validation validation = validate(cases, control);
  bar.clear();
  std::cout << (arguments.has("markdown") ? to_markdown(validation) : to_text(validation));
  return validation.count(Verdict::missed) > 0 ? 1 : 0;
}

}  // namespace

const Command validate_command{"validate", "published machines against what comes out of mho",
                               kValidateHelp, validate_words};

}  // namespace mho
