#include "sim/figures/carbon_label.hpp"

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

constexpr int kLabelDigits = 3;

LabelRow label_row(const std::string& what, double index, const std::vector<double>& limits,
                   double weight) {
  return {what, "", "", index, label_class(index, limits), limits, weight};
}

/// Less is better.
std::optional<LabelRow> lesser(const std::string& what, const Metric* measured, double reference,
                               const std::vector<double>& limits, double weight) {
  if (measured == nullptr || measured->value <= 0 || reference <= 0) return std::nullopt;
  LabelRow row = label_row(what, reference / measured->value, limits, weight);
  row.measured = format_si_rounded(measured->value, measured->unit, kLabelDigits);
  row.reference = format_si_rounded(reference, measured->unit, kLabelDigits);
  return row;
}

std::optional<LabelRow> accuracy_row(const LabelScale& scale, const Results& results) {
  const Metric* exact = results.find("accuracy.float");
  const Metric* chip = results.find("accuracy.analog.mean");
  if (exact == nullptr || chip == nullptr || exact->value <= 0) return std::nullopt;
  LabelRow row =
      label_row("accuracy", chip->value / exact->value, scale.accuracy, scale.accuracy_weight);
  row.measured = format_si_rounded(chip->value, "", kLabelDigits) + " %";
  row.reference = format_si_rounded(exact->value, "", kLabelDigits) + " %";
  return row;
}

}  // namespace

std::optional<EnergyLabel> energy_label(const CarbonSpec& spec, const Results& results) {
  if (!spec.label) return std::nullopt;
  const LabelScale& scale = *spec.label;
  EnergyLabel label;
  label.scale = scale.name;
  label.source = scale.source;
  label.reference = "the network in floating point";
  if (spec.remote) {
    const Server& server = spec.remote->server;
    label.reference = server.name + "; of accuracy, " + label.reference;
    const Metric* machine = results.find("remote.machine");
    if (const auto row =
            lesser("energy per inference", results.find("carbon.energy"),
                   machine != nullptr ? machine->value : 0, scale.energy, scale.energy_weight))
      label.rows.push_back(*row);
    if (const auto row = lesser("latency", results.find("latency.first"), server.latency.value(),
                                scale.latency, scale.latency_weight))
      label.rows.push_back(*row);
  }
  if (const auto row = accuracy_row(scale, results)) label.rows.push_back(*row);
  std::vector<WeightedClass> classes;
  double weights = 0;
  for (const LabelRow& row : label.rows) {
    classes.push_back({row.grade, row.weight});
    weights += row.weight;
  }
  if (weights <= 0) return std::nullopt;
  label.grade = compound_class(classes);
  return label;
}

std::string problem_with_label(const RunSpec& spec) {
  if (!spec.carbon || !spec.carbon->label)
    return "needs carbon.label, the classes' limits, which the run does not have";
  const LabelScale& scale = *spec.carbon->label;
  const auto& remote = spec.carbon->remote;
  const bool by_energy = remote && scale.energy_weight > 0;
  const bool by_time = remote && remote->server.latency.value() > 0 && scale.latency_weight > 0;
  const bool by_accuracy = spec.engine.values == Values::on && scale.accuracy_weight > 0 &&
                           spec.workload.test.has_labels();
  if (by_energy || by_time || by_accuracy) return "";
  return "needs something to rate: carbon.remote, whose server is the reference of energy and "
         "latency, or labelled images with engine.values: on; and a weight in carbon.label above 0";
}

}  // namespace mho
