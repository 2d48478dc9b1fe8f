// Every kind of layer that is not a matrix, against values worked out by hand or in plain loops.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/workloads/small_graphs.hpp"

namespace mho {

namespace {

QuantizedTensor tensor(int channels, int height, int width, double scale, bool is_signed = true) {
  return {"t", channels, height, width, 8, is_signed, scale};
}

/// The layer's whole output for these inputs, pixel by pixel.
IntTensor run_layer(QuantizedLayer layer, const std::vector<QuantizedTensor>& inputs,
                    const QuantizedTensor& output, const std::vector<IntTensor>& values) {
  QuantizedGraph graph;
  graph.tensors = inputs;
  graph.tensors.push_back(output);
  layer.inputs.clear();
  std::vector<std::span<const std::int32_t>> spans;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    layer.inputs.push_back(static_cast<int>(i));
    spans.emplace_back(values[i]);
  }
  layer.output = static_cast<int>(inputs.size());
  IntTensor result(static_cast<std::size_t>(output.size()));
  IntTensor pixel(static_cast<std::size_t>(output.channels));
  for (int p = 0; p < output.pixels(); ++p) {
    vector_pixel(graph, layer, spans, p, pixel);
    for (int c = 0; c < output.channels; ++c)
      result[static_cast<std::size_t>(c * output.pixels() + p)] =
          pixel[static_cast<std::size_t>(c)];
  }
  return result;
}

QuantizedLayer layer_of(LayerKind kind, Window window = {}) {
  QuantizedLayer layer;
  layer.kind = kind;
  layer.window = window;
  return layer;
}

// 1 channel, 3 x 3.
const IntTensor kNine{-9, -2, -3, -4, -5, 6, -7, 8, 9};

}  // namespace

TEST_CASE("max pool takes the largest pixel inside, padding never wins") {
  const Window window{2, 2, 2, 2, 1, 1, 1, 1};
  const auto layer = layer_of(LayerKind::max_pool, window);
  const auto in = tensor(1, 3, 3, 0.5);
  CHECK(run_layer(layer, {in}, tensor(1, 2, 2, 0.5), {kNine}) == IntTensor{-9, -2, -4, 9});
  // The same values at half the resolution; -1.5 -> -2 (ties to even), 4.5 -> 4.
  CHECK(run_layer(layer, {in}, tensor(1, 2, 2, 1), {kNine}) == IntTensor{-4, -1, -2, 4});
  const Window dilated{2, 2, 1, 1, 0, 0, 2, 2};
  CHECK(run_layer(layer_of(LayerKind::max_pool, dilated), {in}, tensor(1, 1, 1, 0.5),
                  {{-9, 100, -3, 100, 100, 100, -7, 100, -8}}) == IntTensor{-3});
}

TEST_CASE("average pool divides by the pixels inside, or by all when padding counts") {
  const Window window{2, 2, 2, 2, 1, 1, 1, 1};
  auto layer = layer_of(LayerKind::average_pool, window);
  const auto in = tensor(1, 3, 3, 1);
  // Windows: {-9}, {-2, -3}, {-4, -7}, {-5, 6, 8, 9}, in steps of 1/4.
  const auto out = tensor(1, 2, 2, 0.25);
  CHECK(run_layer(layer, {in}, out, {kNine}) == IntTensor{-36, -10, -22, 18});
  layer.count_padding = true;
  CHECK(run_layer(layer, {in}, out, {kNine}) == IntTensor{-9, -5, -11, 18});
}

TEST_CASE("where padding counts, what a last window has beyond the padding does not") {
  auto layer = layer_of(LayerKind::average_pool, {2, 2, 2, 2, 0, 0, 1, 1});
  layer.count_padding = true;
  const auto in = tensor(1, 3, 3, 1);
  const auto out = tensor(1, 2, 2, 0.25);
  CHECK(run_layer(layer, {in}, out, {kNine}).back() == 36);  // the last window holds 9 alone
  layer.window.pad_bottom = 1;                               // 9 and one element of padding
  CHECK(run_layer(layer, {in}, out, {kNine}).back() == 18);
  layer.window.pad_right = 1;
  CHECK(run_layer(layer, {in}, out, {kNine}).back() == 9);
}

TEST_CASE("sums and products work on real values, one pixel stands for all") {
  const auto a = tensor(2, 1, 2, 0.5);
  const auto b = tensor(2, 1, 1, 0.25);
  const IntTensor va{2, 4, -6, 8}, vb{4, -8};  // real 1, 2, -3, 4 and 1, -2
  const auto out = tensor(2, 1, 2, 0.5);
  const auto add = layer_of(LayerKind::add);
  const auto multiply = layer_of(LayerKind::multiply);
  CHECK(run_layer(add, {a, b}, out, {va, vb}) == IntTensor{4, 6, -10, 4});
  CHECK(run_layer(add, {b, a}, out, {vb, va}) == IntTensor{4, 6, -10, 4});
  CHECK(run_layer(multiply, {a, b}, out, {va, vb}) == IntTensor{2, 4, 12, -16});
  CHECK(run_layer(add, {a, a}, out, {va, va}) == IntTensor{4, 8, -12, 16});
  auto clamped = add;
  clamped.clamp_low = 0;
  clamped.clamp_high = 2.5;
  CHECK(run_layer(clamped, {a, b}, out, {va, vb}) == IntTensor{4, 5, 0, 4});
}

TEST_CASE("affine layers scale and shift each channel, then clamp") {
  auto layer = layer_of(LayerKind::affine);
  const auto in = tensor(2, 1, 2, 0.5);
  const auto out = tensor(2, 1, 2, 0.25);
  const IntTensor values{2, -4, 6, 8};  // real 1, -2, 3, 4
  CHECK(run_layer(layer, {in}, out, {values}) == IntTensor{4, -8, 12, 16});
  layer.factor = {2, -1};
  CHECK(run_layer(layer, {in}, out, {values}) == IntTensor{8, -16, -12, -16});
  layer.bias = {0.5, 10};
  CHECK(run_layer(layer, {in}, out, {values}) == IntTensor{10, -14, 28, 24});
  layer.clamp_low = 0;
  CHECK(run_layer(layer, {in}, out, {values}) == IntTensor{10, 0, 28, 24});
}

TEST_CASE("concat puts channels behind each other in one scale") {
  const auto out = tensor(3, 1, 2, 0.5);
  CHECK(run_layer(layer_of(LayerKind::concat), {tensor(1, 1, 2, 0.5), tensor(2, 1, 2, 1)}, out,
                  {{1, 2}, {3, 4, 5, 6}}) == IntTensor{1, 2, 6, 8, 10, 12});
}

TEST_CASE("permute moves elements as its index says") {
  auto layer = layer_of(LayerKind::permute, {2, 2});
  layer.source_index = {3, 1, 0, 2};
  CHECK(run_layer(layer, {tensor(1, 2, 2, 0.1)}, tensor(2, 1, 2, 0.1), {{10, 20, 30, 40}}) ==
        IntTensor{40, 20, 10, 30});
}

TEST_CASE("softmax is the share of exponentials over the channels of a pixel") {
  const auto in = tensor(3, 1, 2, 0.1);
  const QuantizedTensor out{"t", 3, 1, 2, 8, false, 1.0 / 255};
  const IntTensor values{10, -100, 20, 0, 5, 127};
  const IntTensor result = run_layer(layer_of(LayerKind::softmax), {in}, out, {values});
  for (std::size_t p = 0; p < 2; ++p) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) sum += std::exp(0.1 * values[2 * c + p]);
    for (std::size_t c = 0; c < 3; ++c)
      CHECK(result[2 * c + p] ==
            static_cast<int>(std::nearbyint(255 * std::exp(0.1 * values[2 * c + p]) / sum)));
  }
}

TEST_CASE("vector operations count what a pixel computes") {
  const QuantizedGraph graph = chain_graph(8, 8, Stream(1));
  // 4 channels: scale, bias, Relu; then 3 comparisons each; then 5 outputs: scale, bias.
  CHECK(vector_operations_per_pixel(graph, graph.layers[0]) == 4 * 3);
  CHECK(vector_operations_per_pixel(graph, graph.layers[1]) == 4 * 3);
  CHECK(vector_operations_per_pixel(graph, graph.layers[2]) == 5 * 2);
  const QuantizedGraph residual = residual_graph(8, 8, Stream(1));
  // Two rescalings, a sum, Relu; then 36 pixels: 35 sums and one product.
  CHECK(vector_operations_per_pixel(residual, residual.layers[2]) == 4 * 4);
  CHECK(vector_operations_per_pixel(residual, residual.layers[3]) == 4 * 36);
}

}  // namespace mho
