// Quantized networks with a recurrent layer and random weights, for tests of everything that runs
// one.
#pragma once

#include "tests/workloads/small_graphs.hpp"

namespace mho {

/// Appends an lstm layer of `hidden` units on tensor `gates` ([4 * hidden][steps][1]): uniform
/// random weights with a different scale for each gate, and a random state before the first step.
inline int append_lstm(QuantizedGraph& graph, int gates, int hidden, int weight_bits, int bits,
                       const Stream& stream) {
  const int steps = graph.tensors[static_cast<std::size_t>(gates)].pixels();
  QuantizedLayer layer;
  layer.kind = LayerKind::lstm;
  layer.inputs = {gates};
  MatrixWeights& w = layer.weights;
  w.outputs = 4 * hidden;
  w.rows_per_group = hidden;
  w.bits = weight_bits;
  w.values.resize(static_cast<std::size_t>(w.outputs) * static_cast<std::size_t>(hidden));
  const int largest_weight = std::max(1, (1 << (weight_bits - 1)) - 1);
  stream.child(1).integers(0, static_cast<std::uint32_t>(2 * largest_weight + 1), w.values);
  for (std::int32_t& value : w.values) value -= largest_weight;
  std::vector<std::int32_t> percent(static_cast<std::size_t>(w.outputs));
  stream.child(2).integers(0, 101, percent);
  for (const int p : percent) w.scale.push_back((0.5 + 0.005 * p) / largest_weight);
  std::vector<std::int32_t> state(static_cast<std::size_t>(2 * hidden));
  stream.child(3).integers(0, 201, state);
  for (int unit = 0; unit < hidden; ++unit) {
    layer.recurrence.hidden.push_back((state[static_cast<std::size_t>(unit)] - 100) / 100.0);
    layer.recurrence.cell.push_back((state[static_cast<std::size_t>(hidden + unit)] - 100) / 50.0);
  }
  // The hidden state is a product of a sigmoid and a tanh: below 1.
  return append_layer(graph, std::move(layer), hidden, steps, 1, bits, true, 1);
}

/// A recurrent layer alone, whose gates come from outside, over `steps`.
inline QuantizedGraph recurrence_graph(int steps, int hidden, int weight_bits, int activation_bits,
                                       const Stream& stream) {
  QuantizedGraph graph = only_input(4 * hidden, steps, 1, 16, true);
  append_lstm(graph, 0, hidden, weight_bits, activation_bits, stream);
  return graph;
}

/// `inputs` features a step -> gates -> lstm -> 3 classes from all its steps.
inline QuantizedGraph lstm_graph(int steps, int inputs, int hidden, int weight_bits,
                                 int activation_bits, const Stream& stream) {
  QuantizedGraph graph = only_input(inputs, steps, 1, activation_bits, true);
  const int gates = append_matrix(graph, 0, Window{}, 4 * hidden, 1, steps, 1, weight_bits, 16,
                                  false, stream.child(1));
  const int states =
      append_lstm(graph, gates, hidden, weight_bits, activation_bits, stream.child(2));
  append_matrix(graph, states, Window{steps, 1, 1, 1, 0, 0, 1, 1}, 3, 1, 1, 1, weight_bits, 16,
                false, stream.child(3));
  return graph;
}

}  // namespace mho
