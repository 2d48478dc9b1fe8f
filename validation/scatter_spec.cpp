#include "validation/scatter_spec.hpp"

#include "sim/base/prefixes.hpp"
#include "sim/chip/chip.hpp"
#include "sim/figures/peak.hpp"

namespace mho {

namespace {

std::optional<double> if_known(double value) {
  return value > 0 ? std::optional(value) : std::nullopt;
}

ScatterPoint simulated_point(const SimulatedMacro& macro) {
  // A chip that leaves its tiles to the network has one here: macros are alike.
  const Chip chip(macro.chip, macro.chip.tiles > 0 ? 0 : 1);
  const PeakLevel peak = peak_of(chip, macro.weight_bits, macro.activation_bits, 1).macro;
  ScatterPoint point;
  point.name = macro.chip.name + ", " + std::to_string(macro.weight_bits) + "b x " +
               std::to_string(macro.activation_bits) + "b";
  point.simulated = true;
  point.node_m = macro.chip.technology.value();
  point.input_bits = macro.activation_bits;
  point.tops_per_joule = peak.operations_per_joule() / kTera;
  point.tops_per_mm2 =
      if_known(peak.operations_per_second / kTera / (chip.main().macro_area().value() / kMm2));
  return point;
}

}  // namespace

void PublishedMacro::fields(Fields& f) {
  f.text("name", name, "What it is, and where it was published.");
  f.quantity("node", node, {1e-9, 1e-6}, "Technology node.");
  f.integer("input_bits", input_bits, {0, 32}, "Bits of an input; 0: not stated in what was read.",
            Presence::optional);
  f.number("tops_per_joule", tops_per_joule, {0, 1e7}, "As published, 2 operations per MAC.",
           Presence::optional);
  f.number("tops_per_mm2", tops_per_mm2, {0, 1e7}, "As published, 2 operations per MAC.",
           Presence::optional);
  f.text("source", source, "Where the figures were read.");
  f.rule(tops_per_joule > 0 || tops_per_mm2 > 0, "name",
         "needs tops_per_joule, tops_per_mm2 or both");
}

void SimulatedMacro::fields(Fields& f) {
  f.section("chip", chip, "The machine.");
  f.integer("weight_bits", weight_bits, {1, 16}, "Bits of a weight.");
  f.integer("activation_bits", activation_bits, {1, 16}, "Bits of an input.");
}

void ScatterSpec::fields(Fields& f) {
  f.sections("published", published, "Macros as they were published.");
  f.sections("simulated", simulated, "Chips whose macros stand beside them.");
}

Scatter published_scatter(const std::vector<PublishedMacro>& macros) {
  Scatter scatter;
  for (const PublishedMacro& macro : macros) {
    ScatterPoint point;
    point.name = macro.name;
    point.node_m = macro.node.value();
    point.input_bits = macro.input_bits;
    point.tops_per_joule = if_known(macro.tops_per_joule);
    point.tops_per_mm2 = if_known(macro.tops_per_mm2);
    point.source = macro.source;
    scatter.points.push_back(std::move(point));
  }
  return scatter;
}

Scatter scatter_of(const ScatterSpec& spec) {
  Scatter scatter = published_scatter(spec.published);
  for (const SimulatedMacro& macro : spec.simulated)
    scatter.points.push_back(simulated_point(macro));
  return scatter;
}

}  // namespace mho
