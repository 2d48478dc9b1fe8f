// Random layers with rows and outputs taken out, and the same layers whole, with zeros and biases
// in their place: two ways to write one function.
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "tests/workloads/small_graphs.hpp"

namespace mho {

/// Takes a random share of rows and outputs out of a matrix layer, as many of every group.
inline void prune_at_random(MatrixWeights& weights, const Stream& stream) {
  const auto chosen = [&](int count, int kept, std::uint64_t purpose) {
    std::vector<std::int32_t> keys(static_cast<std::size_t>(count));
    stream.child(purpose).integers(0, 1 << 20, keys);
    std::vector<int> order(keys.size());
    for (int i = 0; i < count; ++i) order[static_cast<std::size_t>(i)] = i;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
    });
    order.resize(static_cast<std::size_t>(kept));
    std::sort(order.begin(), order.end());
    return order;
  };
  std::vector<std::int32_t> dice(2);
  stream.child(1).integers(0, 1 << 20, dice);
  const int outputs = weights.outputs_per_group(), rows = weights.rows_per_group;
  const int kept_outputs = 1 + dice[0] % outputs, kept_rows = 1 + dice[1] % rows;
  MatrixWeights pruned = weights;
  pruned.outputs = weights.groups * kept_outputs;
  pruned.rows_per_group = kept_rows;
  pruned.values.clear();
  pruned.scale.clear();
  for (int g = 0; g < weights.groups; ++g) {
    const auto group = static_cast<std::uint64_t>(g);
    const std::vector<int> some_rows = chosen(rows, kept_rows, 100 + group);
    for (int r : some_rows) pruned.kept_rows.push_back(g * rows + r);
    for (int o : chosen(outputs, kept_outputs, 200 + group)) {
      const int output = g * outputs + o;
      pruned.kept_outputs.push_back(output);
      pruned.scale.push_back(weights.scale[static_cast<std::size_t>(output)]);
      for (int r : some_rows)
        pruned.values.push_back(weights.values[static_cast<std::size_t>(output * rows + r)]);
    }
  }
  weights = std::move(pruned);
}

struct PrunedPair {
  QuantizedGraph pruned, whole;
};

/// One convolution, grouped or not, pruned at random.
inline PrunedPair random_pruned_pair(const Stream& stream) {
  std::vector<std::int32_t> dice(6);
  stream.child(7).integers(0, 1 << 20, dice);
  ConvShape shape;
  shape.groups = 1 + dice[0] % 3;
  shape.channels = shape.groups * (1 + dice[1] % 3);
  shape.outputs = shape.groups * (1 + dice[2] % 4);
  shape.kernel_h = 1 + dice[3] % 3;
  shape.kernel_w = 1 + dice[4] % 3;
  shape.pad_h = dice[5] % 2;
  PrunedPair pair;
  pair.whole = conv_graph(shape, stream.child(8));
  pair.pruned = pair.whole;
  MatrixWeights& kept = pair.pruned.layers[0].weights;
  prune_at_random(kept, stream.child(9));
  MatrixWeights& whole = pair.whole.layers[0].weights;
  const std::set<int> outputs(kept.kept_outputs.begin(), kept.kept_outputs.end());
  const std::set<int> rows(kept.kept_rows.begin(), kept.kept_rows.end());
  for (int o = 0; o < whole.outputs; ++o)
    for (int r = 0; r < whole.rows_per_group; ++r)
      if (!outputs.contains(o) ||
          !rows.contains(o / whole.outputs_per_group() * whole.rows_per_group + r))
        whole.values[static_cast<std::size_t>(o * whole.rows_per_group + r)] = 0;
  return pair;
}

}  // namespace mho
