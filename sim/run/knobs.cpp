// A variant = the two specs with something switched off, quantized and placed like the run.
#include "sim/run/knobs.hpp"

#include <algorithm>
#include <string>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/results/correctness.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

struct Variant {
  QuantizationSpec quantization;
  PlacementSpec placement;
};

struct Knob {
  const char* name;
  bool (*is_on)(const Variant&);
  void (*switch_off)(Variant&);
};

double share(const Variant& variant, double PruningSpec::*member) {
  return variant.quantization.pruning ? (*variant.quantization.pruning).*member : 0;
}

const std::vector<Knob>& all_knobs() {
  static const std::vector<Knob> knobs{
      {"bits by layer",
       [](const Variant& v) {
         return !v.quantization.weight_bits_by_layer.empty() ||
                !v.quantization.activation_bits_by_layer.empty();
       },
       [](Variant& v) {
         v.quantization.weight_bits_by_layer.clear();
         v.quantization.activation_bits_by_layer.clear();
       }},
      {"weight clipping", [](const Variant& v) { return v.quantization.weight_clip > 0; },
       [](Variant& v) { v.quantization.weight_clip = 0; }},
      {"pruned weights", [](const Variant& v) { return share(v, &PruningSpec::weights) > 0; },
       [](Variant& v) { v.quantization.pruning->weights = 0; }},
      {"pruned rows", [](const Variant& v) { return share(v, &PruningSpec::rows) > 0; },
       [](Variant& v) { v.quantization.pruning->rows = 0; }},
      {"pruned columns", [](const Variant& v) { return share(v, &PruningSpec::columns) > 0; },
       [](Variant& v) { v.quantization.pruning->columns = 0; }},
      {"vector units", [](const Variant& v) { return !v.placement.vector_unit.empty(); },
       [](Variant& v) { v.placement.vector_unit.clear(); }},
  };
  return knobs;
}

KnobRow row_of(std::string name, const QuantizedGraph& graph, const Placement& placement,
               std::optional<double> quantized) {
  KnobRow row;
  row.name = std::move(name);
  row.possible = true;
  row.arrays = placement.arrays;
  row.cells = programming_work(placement).cells;
  row.quantized = quantized;
  std::int64_t weights = 0, zeros = 0;
  for (const LayerPlacement& layer : placement.layers) {
    const std::vector<std::int32_t>& values =
        graph.layers[static_cast<std::size_t>(layer.layer)].weights.values;
    weights += std::ssize(values);
    zeros += std::count(values.begin(), values.end(), 0);
    row.macs_on_arrays += graph.macs(layer.layer);
  }
  row.zero_weights = weights > 0 ? static_cast<double>(zeros) / static_cast<double>(weights) : 0;
  for (const int layer : placement.vector_unit) row.macs_on_vector_units += graph.macs(layer);
  return row;
}

Placement place_on_enough_tiles(const QuantizedGraph& graph, ChipSpec chip,
                                const PlacementSpec& spec) {
  const int arrays = arrays_needed(graph, chip, spec);
  chip.tiles = std::max(1, ceil_divide(arrays, chip.tile.macros));
  return place(graph, Chip(chip), spec, {});
}

std::optional<double> quantized_accuracy(const QuantizedGraph& graph, const KnobSubject& subject,
                                         const RunControl& control) {
  if (!subject.judged) return std::nullopt;
  const Dataset& test = subject.test;
  const int images = subject.images;
  std::vector<IntTensor> inputs;
  for (int i = 0; i < images; ++i) inputs.push_back(quantize_image(graph, test.image(i)));
  return Correctness(classify_integer(graph, inputs, control.threads,
                                      control.teller("accuracy with a knob off")),
                     std::span(test.labels).first(static_cast<std::size_t>(images)))
      .percent();
}

/// Another row; one that is not possible says no more than its name.
KnobRow row_of_variant(const KnobSubject& subject, const std::string& name, const Variant& variant,
                       bool same_numbers, const RunControl& control) {
  try {
    if (same_numbers)
      return row_of(name, subject.graph,
                    place_on_enough_tiles(subject.graph, subject.spec.chip, variant.placement),
                    subject.quantized);
    const QuantizedGraph graph =
        quantize(subject.network, variant.quantization, subject.training, control.threads, {},
                 control.teller("quantizing with a knob off"));
    return row_of(name, graph, place_on_enough_tiles(graph, subject.spec.chip, variant.placement),
                  quantized_accuracy(graph, subject, control));
  } catch (const InputError&) {  // an output too wide for an array, an activation of too few bits
    KnobRow row;
    row.name = name;
    return row;
  }
}

}  // namespace

std::vector<KnobRow> knob_rows(const KnobSubject& subject, const RunControl& control) {
  const Variant run{subject.spec.quantization, subject.spec.placement.value_or(PlacementSpec{})};
  std::vector<KnobRow> rows;
  Variant bare = run;
  for (const Knob& knob : all_knobs()) {
    if (!knob.is_on(run)) continue;
    if (control.cuts_short()) return {};
    if (rows.empty())
      rows.push_back(row_of("as run", subject.graph, subject.placement, subject.quantized));
    Variant without = run;
    knob.switch_off(without);
    knob.switch_off(bare);
    const bool same_numbers = without.placement.vector_unit != run.placement.vector_unit;
    rows.push_back(row_of_variant(subject, std::string("without ") + knob.name, without,
                                  same_numbers, control));
  }
  if (rows.size() > 2) rows.push_back(row_of_variant(subject, "without any", bare, false, control));
  return rows;
}

}  // namespace mho
