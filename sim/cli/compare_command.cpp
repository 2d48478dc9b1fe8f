// mho compare: machines side by side on the same workloads.
#include <algorithm>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/figure_file.hpp"
#include "sim/cli/file_kind.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/config/config_folder.hpp"
#include "sim/explore/compare.hpp"
#include "sim/report/compare_csv.hpp"
#include "sim/report/compare_json.hpp"
#include "sim/report/compare_text.hpp"
#include "sim/report/figure/figures.hpp"
#include "sim/report/latex/metrics_latex.hpp"

namespace mho {

namespace {

constexpr const char* kCompareHelp =
    R"(mho compare - machines side by side on the same workloads

SYNOPSIS
  mho compare CHIP... --workload WORKLOAD [OPTION]...

DESCRIPTION
  Runs every chip on every workload as 'mho run' does, and prints a table a workload: accuracy,
  latency, throughput, energy, TOPS/J by level with its bits, area, TOPS/mm2, utilization and power.
  CHIP and WORKLOAD are names or YAML files, as in 'mho run'; the rest of a run (quantization,
  accuracy, engine) is that of configs/run_defaults.yaml. All are under the same seed: the same
  images, and for the same macros the same noise. Same files and options: same bytes.

  Below a figure that cost models give of stands the interval that 80 % of measured macros lie
  within. Machines whose figures lie nearer together than their models tell are named below the
  table; what both have by the same kind of model is off by the same, and does not count.

  A chip that cannot run a workload (its network does not fit, an operator is not supported) stays
  in the table with the reason below.

OPTIONS
  --workload WORKLOAD  a network and its data; may be repeated: one table each
  --iso area[=CHIP]    also at equal area: CHIP, one of those compared (the first if none is named),
                       as it is, and each other with the most tiles that fit its area, copies of
                       layers in what they leave free, and the accuracy of one copy
  --iso accuracy[=POINTS]
                       also at equal accuracy: the least bits (ADC, activations, weights) at which
                       a chip comes within POINTS (1 if none are given) of the best chip's accuracy,
                       or of the exact integer network's if one chip runs; where noise is the limit,
                       how much less the cells would have to err; many runs
  --iso area,accuracy  each of them, and both at once: brought to the accuracy, then to the area
  --published NAME,... published devices beside the chips, from configs/devices ('mho list devices')
                       or YAML files; 'all' for all of them. Their figures are not simulated and not
                       scaled, and shown where bits and network are those of the chips
  --set KEY=VALUE      override a value of every run: --set quantization.weight_bits=6; may be
                       repeated, and comes after all other options
  --seed N             0 to 9007199254740992; every random number is a function of it
  --trials N           programmed instances of each chip, at least 1
  --images N           test images per trial, from the front of the test set; 0 = all
  --engine-images N    images in the timed engine, at least 1
  --threads N          0 = one per core (the default); changes nothing but the time taken
  --json FILE          write everything to FILE as well: metrics with their sentences, resolved runs
  --latex FILE         write the headline figures with their intervals as tables of LaTeX
                       (booktabs), one a workload, to FILE as well
  --figure FILE        draw bars of them: FILE.svg, .pdf or .tex (PGFPlots), as mho figure chips
  --csv FILE           write a line a chip and workload to FILE as well, units in the column names
  --quiet              no progress bar (there is none anyway unless standard error is a terminal)
  --help               print this text

EXAMPLES
  mho compare edge_rram_28nm edge_pcm_28nm --workload lenet5_fashion_mnist
  mho compare edge_rram_28nm isaac_isca_2016 --workload lenet5_fashion_mnist --iso area --csv c.csv
  mho compare edge_rram_28nm --workload lenet5_fashion_mnist --published google_edge_tpu

EXIT STATUS
  0  done; at least one chip ran    1  the input is wrong, or no chip could run any workload (then
  the table says why)    2  an error in mho
)";

constexpr std::size_t kMostChips = 1000;
const Place kComparePlace{"mho compare", 0};

Document run_of(const Arguments& arguments, const std::string& chip, const std::string& workload) {
  Document document = Document::load((config_folder() / "run_defaults.yaml").string());
  document.set_file("CHIP", "chip", file_of(FileKind::chip, chip, "CHIP"));
  document.set_file("--workload", "workload", file_of(FileKind::workload, workload, "--workload"));
  apply_numbers(arguments, document);
  for (const std::string& assignment : arguments.all("set")) document.set(assignment);
  return document;
}

std::size_t reference_of(const std::string& name, const std::vector<std::string>& chips) {
  const auto found = std::find(chips.begin(), chips.end(), name);
  if (found == chips.end())
    throw InputError(
        kComparePlace, "--iso",
        "'" + name + "' is none of the chips that are compared" + did_you_mean(name, chips));
  return static_cast<std::size_t>(found - chips.begin());
}

void apply_iso(const std::string& word, const std::vector<std::string>& chips,
               CompareRequest& request) {
  const std::size_t equals = word.find('=');
  const std::string what = word.substr(0, equals);
  const auto value =
      equals == std::string::npos ? std::nullopt : std::optional(word.substr(equals + 1));
  const bool twice =
      (what == "area" && request.area_reference) || (what == "accuracy" && request.accuracy_points);
  if (twice) throw InputError(kComparePlace, "--iso", "'" + what + "' is given twice");
  if (what == "area")
    request.area_reference = value ? reference_of(*value, chips) : 0;
  else if (what == "accuracy")
    request.accuracy_points =
        value ? number_in(*value, {0, 100}, "a number of points", kComparePlace, "--iso") : 1;
  else
    throw InputError(kComparePlace, "--iso",
                     "'" + word + "' is unknown" + did_you_mean(what, {"area", "accuracy"}) +
                         "; allowed: area, area=CHIP, accuracy, accuracy=POINTS");
}

std::vector<std::string> device_files(const Arguments& arguments) {
  const std::string option = "--published";
  std::vector<std::string> files;
  for (const std::string& list : arguments.all("published"))
    for (const std::string& word :
         list == "all" ? config_names("devices") : words_in(list, kComparePlace, option))
      files.push_back(file_of(FileKind::device, word, option));
  return files;
}

/// Every file that the comparison reads. What is wrong with a run is told by the comparison, which
/// knows all of them.
std::vector<std::string> inputs_of(const CompareRequest& request,
                                   std::vector<std::string> devices) {
  std::vector<std::string> inputs = std::move(devices);
  for (const std::vector<Document>& machines : request.runs)
    for (const Document& document : machines) try {
        for (std::string& file : inputs_of(document, read_spec<RunSpec>(document)))
          inputs.push_back(std::move(file));
      } catch (const InputError&) {
        inputs.insert(inputs.end(), document.files().begin(), document.files().end());
      }
  return inputs;
}

CompareRequest request_of(const Arguments& arguments) {
  const std::vector<std::string>& chips = arguments.operands();
  const std::vector<std::string> workloads = arguments.all("workload");
  if (chips.empty() || workloads.empty())
    throw InputError(kComparePlace, "",
                     std::string("needs ") + (chips.empty() ? "a CHIP" : "a --workload WORKLOAD") +
                         " (mho compare --help)");
  CompareRequest request;
  for (const std::string& list : arguments.all("iso"))
    for (const std::string& word : words_in(list, kComparePlace, "--iso"))
      apply_iso(word, chips, request);
  for (const std::string& file : device_files(arguments))
    request.published.push_back(read_spec<PublishedDevice>(Document::load(file)));
  for (const std::string& workload : workloads) {
    request.runs.emplace_back();
    for (const std::string& chip : chips)
      request.runs.back().push_back(run_of(arguments, chip, workload));
  }
  return request;
}

int compare_words(const std::vector<std::string>& words) {
  OptionList options{{"quiet"}, kNumberOptions, {"workload", "iso", "published", "set"}};
  for (const char* option : {"threads", "json", "csv", "latex", "figure"})
    options.values.emplace_back(option);
  const Arguments arguments("compare", words, options, kMostChips);
  RunControl control;
  control.threads = threads_of(arguments);
  const CompareRequest request = request_of(arguments);
  const auto picture = arguments.value("figure");
  if (picture) check_figure_file(*picture, "--figure");
  check_outputs(outputs_of(arguments, {"json", "csv", "latex", "figure"}),
                inputs_of(request, device_files(arguments)));
  const auto json = arguments.value("json");
  const auto csv = arguments.value("csv");

  ProgressBar bar(!arguments.has("quiet"));
  control.progress = [&](const std::string& stage, double share) { bar.show(stage, share); };
  const Comparison comparison = compare(request, control);
  bar.clear();
  if (json) write_file(*json, to_json(comparison), "--json");
  if (csv) write_file(*csv, to_csv(comparison), "--csv");
  if (const auto latex = arguments.value("latex"))
    write_file(*latex, to_latex(comparison), "--latex");
  if (picture && comparison.any_ran()) write_figure(chips_figure(comparison), *picture, "--figure");
  std::cout << to_text(comparison);
  return comparison.any_ran() ? 0 : 1;
}

}  // namespace

const Command compare_command{"compare", "machines side by side on the same workloads",
                              kCompareHelp, compare_words};

}  // namespace mho
