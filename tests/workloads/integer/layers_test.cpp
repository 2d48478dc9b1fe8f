// Integer layers against plain loops written from the definitions in integer/quantized_graph.hpp.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/instruction_set.hpp"
#include "sim/base/random.hpp"
#include "tests/workloads/small_graphs.hpp"
#include "workloads/integer/finish.hpp"
#include "workloads/integer/finish_kernels.hpp"
#include "workloads/integer/patches.hpp"

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

TEMPLATE_TEST_CASE("patches of many positions are those of each", "", std::int32_t, float, double) {
  const ConvShape shape = GENERATE(from_range(std::begin(kShapes), std::end(kShapes)));
  const Stream stream(8);
  const QuantizedGraph graph = conv_graph(shape, stream.child(0));
  const QuantizedLayer& layer = graph.layers[0];
  const Patches<TestType> patches(graph, layer);
  std::vector<IntTensor> images;
  std::vector<std::vector<TestType>> bordered;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    images.push_back(random_image(graph, stream.child(i)));
    bordered.push_back(patches.bordered(images.back()));
  }
  const int rows = layer.weights.rows();
  for (const std::uint32_t step : {1U, 2U, 3U}) {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t p = step - 1; p < static_cast<std::uint32_t>(tensor_at(graph, 1).pixels());
         p += step)
      positions.push_back(p);
    const std::size_t each = positions.size(), first = each / 3;
    const std::size_t items = 3 * each - first;
    const int begin = rows / 3, end = rows;
    std::vector<TestType> found(static_cast<std::size_t>(end - begin) * items +
                                Patches<TestType>::kSlack);
    patches.gather(bordered, positions, first, items, begin, end, found);
    for (std::size_t i = 0; i < items; ++i) {
      IntTensor patch(static_cast<std::size_t>(end - begin));
      gather_patch(graph, layer, images[(first + i) / each],
                   static_cast<int>(positions[(first + i) % each]), begin, end, patch);
      for (std::size_t r = 0; r < patch.size(); ++r)
        REQUIRE(found[r * items + i] == static_cast<TestType>(patch[r]));
    }
  }
}

TEST_CASE("many pixels are finished as each of them") {
  for (const int outputs : {1, 6, 8, 17}) {
    const QuantizedGraph graph =
        conv_graph({.channels = 2, .outputs = outputs, .pad_h = 1, .pad_w = 1}, Stream(3).child(1));
    const QuantizedLayer& layer = graph.layers[0];
    const auto pixels = static_cast<std::size_t>(tensor_at(graph, 1).pixels());
    const auto width = static_cast<std::size_t>(outputs);
    std::vector<std::uint32_t> positions;
    std::vector<std::int64_t> sums;
    for (std::size_t p = pixels; p-- > 0;) {
      positions.push_back(static_cast<std::uint32_t>(p));
    }
    IntTensor drawn(pixels * width);
    Stream(5).integers(0, 4000000, drawn);
    for (const std::int32_t value : drawn) sums.push_back(value - 2000000);
    IntTensor found(pixels * width);
    MatrixFinish(graph, layer, 5)(positions, sums, found);
    for (std::size_t i = 0; i < pixels; ++i) {
      IntTensor pixel(width);
      finish_matrix(graph, layer, 0, 5, std::span(sums).subspan(i * width, width), pixel);
      for (std::size_t o = 0; o < width; ++o) REQUIRE(found[o * pixels + positions[i]] == pixel[o]);
    }
  }
}

TEST_CASE("every instruction set finishes sums with the same bits") {
  IntTensor drawn(203);
  std::vector<float> normals(203);
  Stream(6).integers(0, 900000, drawn);
  Stream(7).normals(0, normals);
  std::vector<std::int64_t> sums;
  std::vector<double> scale, bias, offset, reals;
  for (const std::int32_t value : drawn) sums.push_back(value - 450000);
  for (const float value : normals) reals.push_back(50 * static_cast<double>(value));
  for (std::size_t o = 0; o < 24; ++o) {
    scale.push_back(1e-4 * (1 + 0.1 * static_cast<double>(o)));
    bias.push_back(static_cast<double>(normals[o]));
    offset.push_back(drawn[o] % 1000);
  }
  FinishJob job;
  job.sums = sums.data();
  job.count = sums.size();
  job.step = 0.5;
  job.period = scale.size();
  job.offset_sum = offset.data();
  job.scale = scale.data();
  job.bias = bias.data();
  job.rounding = {0, 20, 0.11, -127, 127};
  const auto results_of = [&](const FinishKernels& kernels) {
    IntTensor results(sums.size() + reals.size());
    job.to = results.data();
    kernels.finish(job);
    kernels.round(job.rounding, reals.data(), reals.size(), results.data() + sums.size());
    return results;
  };
  const IntTensor expected = results_of(finish_sse2);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::size_t o = i % scale.size();
    const double real = (static_cast<double>(sums[i]) * 0.5 - offset[o]) * scale[o] + bias[o];
    REQUIRE(expected[i] ==
            std::nearbyint(std::clamp(std::clamp(real, 0.0, 20.0) / 0.11, -127.0, 127.0)));
  }
  for (const InstructionSet set : available_instruction_sets()) {
    INFO(name_of(set));
    CHECK(results_of(loops_of(set, finish_sse2, finish_avx2, finish_avx512)) == expected);
  }
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
