// mho figure: figures for papers, of runs and sweeps that were kept.
#include <functional>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/figure_file.hpp"
#include "sim/cli/front_options.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/config/allowed.hpp"
#include "sim/config/scalar.hpp"
#include "sim/report/figure/figures.hpp"
#include "sim/report/read_run.hpp"
#include "sim/results/restored_run.hpp"

namespace mho {

namespace {

constexpr const char* kFigureHelp =
    R"(mho figure - a figure for a paper, of runs or of a sweep that were kept

SYNOPSIS
  mho figure KIND INPUT... --out FILE [OPTION]...

DESCRIPTION
  KIND and its INPUT:
    front DIR         the designs of a sweep by its first two objectives: its front with numbers and
                      95 % intervals, and those behind it
    breakdown RUN     energy of an inference, actions and static, and area, by component
    age RUN           accuracy against time, with 95 % intervals, beside that without analog errors;
                      of a run with several ages (mho run --at)
    chips RUN RUN...  bars of TOPS/J, energy, latency, area and accuracy, with their intervals
  DIR is the folder of a sweep (mho sweep); RUN is what mho run wrote with --json or --out, FILE:N
  the N-th run of FILE. FILE ends in
    .svg   for pages and editors; each mark has its values as attributes data-x, data-y
    .pdf   vectors, with embedded fonts
    .tex   a tikzpicture of PGFPlots with its data in tables; its first lines say what it needs

OPTIONS
  --out FILE           where the figure goes
  --metric NAME,...    of chips: these metrics, a panel each
  --minimize METRIC,...  of a front: objectives in the place of the sweep's, as in mho pareto
  --maximize METRIC,...
  --where KEY=VALUE    of a front: those designs alone; may be given again
  --help               print this text

EXAMPLES
  mho figure breakdown run.json --out breakdown.pdf
  mho figure chips rram.json sram.json --metric energy.per_inference,area.chip --out chips.tex

EXIT STATUS
  0  done    1  the input is wrong    2  an error in mho
)";

const Place kFigurePlace{"mho figure", 0};

using Inputs = std::vector<std::string>;

struct FigureKind {
  const char* name;
  const char* input;  ///< that it needs, in words
  bool of_many;
  std::vector<std::string> options;  ///< that it has of its own
  Figure (*make)(const Arguments& arguments, const Inputs& inputs);
};

Results run_of(const std::string& input) { return restored(stored_run_of(run_place(input))); }

Figure front_of_sweep(const Arguments& arguments, const Inputs& inputs) {
  return front_figure(requested_front(arguments, inputs[0], "mho figure"));
}

Figure breakdown_of_run(const Arguments&, const Inputs& inputs) {
  return breakdown_figure(run_of(inputs[0]));
}

Figure age_of_run(const Arguments&, const Inputs& inputs) { return age_figure(run_of(inputs[0])); }

Figure chips_of_runs(const Arguments& arguments, const Inputs& inputs) {
  std::vector<Results> runs;
  for (const std::string& input : inputs) runs.push_back(run_of(input));
  std::vector<FigureMachine> machines;
  for (const Results& results : runs) {
    machines.push_back(machine_of(results));
    if (results.workload != runs[0].workload) machines.back().name += ", " + results.workload;
  }
  return chips_figure(machines, arguments.list("metric").value_or(std::vector<std::string>{}),
                      runs[0].workload + ", mho " + runs[0].version);
}

const std::vector<FigureKind>& kinds() {
  static const std::vector<FigureKind> all{
      {"front", "the DIR of a sweep", false, {"minimize", "maximize", "where"}, front_of_sweep},
      {"breakdown", "a RUN", false, {}, breakdown_of_run},
      {"age", "a RUN", false, {}, age_of_run},
      {"chips", "a RUN or more", true, {"metric"}, chips_of_runs}};
  return all;
}

const FigureKind& kind_named(const std::string& name) {
  std::vector<std::string> names;
  for (const FigureKind& kind : kinds()) {
    if (kind.name == name) return kind;
    names.emplace_back(kind.name);
  }
  throw InputError(kFigurePlace, "KIND",
                   quoted(name) + " is unknown" + did_you_mean(name, names) +
                       "; allowed: front, breakdown, age, chips");
}

/// What options of other kinds ask for would not be there.
void check_options(const Arguments& arguments, const FigureKind& kind) {
  std::vector<Problem> problems;
  for (const FigureKind& other : kinds())
    for (const std::string& option : other.options)
      if (&other != &kind && !arguments.all(option).empty())
        problems.push_back(
            {kFigurePlace, "--" + option,
             std::string("is an option of the figure ") + other.name + ", not of " + kind.name});
  if (!problems.empty()) throw InputError(std::move(problems));
}

int figure_words(const std::vector<std::string>& words) {
  constexpr std::size_t kMostInputs = 1000;
  const Arguments arguments(
      "figure", words, {{}, {"out", "metric", "minimize", "maximize"}, {"where"}}, kMostInputs);
  Inputs inputs = arguments.operands();
  if (inputs.empty())
    throw InputError(kFigurePlace, "",
                     "needs a KIND (front, breakdown, age, chips) and its INPUT (mho figure "
                     "--help)");
  const FigureKind& kind = kind_named(inputs[0]);
  inputs.erase(inputs.begin());
  if (inputs.empty() || (inputs.size() > 1 && !kind.of_many))
    throw InputError(
        kFigurePlace, kind.name,
        std::string("needs ") + kind.input + ", is given " + std::to_string(inputs.size()));
  const auto file = arguments.value("out");
  if (!file) throw InputError(kFigurePlace, "--out", "must be given: FILE.svg, .pdf or .tex");
  check_options(arguments, kind);
  check_figure_file(*file, "--out");
  std::vector<std::string> read;
  for (const std::string& input : inputs) read.push_back(run_place(input).file);
  check_outputs(outputs_of(arguments, {"out"}), read);
  Figure figure;
  try {
    figure = kind.make(arguments, inputs);
  } catch (const InputError& error) {
    // What a run does not have is told at its file.
    if (error.problems().empty() || !error.problems()[0].place.file.empty()) throw;
    throw InputError({inputs[0], 0}, error.problems()[0].key, error.problems()[0].message);
  }
  write_figure(figure, *file, "--out");
  return 0;
}

}  // namespace

const Command figure_command{"figure", "a figure for a paper, of runs or a sweep", kFigureHelp,
                             figure_words};

}  // namespace mho
