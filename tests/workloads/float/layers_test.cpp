// The fast float operators against plain loops, and their bits against threads.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "sim/base/parallel.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/float/operators.hpp"

using mho::Attributes;
using mho::Shape;
using mho::Tensor;
using mho::test::random_tensor;

namespace {

// Products of multiples of 1/512 in -1..1 are multiples of 2^-18, so sums of fewer than 64 of them
// are exact in any order (24 bits); longer ones round by at most 2^-24 of the partial sums.
constexpr double kExact = 0, kRounding = 1e-5;

Tensor plain_conv(const Attributes& at, const Tensor& x, const Tensor& w, const Tensor& bias,
                  const Shape& output) {
  Tensor y{output, {}};
  const std::int64_t per_group = output[1] / at.group;
  for (std::int64_t n = 0; n < output[0]; ++n) {
    for (std::int64_t m = 0; m < output[1]; ++m) {
      for (std::int64_t oh = 0; oh < output[2]; ++oh) {
        for (std::int64_t ow = 0; ow < output[3]; ++ow) {
          double sum = static_cast<double>(bias.values[m]);
          for (std::int64_t c = 0; c < w.shape[1]; ++c) {
            const std::int64_t channel = m / per_group * w.shape[1] + c;
            for (std::int64_t kh = 0; kh < w.shape[2]; ++kh) {
              for (std::int64_t kw = 0; kw < w.shape[3]; ++kw) {
                const std::int64_t h = oh * at.strides[0] - at.pads[0] + kh * at.dilations[0];
                const std::int64_t v = ow * at.strides[1] - at.pads[1] + kw * at.dilations[1];
                if (h < 0 || h >= x.shape[2] || v < 0 || v >= x.shape[3]) continue;
                const std::int64_t from =
                    ((n * x.shape[1] + channel) * x.shape[2] + h) * x.shape[3] + v;
                const std::int64_t tap = ((m * w.shape[1] + c) * w.shape[2] + kh) * w.shape[3] + kw;
                sum += static_cast<double>(x.values[from]) * static_cast<double>(w.values[tap]);
              }
            }
          }
          y.values.push_back(static_cast<float>(sum));
        }
      }
    }
  }
  return y;
}

struct Layer {
  Attributes attributes;
  Tensor input, weights, bias;
  Shape output;

  Tensor run() const { return run_conv(attributes, {&input, &weights, &bias}, output); }
};

/// A convolution with random sizes whose window fits.
Layer random_layer(std::mt19937& generator) {
  const auto draw = [&](int low, int high) {
    return low + static_cast<int>(generator() % static_cast<unsigned>(high - low + 1));
  };
  Layer layer;
  Attributes& at = layer.attributes;
  at.group = draw(1, 3);
  const int channels = draw(1, 4), filters = draw(1, 4), images = draw(1, 2);
  Shape input{images, channels * at.group}, weights{filters * at.group, channels};
  layer.output = {images, filters * at.group};
  at.pads.resize(4);
  for (int axis = 0; axis < 2; ++axis) {
    at.kernel.push_back(draw(1, 4));
    at.strides.push_back(draw(1, 3));
    at.dilations.push_back(draw(1, 2));
    at.pads[axis] = draw(0, 3);
    at.pads[axis + 2] = draw(0, 3);
    const int extent = (at.kernel[axis] - 1) * at.dilations[axis] + 1;
    input.push_back(extent + draw(0, 9));
    weights.push_back(at.kernel[axis]);
    const std::int64_t room = input.back() + at.pads[axis] + at.pads[axis + 2] - extent;
    layer.output.push_back(room / at.strides[axis] + 1);
  }
  layer.input = random_tensor(input, generator);
  layer.weights = random_tensor(weights, generator);
  layer.bias = random_tensor({filters * at.group}, generator);
  return layer;
}

double worst(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape == b.shape);
  REQUIRE(a.values.size() == b.values.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, static_cast<double>(std::abs(a.values[i] - b.values[i])));
  }
  return largest;
}

}  // namespace

TEST_CASE(
    "promise 3: convolution equals plain loops for any kernel, stride, pad, dilation and group") {
  std::mt19937 generator(3);
  for (int round = 0; round < 300; ++round) {
    const Layer layer = random_layer(generator);
    const Tensor plain =
        plain_conv(layer.attributes, layer.input, layer.weights, layer.bias, layer.output);
    CHECK(worst(layer.run(), plain) <=
          (mho::element_count(layer.weights.shape) < 63 ? kExact : kRounding));
  }
}

TEST_CASE("a convolution larger than one piece of its unrolled matrix equals plain loops") {
  std::mt19937 generator(4);
  Layer layer;
  layer.attributes.kernel = {3, 3};
  layer.attributes.strides = layer.attributes.dilations = {1, 1};
  layer.attributes.pads = {1, 1, 1, 1};
  layer.input = random_tensor({1, 64, 40, 37}, generator);  // 576 x 1480 > 2^17
  layer.weights = random_tensor({5, 64, 3, 3}, generator);
  layer.bias = random_tensor({5}, generator);
  layer.output = {1, 5, 40, 37};
  const Tensor plain =
      plain_conv(layer.attributes, layer.input, layer.weights, layer.bias, layer.output);
  // 576 terms of magnitude below 1: sums up to about 30, so 2^-24 * 30 * sqrt(576).
  constexpr double kLongSum = 5e-5;
  CHECK(worst(layer.run(), plain) <= kLongSum);
}

TEST_CASE("promise 3: matrix products equal plain loops for every transposition and size") {
  std::mt19937 generator(5);
  for (int round = 0; round < 200; ++round) {
    const std::int64_t rows = 1 + generator() % 20, depth = 1 + generator() % 40,
                       columns = 1 + generator() % 20;
    Attributes at;
    at.trans_a = generator() % 2 == 1;
    at.trans_b = generator() % 2 == 1;
    const Tensor a = random_tensor(at.trans_a ? Shape{depth, rows} : Shape{rows, depth}, generator);
    const Tensor b =
        random_tensor(at.trans_b ? Shape{columns, depth} : Shape{depth, columns}, generator);
    Tensor plain{{rows, columns}, {}};
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t column = 0; column < columns; ++column) {
        float sum = 0;
        for (std::int64_t k = 0; k < depth; ++k) {
          sum += a.values[at.trans_a ? k * rows + row : row * depth + k] *
                 b.values[at.trans_b ? column * depth + k : k * columns + column];
        }
        plain.values.push_back(sum);
      }
    }
    CHECK(worst(run_gemm(at, {&a, &b}, plain.shape), plain) == kExact);
  }
}

TEST_CASE("a network gives the same bits on one thread and on many") {
  std::mt19937 generator(6);
  auto model = mho::test::parsed(R"(g (float[1,3,20,20] x) => (float[1,10] y) {
    c = Conv<pads = [1, 1, 1, 1]>(x, w) r = Relu(c) p = GlobalAveragePool(r)
    f = Flatten(p) y = Gemm<transB = 1>(f, m, k) })");
  mho::test::bind(model, "w", random_tensor({24, 3, 3, 3}, generator));
  mho::test::bind(model, "m", random_tensor({10, 24}, generator));
  mho::test::bind(model, "k", random_tensor({10}, generator));
  const mho::Graph graph = mho::test::imported(model);
  constexpr int kImages = 64;
  std::vector<Tensor> images;
  for (int i = 0; i < kImages; ++i) images.push_back(random_tensor({1, 3, 20, 20}, generator));
  const auto run = [&](int threads) {
    std::vector<Tensor> outputs(kImages);
    mho::parallel_for(threads, kImages, [&](std::int64_t i) {
      outputs[i] = run_float(graph, {images[i]})[graph.outputs[0]];
    });
    return outputs;
  };
  const auto one = run(1), many = run(4);
  for (int i = 0; i < kImages; ++i) CHECK(one[i].values == many[i].values);
}

TEST_CASE("an input of another shape or number is refused") {
  const mho::Graph graph =
      mho::test::imported(mho::test::parsed("g (float[1,2] x) => (float[1,2] y) { y = Relu(x) }"));
  CHECK_THROWS_AS(run_float(graph, {}), mho::InputError);
  CHECK_THROWS_AS(run_float(graph, {Tensor{{2, 1}, {1, 2}}}), mho::InputError);
  CHECK_NOTHROW(run_float(graph, {Tensor{{1, 2}, {1, 2}}}));
}
