// Folding a model and demanding that it still computes the same.
#pragma once

#include <algorithm>
#include <cmath>

#include "tests/workloads/onnx/onnx_models.hpp"

namespace mho::test {

// Folded weights are rounded once more (2^-24 each), over at most 64 terms of magnitude below 4.
inline constexpr float kFoldRounding = 2e-5f;

inline bool has(const Graph& graph, Op op) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [op](const Node& node) { return node.op == op; });
}

/// Runs both; returns the folded graph.
inline Graph folded_alike(const onnx::ModelProto& model, std::mt19937& generator) {
  const Graph graph = imported(model), folded = fold(graph);
  const Tensor input = random_tensor(graph.values[graph.inputs[0]].shape, generator);
  const auto before = run_float(graph, {input}), after = run_float(folded, {input});
  REQUIRE(graph.outputs.size() == folded.outputs.size());
  for (std::size_t number = 0; number < graph.outputs.size(); ++number) {
    const Tensor& wanted = before[graph.outputs[number]];
    const Tensor& got = after[folded.outputs[number]];
    REQUIRE(got.shape == wanted.shape);
    for (std::size_t i = 0; i < wanted.values.size(); ++i) {
      CHECK(std::abs(got.values[i] - wanted.values[i]) <= kFoldRounding);
    }
  }
  return folded;
}

}  // namespace mho::test
