#include "sim/run/precision.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Lowest and highest bits of some layers.
struct BitRange {
  int low = 0, high = 0;

  void add(int bits) {
    low = low == 0 ? bits : std::min(low, bits);
    high = std::max(high, bits);
  }
  bool mixed() const { return low != high; }
  /// "8-bit", "4-8-bit".
  std::string text() const {
    return (mixed() ? std::to_string(low) + "-" : "") + std::to_string(high) + "-bit";
  }
};

}  // namespace

Precision precision_of(const QuantizedGraph& graph, int weight_bits_of_all,
                       int activation_bits_of_all) {
  BitRange weights, inputs;
  double weight_bits = 0, input_bits = 0, products = 0;
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const QuantizedLayer& layer = graph.layers[static_cast<std::size_t>(index)];
    const auto bits_of = [&](int tensor) {
      return graph.tensors[static_cast<std::size_t>(tensor)].bits;
    };
    const bool of_activations = layer.kind == LayerKind::product;  // both operands
    if (!of_activations && !has_weights(layer.kind)) continue;
    const int in = bits_of(of_activations ? layer.inputs[0] : array_input(layer));
    const int other = of_activations ? bits_of(layer.inputs[1]) : layer.weights.bits;
    const auto macs = static_cast<double>(graph.macs(index));
    (of_activations ? inputs : weights).add(other);
    inputs.add(in);
    weight_bits += macs * other;
    input_bits += macs * in;
    products += macs * other * in;
  }
  const auto all = static_cast<double>(graph.macs());
  if (all == 0)
    throw InputError({}, "",
                     "nothing in it multiplies by weights or activations by each other, so that "
                     "there are no operations to count; allowed: networks with such a layer");
  Precision precision;
  precision.workload = (weights.mixed() || inputs.mixed() ? "mixed " : "") + weights.text() +
                       " weights x " + inputs.text() + " activations";
  precision.peak = std::to_string(weight_bits_of_all) + "-bit weights x " +
                   std::to_string(activation_bits_of_all) + "-bit activations";
  precision.weight_bits = weight_bits / all;
  precision.input_bits = input_bits / all;
  precision.bit_products = products / all;
  precision.peak_bit_products = weight_bits_of_all * activation_bits_of_all;
  return precision;
}

}  // namespace mho
