#include "sim/report/latex/metrics_latex.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/compare_published_text.hpp"
#include "sim/report/latex/latex_table.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

struct Machine {
  std::string name;
  std::string precision;
  double technology_m = 0;  ///< 0: not published
  std::function<const Metric*(const std::string& metric)> find;
};
using Machines = std::vector<Machine>;

struct TableRow {
  std::string label;
  std::string metric;
  std::string interval{};  ///< stem of the metrics of its ends; empty: those of its models
};

std::vector<TableRow> score_rows(const std::string& score) {
  const std::string name = "output." + score;
  return {{score + ", floating point", name + ".float", name + ".float"},
          {score + ", quantized", name + ".quantized", name + ".quantized"},
          {score + ", on the chip", name + ".analog.mean", name + ".analog"},
          {score + " lost by noise", name + ".loss.mean", name + ".loss"}};
}

/// Names of the scores that any machine is judged by: of output.NAME.analog.mean.
std::vector<std::string> scores_of(const std::vector<const std::vector<Metric>*>& metrics) {
  constexpr std::string_view kBegin = "output.", kEnd = ".analog.mean";
  std::vector<std::string> names;
  for (const std::vector<Metric>* each : metrics)
    for (const Metric& metric : *each) {
      if (!metric.name.starts_with(kBegin) || !metric.name.ends_with(kEnd)) continue;
      std::string name =
          metric.name.substr(kBegin.size(), metric.name.size() - kBegin.size() - kEnd.size());
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(std::move(name));
    }
  return names;
}

std::vector<TableRow> all_rows(const std::vector<std::string>& scores) {
  std::vector<TableRow> rows{{"accuracy, floating point", "accuracy.float", "accuracy.float"},
                             {"accuracy, quantized", "accuracy.quantized", "accuracy.quantized"},
                             {"accuracy, on the chip", "accuracy.analog.mean", "accuracy.analog"},
                             {"accuracy loss by noise", "accuracy.loss.mean", "accuracy.loss"}};
  for (const std::string& score : scores)
    for (TableRow& row : score_rows(score)) rows.push_back(std::move(row));
  const std::vector<TableRow> costs{
      {"output SNR", "output.snr.mean", "output.snr"},
      {"efficiency of a macro, peak", "tops_per_joule.macro.peak"},
      {"efficiency of the chip, peak", "tops_per_joule.chip.peak"},
      {"efficiency of the chip, achieved", "tops_per_joule.chip.achieved"},
      {"efficiency with memory, achieved", "tops_per_joule.system.achieved"},
      {"energy per inference, chip", "energy.chip"},
      {"energy per inference, with memory", "energy.per_inference"},
      {"latency of the first inference", "latency.first"},
      {"throughput, steady state", "throughput.steady"},
      {"throughput, whole run", "throughput.average"},
      {"area of the chip", "area.chip"},
      {"peak of the chip per area", "tops_per_mm2.chip.peak"}};
  rows.insert(rows.end(), costs.begin(), costs.end());
  return rows;
}

/// Of a chip without a memory the energies are one, of a steady state the whole run is no news.
const Metric* found(const Machine& machine, const std::string& name) {
  if (name == "energy.per_inference" && machine.find("energy.chip") &&
      !machine.find("energy.off_chip"))
    return nullptr;
  if (name == "throughput.average" && machine.find("throughput.steady")) return nullptr;
  return machine.find(name);
}

/// "95 % [0.99, 6.40]" or "80 % 1.0 to 10", in the row's unit; empty without one.
std::string interval_cell(const Machine& machine, const TableRow& row, const SharedUnit& unit) {
  constexpr int kDigits = 2;
  const Metric* metric = found(machine, row.metric);
  if (metric == nullptr) return "";
  if (row.interval.empty()) {
    const auto limits = metric->interval();
    if (!limits) return "";
    return "80\\,\\%: $" + significant(limits->low * unit.factor, kDigits) + "$ to $" +
           significant(limits->high * unit.factor, kDigits) + "$";
  }
  const Metric* low = machine.find(row.interval + ".ci95.low");
  const Metric* high = machine.find(row.interval + ".ci95.high");
  if (low == nullptr || high == nullptr) return "";
  return "95\\,\\%: $" + number_text(low->value, unit) + "$ to $" + number_text(high->value, unit) +
         "$";
}

void add_metric(const Machines& machines, const TableRow& row, LatexTable& table) {
  double largest = 0;
  const Metric* any = nullptr;
  for (const Machine& machine : machines)
    if (const Metric* metric = found(machine, row.metric)) {
      largest = std::max(largest, std::fabs(metric->value));
      any = metric;
    }
  if (any == nullptr) return;
  const SharedUnit unit = shared_unit(any->unit, largest);
  std::vector<std::string> cells{escaped_tex(row.label), unit_tex(unit.unit)};
  std::vector<std::string> intervals{"", ""};
  bool any_interval = false;
  for (const Machine& machine : machines) {
    const Metric* metric = found(machine, row.metric);
    cells.push_back(metric ? "$" + number_text(metric->value, unit) + "$" : "--");
    const std::string interval = interval_cell(machine, row, unit);
    any_interval = any_interval || !interval.empty();
    intervals.push_back(interval.empty() ? "" : "{\\footnotesize " + interval + "}");
  }
  table.rows.push_back(std::move(cells));
  if (any_interval) table.rows.push_back(std::move(intervals));
}

LatexTable table_of(const std::string& comment, const Machines& machines,
                    const std::vector<std::string>& scores) {
  LatexTable table{comment + "; needs \\usepackage{booktabs}",
                   "ll" + std::string(machines.size(), 'r'),
                   {"", "unit"},
                   {},
                   "95 %: over chips and images; 80 %: of measured macros around what models give. "
                   "2 operations per MAC."};
  std::vector<std::string> nodes{"technology", "nm"}, bits{"weights x activations", ""};
  for (const Machine& machine : machines) {
    table.head.push_back(escaped_tex(machine.name));
    nodes.push_back(
        machine.technology_m > 0 ? count_text(std::round(1e10 * machine.technology_m) / 10) : "--");
    bits.push_back(machine.precision.empty() ? "--" : escaped_tex(machine.precision));
  }
  table.rows = {std::move(nodes), std::move(bits)};
  for (const TableRow& row : all_rows(scores)) add_metric(machines, row, table);
  return table;
}

}  // namespace

std::string to_latex(const Results& results) {
  const Machine machine{results.chip, short_precision(results.precision), results.technology_m,
                        [&](const std::string& name) { return results.find(name); }};
  const std::string partial = results.partial
                                  ? ", PARTIAL: " + std::to_string(results.partial->trials) +
                                        " of " + std::to_string(results.partial->of) + " trials"
                                  : "";
  return to_latex(
      table_of(results.workload + " on " + results.chip + ", mho " + results.version + partial,
               {machine}, scores_of({&results.metrics})));
}

std::string to_latex(const Comparison& comparison) {
  std::string text;
  for (const ComparedWorkload& workload : comparison.workloads)
    for (const RowKind kind : {RowKind::face_value, RowKind::equal_area, RowKind::equal_accuracy,
                               RowKind::equal_both, RowKind::published}) {
      Machines machines;
      std::vector<const std::vector<Metric>*> metrics;
      for (const ComparedRow& row : workload.rows) {
        if (row.kind != kind || !row.ran()) continue;
        machines.push_back({row.machine, short_precision(row.precision), row.technology_m,
                            [&row](const std::string& name) { return row.find(name); }});
        metrics.push_back(&row.metrics);
      }
      if (machines.empty()) continue;
      text += (text.empty() ? "" : "\n") +
              to_latex(
                  table_of(workload.workload + ", " + name_of(kind) + ", mho " + comparison.version,
                           machines, scores_of(metrics)));
    }
  return text;
}

}  // namespace mho
