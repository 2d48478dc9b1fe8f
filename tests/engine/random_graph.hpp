// Random networks with forks that join again, for tests of what must never stand still.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/mapping/placement.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {

/// Up to seven layers: convolutions of different kernels, strides and groups, pools, additions and
/// concatenations of earlier tensors, and some replicated; then everything joined, averaged and
/// classified.
inline QuantizedGraph random_graph(const Stream& stream, PlacementSpec& placement) {
  std::vector<std::int32_t> dice(256);
  stream.child(1).integers(0, 1 << 20, dice);
  std::size_t thrown = 0;
  const auto die = [&](int sides) { return dice[thrown++] % sides; };

  QuantizedGraph graph = only_input(2, 4 + die(3), 4 + die(3), 3, false);
  std::vector<int> open{0};  // tensors of one shape, that may be joined
  const int layers = 2 + die(5);
  for (int n = 0; n < layers; ++n) {
    const int from = open[die(static_cast<int>(open.size()))];
    const QuantizedTensor in = graph.tensors[from];
    const int kind = die(6);
    if (kind < 4) {
      const int kernel = 1 + 2 * die(3);
      const int dilation = kernel == 3 ? 1 + die(2) : 1;
      const int pad = (kernel - 1) * dilation / 2;
      const Window window{kernel, kernel, 1, 1, pad, pad, dilation, dilation};
      const int copies = 1 + die(3);
      placement.replication["layer" + std::to_string(graph.layers.size())] = copies;
      open.push_back(append_matrix(graph, from, window, 2, 1 + die(2), in.height, in.width, 3, 3,
                                   true, stream.child(10 + n)));
      continue;
    }
    QuantizedLayer layer;
    if (kind == 4) {
      layer.kind = LayerKind::max_pool;
      layer.window = Window{3, 3, 1, 1, 1, 1, 1, 1};
      layer.inputs = {from};
    } else {
      layer.kind = LayerKind::add;
      layer.inputs = {from, open[die(static_cast<int>(open.size()))]};
      if (layer.inputs[0] == layer.inputs[1]) layer.inputs[1] = open.back();
    }
    open.push_back(
        append_layer(graph, std::move(layer), 2, in.height, in.width, 3, false, largest_value(in)));
  }
  QuantizedLayer join;
  join.kind = LayerKind::concat;
  join.inputs = open;
  std::rotate(join.inputs.begin(), join.inputs.begin() + die(static_cast<int>(open.size())),
              join.inputs.end());
  const QuantizedTensor first = graph.tensors[0];
  const int channels = 2 * static_cast<int>(open.size());
  const int joined = append_layer(graph, std::move(join), channels, first.height, first.width, 3,
                                  false, largest_value(first));
  const int stride = 1 + die(3);
  const int height = (first.height - 2) / stride + 1, width = (first.width - 2) / stride + 1;
  append_matrix(graph, joined, Window{2, 2, stride, stride, 0, 0, 1, 1}, 3, 1, height, width, 3, 16,
                false, stream.child(2));
  return graph;
}

}  // namespace mho
