// Integer layers against plain loops written from the definitions in integer/quantized_graph.hpp.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/workloads/small_graphs.hpp"

namespace mho {

namespace {

const QuantizedTensor& tensor_at(const QuantizedGraph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

/// Input value of kernel element (channel, i, j) of the window of output pixel (r, c), 0 outside.
std::int32_t window_value(const QuantizedTensor& in, const Window& w, const IntTensor& values,
                          int channel, int r, int c, int i, int j, bool* outside = nullptr) {
  const int y = r * w.stride_h - w.pad_top + i * w.dilation_h;
  const int x = c * w.stride_w - w.pad_left + j * w.dilation_w;
  const bool out = y < 0 || y >= in.height || x < 0 || x >= in.width;
  if (outside) *outside = out;
  return out ? 0 : values[static_cast<std::size_t>((channel * in.height + y) * in.width + x)];
}

std::int32_t rounded(double real, const QuantizedTensor& tensor) {
  const double value = std::nearbyint(real / tensor.scale);
  return static_cast<std::int32_t>(
      std::min<double>(std::max<double>(value, tensor.min()), tensor.max()));
}

/// The convolution of conv_graph() from its definition.
IntTensor plain_conv(const QuantizedGraph& graph, const IntTensor& image) {
  const QuantizedLayer& layer = graph.layers[0];
  const QuantizedTensor& in = tensor_at(graph, 0);
  const QuantizedTensor& out = tensor_at(graph, layer.output);
  const MatrixWeights& w = layer.weights;
  const int group_channels = in.channels / w.groups;
  IntTensor result;
  for (int o = 0; o < out.channels; ++o)
    for (int r = 0; r < out.height; ++r)
      for (int c = 0; c < out.width; ++c) {
        std::int64_t sum = 0;
        std::size_t weight =
            static_cast<std::size_t>(o) * static_cast<std::size_t>(w.rows_per_group);
        const int group = o / w.outputs_per_group();
        for (int k = 0; k < group_channels; ++k)
          for (int i = 0; i < layer.window.kernel_h; ++i)
            for (int j = 0; j < layer.window.kernel_w; ++j)
              sum += std::int64_t{w.values[weight++]} *
                     window_value(in, layer.window, image, group * group_channels + k, r, c, i, j);
        const double real =
            static_cast<double>(sum) * (w.scale[static_cast<std::size_t>(o)] * in.scale) +
            layer.bias[static_cast<std::size_t>(o)];
        result.push_back(rounded(real, out));
      }
  return result;
}

const ConvShape kShapes[] = {
    {},
    {.channels = 3, .height = 7, .width = 6, .outputs = 5, .pad_h = 1, .pad_w = 1},
    {.channels = 4,
     .height = 9,
     .width = 8,
     .outputs = 6,
     .stride_h = 2,
     .stride_w = 3,
     .groups = 2},
    {.channels = 6, .height = 8, .width = 8, .outputs = 6, .pad_h = 1, .pad_w = 1, .groups = 6},
    {.channels = 2,
     .height = 11,
     .width = 10,
     .outputs = 3,
     .pad_h = 2,
     .pad_w = 4,
     .dilation_h = 2,
     .dilation_w = 3},
    {.channels = 2,
     .height = 5,
     .width = 7,
     .outputs = 4,
     .kernel_h = 1,
     .kernel_w = 1,
     .stride_h = 2,
     .stride_w = 2},
    {.channels = 3,
     .height = 6,
     .width = 5,
     .outputs = 4,
     .kernel_h = 2,
     .kernel_w = 5,
     .pad_h = 1,
     .weight_bits = 4,
     .activation_bits = 4,
     .signed_input = true},
    {.channels = 3, .height = 4, .width = 5, .outputs = 7, .kernel_h = 4, .kernel_w = 5},
    {.channels = 64,
     .height = 4,
     .width = 4,
     .outputs = 3,
     .pad_h = 1,
     .pad_w = 1,
     .weight_bits = 16,
     .activation_bits = 16},
    {.channels = 1,
     .height = 3,
     .width = 3,
     .outputs = 2,
     .kernel_h = 7,
     .kernel_w = 7,
     .pad_h = 4,
     .pad_w = 4},
    {.channels = 2, .height = 4, .width = 4, .outputs = 2, .weight_bits = 2, .activation_bits = 1},
};

}  // namespace

TEST_CASE("promise 3: a matrix layer equals the convolution in plain loops") {
  const ConvShape shape = GENERATE(from_range(std::begin(kShapes), std::end(kShapes)));
  const int seed = GENERATE(1, 2, 3);
  CAPTURE(shape.channels, shape.height, shape.kernel_h, shape.groups, seed);
  const Stream stream(static_cast<std::uint64_t>(seed));
  const QuantizedGraph graph = conv_graph(shape, stream.child(0));
  const IntTensor image = random_image(graph, stream.child(1));
  const IntTensor output = run_integer(graph, image)[1];
  REQUIRE(output == plain_conv(graph, image));
  REQUIRE(*std::max_element(output.begin(), output.end()) >
          *std::min_element(output.begin(), output.end()));
}

TEST_CASE("a patch holds the window's pixels, channel by channel, and zero outside") {
  const ConvShape shape = GENERATE(from_range(std::begin(kShapes), std::end(kShapes)));
  const Stream stream(7);
  const QuantizedGraph graph = conv_graph(shape, stream.child(0));
  const QuantizedLayer& layer = graph.layers[0];
  const QuantizedTensor& in = tensor_at(graph, 0);
  const QuantizedTensor& out = tensor_at(graph, 1);
  const IntTensor image = random_image(graph, stream.child(1));
  const int rows = layer.weights.rows();
  const int kernel = layer.window.kernel_h * layer.window.kernel_w;
  for (int position = 0; position < out.pixels(); ++position) {
    IntTensor expected;
    for (int row = 0; row < rows; ++row)
      expected.push_back(window_value(in, layer.window, image, row / kernel, position / out.width,
                                      position % out.width, row % kernel / layer.window.kernel_w,
                                      row % layer.window.kernel_w));
    // Ranges of every kind: whole, empty, one row, across kernel rows and channels.
    const std::pair<int, int> ranges[] = {
        {0, rows}, {0, 0}, {rows - 1, rows}, {rows / 3, rows}, {rows / 3, rows / 2 + 1}};
    for (const auto& [begin, end] : ranges) {
      CAPTURE(position, begin, end);
      IntTensor patch(static_cast<std::size_t>(end - begin), -99);
      gather_patch(graph, layer, image, position, begin, end, patch);
      REQUIRE(patch == IntTensor(expected.begin() + begin, expected.begin() + end));
    }
  }
}

TEST_CASE("finishing a sum means the same at every fraction") {
  const QuantizedGraph graph =
      conv_graph({.channels = 2, .outputs = 6, .pad_h = 1, .pad_w = 1}, Stream(3));
  const std::vector<std::int64_t> sums{-40000, -1, 0, 1, 77, 40000};
  IntTensor whole(6);
  finish_matrix(graph, graph.layers[0], 0, 0, sums, whole);
  for (int fraction : {1, 7, 30}) {
    std::vector<std::int64_t> shifted = sums;
    for (std::int64_t& sum : shifted) sum *= std::int64_t{1} << fraction;
    IntTensor pixel(6);
    finish_matrix(graph, graph.layers[0], 0, fraction, shifted, pixel);
    REQUIRE(pixel == whole);
  }
  IntTensor part(2);
  finish_matrix(graph, graph.layers[0], 3, 0, std::span(sums).subspan(3, 2), part);
  REQUIRE(part == IntTensor{whole[3], whole[4]});
}

TEST_CASE("values round to nearest, ties to even, and clip at the ends of the range") {
  QuantizedTensor tensor{"t", 1, 1, 1, 8, false, 0.5};
  const auto quantized = [&](double steps) { return quantize_value(steps * 0.5, tensor); };
  CHECK(quantized(0.5) == 0);
  CHECK(quantized(1.5) == 2);
  CHECK(quantized(2.5) == 2);
  CHECK(quantized(2.5000001) == 3);
  CHECK(quantized(254.5) == 254);
  CHECK(quantized(255) == 255);
  CHECK(quantized(255.6) == 255);
  CHECK(quantized(1e300) == 255);
  CHECK(quantized(-0.4) == 0);
  CHECK(quantized(-1e300) == 0);
  tensor.is_signed = true;
  CHECK(quantized(-0.5) == 0);
  CHECK(quantized(-1.5) == -2);
  CHECK(quantized(127.4) == 127);
  CHECK(quantized(128) == 127);
  CHECK(quantized(-127.4) == -127);
  CHECK(quantized(-128) == -127);
  for (int i = -1000; i <= 1000; ++i)
    REQUIRE(quantized(i * 0.123) ==
            std::clamp(static_cast<int>(std::nearbyint(i * 0.123)), -127, 127));
}

TEST_CASE("argmax takes the lowest index on a tie") {
  CHECK(argmax(std::vector<std::int32_t>{1, 5, 5, 2}) == 1);
  CHECK(argmax(std::vector<std::int32_t>{-3, -5, -3}) == 0);
  CHECK(argmax(std::vector<std::int32_t>{4}) == 0);
}

TEST_CASE("macs count every weight of every output pixel, padding included") {
  const QuantizedGraph graph = conv_graph(
      {.channels = 4, .height = 6, .width = 5, .outputs = 6, .pad_h = 1, .pad_w = 1, .groups = 2},
      Stream(1));
  CHECK(graph.macs() == 6 * (4 / 2 * 9) * (6 * 5));
  const QuantizedGraph chain = chain_graph(8, 8, Stream(1));
  CHECK(chain.macs(0) == 4 * 18 * 48);
  CHECK(chain.macs(1) == 0);
  CHECK(chain.macs(2) == 5 * 48);
  CHECK(chain.macs() == chain.macs(0) + chain.macs(2));
}

}  // namespace mho
