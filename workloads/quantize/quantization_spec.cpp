// The keys of a quantization, and what they say of layers that are not there.
#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/quantize/layer_names.hpp"
#include "workloads/quantize/number_formats.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_weight_bits(const QuantizedGraph& graph, const QuantizationSpec& spec,
                       const Place& where, std::vector<Problem>& problems) {
  const std::vector<std::string> names = matrix_layer_names(graph);
  for (const auto& [name, bits] : spec.weight_bits_by_layer)
    if (!contains(names, name))
      problems.push_back({where, "quantization.weight_bits_by_layer." + name,
                          no_such_layer(name, "matrix layer", names)});
}

void check_activation_bits(const QuantizedGraph& graph, const QuantizationSpec& spec,
                           const Place& where, std::vector<Problem>& problems) {
  std::vector<std::string> names{graph.tensors[static_cast<std::size_t>(graph.input)].name};
  std::map<std::string, const char*> fixed;
  for (const QuantizedLayer& layer : graph.layers) {
    if (layer.output == graph.output)
      fixed[layer.name] = "makes the network's output, which always has 16 bits";
    else if (keeps_format(layer))
      fixed[layer.name] = "only moves or chooses values, which keep their bits";
    else
      names.push_back(layer.name);
  }
  for (const auto& [name, bits] : spec.activation_bits_by_layer) {
    if (contains(names, name)) continue;
    const auto why = fixed.find(name);
    problems.push_back({where, "quantization.activation_bits_by_layer." + name,
                        why != fixed.end()
                            ? why->second + std::string("; allowed: ") + joined(names)
                            : no_such_layer(name, "input or layer", names)});
  }
}

void check_exclusions(const QuantizedGraph& graph, const PruningSpec& spec, const Place& where,
                      std::vector<Problem>& problems) {
  const std::vector<std::string> names = matrix_layer_names(graph);
  for (const std::string& name : spec.exclude)
    if (!contains(names, name))
      problems.push_back({where, "quantization.pruning.exclude",
                          "'" + name + "': " + no_such_layer(name, "matrix layer", names)});
}

}  // namespace

void QuantizationSpec::fields(Fields& f) {
  f.integer("weight_bits", weight_bits, {0, 16},
            "Bits of a weight, sign included; 1: -1 or 1, for encoding xnor; 0: the chip's "
            "native_precision, if the network's weights survive it, else 8.",
            Presence::optional);
  f.integer("activation_bits", activation_bits, {0, 16},
            "Bits of an activation; with sign where values can be negative; 0: the chip's "
            "native_precision, else 8.",
            Presence::optional);
  f.choice("rule", rule,
           {{"max", "The largest magnitude seen: nothing in calibration is clipped."},
            {"percentile", "The magnitude that the share `percentile` of values stays within."},
            {"mse", "The clipping range with the smallest mean square error, of weights as well."}},
           "How the range of a tensor follows from the calibration images.");
  const bool by_share = rule == CalibrationRule::percentile;
  f.number("percentile", percentile, {0.5, 1},
           "Share of values inside the range; rule percentile needs it, no other has it below 1.",
           by_share ? Presence::required : Presence::optional);
  f.rule(by_share || percentile == 1, "percentile", "below 1 needs rule: percentile");
  f.integer("calibration_images", calibration_images, {1, 1e6},
            "Images for calibration, from the front of the training set.");
  f.integers_by_name("weight_bits_by_layer", weight_bits_by_layer, {1, 16},
                     "Bits of a weight of single layers, by name; weight_bits where absent.");
  f.integers_by_name("activation_bits_by_layer", activation_bits_by_layer, {1, 16},
                     "Bits of the output of single layers, and of the image under the name of the "
                     "network's input; activation_bits where absent.");
  f.choice("weight_scale", weight_scale,
           {{"per_channel", "One for each output channel."},
            {"per_layer", "One for all weights of a layer, as CrossSim has by default."}},
           "What shares the scale of quantized weights: the largest magnitude of these is the "
           "largest integer (by rule mse, of the clip with the smallest error).",
           Presence::optional);
  f.number("weight_clip", weight_clip, {0, 100},
           "Weights beyond this many root mean squares of those that share their scale are "
           "clipped; 0 = off.",
           Presence::optional);
  f.integer("vector_bits", vector_bits, {0, 16},
            "Bits of values that no array or product reads (sums of residual streams, inputs of "
            "layer normalization, softmax and activation functions); 0: activation_bits.",
            Presence::optional);
  f.rule(vector_bits != 1, "vector_bits", "of 1 cannot hold a sign; allowed: 0 (off), or 2 to 16");
  f.section("pruning", pruning,
            "What is left out of the weights, by magnitude and without training; absent: nothing.");
  const bool binary =
      weight_bits == 1 || std::any_of(weight_bits_by_layer.begin(), weight_bits_by_layer.end(),
                                      [](const auto& layer) { return layer.second == 1; });
  f.rule(!binary || !pruning || pruning->weights == 0, "pruning",
         "of single weights needs at least 2 weight bits: one bit is -1 or 1, not 0");
  f.rule(weight_clip == 0 || weight_clip >= 1, "weight_clip",
         "between 0 and 1 would clip all weights where they are equal; allowed: 0 (off), or "
         "1 to 100");
}

void check_layers(const QuantizedGraph& graph, const QuantizationSpec& spec, const Place& where) {
  std::vector<Problem> problems;
  check_weight_bits(graph, spec, where, problems);
  check_activation_bits(graph, spec, where, problems);
  if (spec.pruning) check_exclusions(graph, *spec.pruning, where, problems);
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace mho
