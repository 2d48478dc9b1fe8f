#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/report/figure/figures.hpp"

namespace mho {

namespace {

struct Compared {
  std::string title;
  std::string axis;
  std::string metric;
  std::string otherwise{};  ///< where a machine does not have it
};

const Metric* found(const FigureMachine& machine, const Compared& compared) {
  const Metric* metric = machine.find(compared.metric);
  if (metric == nullptr && !compared.otherwise.empty()) return machine.find(compared.otherwise);
  return metric;
}

std::vector<Compared> usual(const std::vector<FigureMachine>& machines) {
  const bool memory = std::any_of(
      machines.begin(), machines.end(),
      [](const FigureMachine& machine) { return machine.find("energy.off_chip") != nullptr; });
  const std::string boundary = memory ? "chip with memory" : "chip";
  return {memory ? Compared{"TOPS/J achieved, " + boundary, "efficiency",
                            "tops_per_joule.system.achieved", "tops_per_joule.chip.achieved"}
                 : Compared{"TOPS/J achieved, " + boundary, "efficiency",
                            "tops_per_joule.chip.achieved"},
          {"Energy of an inference, " + boundary, "energy", "energy.per_inference"},
          {"Latency of the first inference", "latency", "latency.first"},
          {"Area of the chip", "area", "area.chip"},
          {"Accuracy on the chip", "accuracy", "accuracy.analog.mean"}};
}

std::optional<Limits> limits_of(const FigureMachine& machine, const Metric& metric) {
  constexpr std::string_view kMean = ".mean";
  if (!metric.name.ends_with(kMean)) return metric.interval();
  const std::string stem = metric.name.substr(0, metric.name.size() - kMean.size());
  const Metric* low = machine.find(stem + ".ci95.low");
  const Metric* high = machine.find(stem + ".ci95.high");
  if (low == nullptr || high == nullptr) return std::nullopt;
  return Limits{low->value, high->value};
}

/// Machines without the metric have no bar; none if no machine has it.
std::optional<FigurePanel> panel_of(const std::vector<FigureMachine>& machines,
                                    const Compared& compared) {
  FigurePanel panel{compared.title, {compared.axis}, {}, {{"", SeriesMark::bars, kBlue, {}}}};
  for (const FigureMachine& machine : machines) {
    panel.y.categories.push_back(machine.name);
    const Metric* metric = found(machine, compared);
    if (metric == nullptr) continue;
    panel.x.unit = metric->unit;
    panel.series[0].points.push_back({metric->value,
                                      static_cast<double>(panel.y.categories.size() - 1),
                                      limits_of(machine, *metric),
                                      {},
                                      ""});
  }
  if (panel.series[0].points.empty()) return std::nullopt;
  return panel;
}

/// Machines of one name are told apart by a number.
std::vector<FigureMachine> told_apart(std::vector<FigureMachine> machines) {
  std::map<std::string, int> count, number;
  for (const FigureMachine& machine : machines) ++count[machine.name];
  for (FigureMachine& machine : machines)
    if (count[machine.name] > 1)
      machine.name += " (" + std::to_string(++number[machine.name]) + ")";
  return machines;
}

std::vector<FigurePanel> panels_of(const std::vector<FigureMachine>& machines,
                                   const std::vector<Compared>& compared) {
  std::vector<FigurePanel> panels;
  for (const Compared& each : compared)
    if (auto panel = panel_of(machines, each)) panels.push_back(std::move(*panel));
  return panels;
}

}  // namespace

FigureMachine machine_of(const Results& results) {
  return {results.chip, [&results](const std::string& name) { return results.find(name); }};
}

Figure chips_figure(const std::vector<FigureMachine>& machines,
                    const std::vector<std::string>& metrics, const std::string& caption) {
  const std::vector<FigureMachine> named = told_apart(machines);
  std::vector<Compared> compared;
  for (const std::string& metric : metrics) {
    compared.push_back({"", metric, metric});
    if (!panel_of(named, compared.back()))
      throw InputError({}, "--metric",
                       "no run has '" + metric + "'; allowed: metrics of the runs' JSON");
  }
  Figure figure{caption, panels_of(named, compared.empty() ? usual(named) : compared)};
  if (figure.panels.empty()) throw InputError({}, "chips", "the runs have nothing to compare");
  return figure;
}

Figure chips_figure(const Comparison& comparison) {
  Figure figure{"mho " + comparison.version, {}};
  for (const ComparedWorkload& workload : comparison.workloads) {
    std::vector<FigureMachine> machines;
    for (const ComparedRow& row : workload.rows)
      if (row.kind == RowKind::face_value && row.ran())
        machines.push_back(
            {row.machine, [&row](const std::string& name) { return row.find(name); }});
    figure.caption = workload.workload + ", " + figure.caption;
    for (FigurePanel& panel : panels_of(told_apart(machines), usual(machines))) {
      if (comparison.workloads.size() > 1) panel.title = workload.workload + ": " + panel.title;
      figure.panels.push_back(std::move(panel));
    }
  }
  return figure;
}

}  // namespace mho
