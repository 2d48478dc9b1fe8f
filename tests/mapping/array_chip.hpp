// Small chips of MAC arrays whose times are round numbers, and networks of matrix layers by their
// shapes. For arithmetic, not for silicon.
#pragma once

#include <vector>

#include "sim/chip/chip.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// A weight-stationary chip of one 4 x 4 array at 1 GHz (one cycle is 1 ns), whose memory moves 1
/// byte in 1 ns. Everything else is quick.
inline ChipSpec array_chip() {
  const auto ns = [](double value) { return from_si<Time>(value * 1e-9); };
  const auto ghz = [](double value) { return from_si<Frequency>(value * 1e9); };
  ChipSpec spec;
  spec.tiles = 1;
  MacArraySpec& array = spec.tile.mac_array.emplace();
  array.rows = array.columns = 4;
  array.clock = ghz(1);
  array.weight_bits = array.input_bits = 8;
  array.sum_bits = 32;
  array.fill_cycles = 8;
  array.load_cycles = 4;
  array.shadow_weights = true;
  array.accumulator_depth = 64;
  array.accumulator_banks = 2;
  array.padded_blocks = true;
  array.weight_fifo.capacity_bytes = 64;
  array.weight_fifo.width_bits = 32;
  array.weight_fifo.cycle = ns(1);
  spec.tile.vector_unit.lanes = 1024;
  spec.tile.vector_unit.clock = ghz(1);
  spec.global_buffer.capacity_bytes = 1 << 20;
  spec.global_buffer.width_bits = 32;
  spec.global_buffer.cycle = ns(1);
  spec.host_link.width_bits = 65536;
  spec.host_link.clock = ghz(1);
  DramSpec& memory = spec.off_chip.emplace();
  memory.capacity_bytes = std::int64_t{1} << 30;
  memory.channels = 1;
  memory.width_bits = 8;
  memory.data_rate = ghz(1);
  memory.timing = MemoryTiming::simple;
  return spec;
}

/// A chain of matrix layers without values; for the engine that counts.
class ShapeChain {
 public:
  ShapeChain(int channels, int height, int width, int bits = 8) : bits_(bits) {
    graph_.tensors.push_back({"input", channels, height, width, bits, false, 1.0});
  }

  /// Convolution with square kernel; pad on all sides.
  ShapeChain& conv(int outputs, int kernel, int stride = 1, int pad = 0, int groups = 1) {
    const QuantizedTensor in = graph_.tensors.back();
    QuantizedLayer layer = next_layer();
    layer.window = {kernel, kernel, stride, stride, pad, pad, 1, 1};
    layer.weights.outputs = outputs;
    layer.weights.groups = groups;
    layer.weights.rows_per_group = in.channels / groups * kernel * kernel;
    const int height = (in.height + 2 * pad - kernel) / stride + 1;
    const int width = (in.width + 2 * pad - kernel) / stride + 1;
    add(std::move(layer), outputs, height, width);
    return *this;
  }
  ShapeChain& fully_connected(int outputs) {
    const QuantizedTensor in = graph_.tensors.back();
    QuantizedLayer layer = next_layer();
    layer.window = {in.height, in.width, 1, 1, 0, 0, 1, 1};
    layer.weights.outputs = outputs;
    layer.weights.rows_per_group = static_cast<int>(in.size());
    add(std::move(layer), outputs, 1, 1);
    return *this;
  }
  ShapeChain& max_pool(int kernel, int stride) {
    const QuantizedTensor in = graph_.tensors.back();
    QuantizedLayer layer = next_layer();
    layer.kind = LayerKind::max_pool;
    layer.window = {kernel, kernel, stride, stride, 0, 0, 1, 1};
    add(std::move(layer), in.channels, (in.height - kernel) / stride + 1,
        (in.width - kernel) / stride + 1);
    return *this;
  }
  QuantizedGraph graph() const { return graph_; }

 private:
  QuantizedLayer next_layer() const {
    QuantizedLayer layer;
    layer.name = "layer" + std::to_string(graph_.layers.size());
    layer.inputs = {static_cast<int>(graph_.tensors.size()) - 1};
    layer.output = static_cast<int>(graph_.tensors.size());
    layer.weights.bits = bits_;
    layer.clamp_low = 0;
    return layer;
  }
  void add(QuantizedLayer layer, int channels, int height, int width) {
    graph_.tensors.push_back({layer.name, channels, height, width, bits_, false, 1.0});
    graph_.output = layer.output;
    graph_.layers.push_back(std::move(layer));
  }

  int bits_;
  QuantizedGraph graph_;
};

}  // namespace mho
