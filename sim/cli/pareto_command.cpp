// mho pareto: what a sweep came to.
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/front_options.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/pareto/design_front.hpp"
#include "sim/explore/sweep/manifest.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/report/figure/figures.hpp"
#include "sim/report/front/front_csv.hpp"
#include "sim/report/front/front_json.hpp"
#include "sim/report/front/front_latex.hpp"
#include "sim/report/front/front_text.hpp"
#include "sim/report/html/front_html.hpp"
#include "sim/report/html/page.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

constexpr const char* kParetoHelp =
    R"(mho pareto - what a sweep came to: the designs that no other beats in everything

SYNOPSIS
  mho pareto DIR [OPTION]...
  mho pareto DIR --point N|ID [--yaml FILE]

DESCRIPTION
  DIR is the folder of a sweep (mho sweep), finished or not. Prints its front, by the objectives and
  constraints that its file has now:
    the designs that hold all constraints and that no other of them dominates (as good in every
    objective, better in one), with the 95 % interval of what trials measure;
    the knee, farthest from the plane through the front's ends; the hypervolume, exact, as a share
    of the box between the best and the worst of each objective over all feasible designs;
    designs that only the noise of trials keeps on the front, or off it: accuracies are compared
    trial by trial, which share their draws;
    how much of an objective's variance each key explains alone; why designs cannot run.

OPTIONS
  --minimize METRIC,...   other objectives than the sweep's file has; with --maximize
  --maximize METRIC,...
  --where KEY=VALUE       those designs alone whose key has the value; may be given again
  --csv FILE     every design that runs, by its standing, with all intervals
  --json FILE    the same and all else that the text says
  --html FILE    a page of charts that needs no network (docs/html.md): front, keys, importance
  --latex FILE   the front as a table of LaTeX (package booktabs)
  --svg FILE     a picture of the first two objectives
  --point N|ID   of one design, by its number on the front or its id (or how that begins): its keys
                 and all its figures
  --yaml FILE    the run of that design, every value resolved: 'mho run FILE' gives the same figures
  --help         print this text

EXIT STATUS
  0  done    1  the input is wrong    2  an error in mho
)";

void print_point(const Record& record) {
  std::cout << record.id << "\n";
  for (const auto& [key, label] : record.keys) std::cout << "  " << key << ": " << label << "\n";
  for (const std::string& problem : record.problems)
    std::cout << "  cannot run: " << problem << "\n";
  for (const MetricRow& row : metric_catalogue()) {
    const auto value = record.metrics.find(row.name);
    if (value == record.metrics.end()) continue;
    std::cout << "  " << row.name << "  "
              << metric_text({row.name, value->second, row.unit, "", ""});
    if (const auto limits = record.intervals.find(row.name); limits != record.intervals.end())
      std::cout << "  (" << metric_text({row.name, limits->second.low, row.unit, "", ""}) << " to "
                << metric_text({row.name, limits->second.high, row.unit, "", ""})
                << " by its models, 80 %)";
    std::cout << "\n";
  }
  if (record.trials.empty()) return;
  std::cout << "  accuracy of each trial:";
  for (const double trial : record.trials)
    std::cout << ' ' << metric_text({"", trial, "%", "", ""});
  std::cout << "\n";
}

void write_run(const SweepSpec& spec, const Record& record, const std::string& file) {
  const Document document = Evaluator(spec, RunControl{}).document(record.choice, record.look);
  write_file(file, write_spec(read_spec<RunSpec>(document)), "--yaml");
}

int pareto_words(const std::vector<std::string>& words) {
  const std::vector<std::string> outputs{"csv", "json", "html", "latex", "svg", "yaml"};
  OptionList options{{}, {"minimize", "maximize", "point"}, {"where"}};
  options.values.insert(options.values.end(), outputs.begin(), outputs.end());
  const Arguments arguments("pareto", words, options, 1);
  if (arguments.operands().empty())
    throw InputError({"mho pareto", 0}, "", "needs the DIR of a sweep (mho pareto --help)");
  if (arguments.value("yaml") && !arguments.value("point"))
    throw InputError({"mho pareto", 0}, "--yaml", "must stand beside --point, whose run it is");
  if (arguments.value("html")) check_has_page("--html");
  const std::filesystem::path folder = arguments.operands()[0];
  SweepSpec spec = read_sweep(Document::load(sweep_file_of(folder)));
  take_objectives(arguments, "mho pareto", spec);
  check_outputs(outputs_of(arguments, outputs), spec.run.files());
  SweepRecords records =
      records_of(spec, folder, arguments.value("point") ? RecordPart::all : RecordPart::goals);
  take_only(labels_of(arguments, "mho pareto"), spec, records);
  const DesignFront front = front_of(spec, records);
  if (const auto file = arguments.value("csv")) write_file(*file, to_csv(front), "--csv");
  if (const auto file = arguments.value("json")) write_file(*file, to_json(front), "--json");
  if (const auto file = arguments.value("html"))
    write_file(
        *file, [&](std::ostream& out) { write_html(front, folder.string(), out); }, "--html");
  if (const auto file = arguments.value("latex")) write_file(*file, to_latex(front), "--latex");
  if (const auto file = arguments.value("svg"))
    write_file(*file, to_svg(front_figure(front)), "--svg");
  if (const auto point = arguments.value("point")) {
    const Record& record = record_named(*point, front, records);
    if (const auto file = arguments.value("yaml")) write_run(spec, record, *file);
    print_point(record);
    return 0;
  }
  std::cout << to_text(front);
  return 0;
}

}  // namespace

const Command pareto_command{"pareto", "what a sweep came to: its front, knee, keys that matter",
                             kParetoHelp, pareto_words};

}  // namespace mho
