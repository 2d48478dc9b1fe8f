// Quantized networks against the float executor at 16 bits, where rounding is small: whatever
// lowering gets wrong (an axis, a bias, an activation) is far larger than the tolerance.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/workloads/graph_builder.hpp"

namespace mho {

TEST_CASE("conv, Relu, max pool, flatten, Gemm: the error stays below its derived bound") {
  GraphBuilder b({1, 2, 6, 6});
  const int conv = b.conv(0, 2, 3, 6, 6);
  const int relu = b.node(Op::relu, {conv}, {1, 3, 6, 6});
  const int pool = b.node(Op::max_pool, {relu}, {1, 3, 3, 3}, GraphBuilder::window(2, 2, 0));
  b.gemm(b.node(Op::flatten, {pool}, {1, 27}), 27, 4);
  const Dataset images = random_images(8, 2, 6, 6);
  const QuantizedGraph q = quantize(b.graph(), {16, 16, CalibrationRule::max, 1, 8}, images, 1);
  REQUIRE(q.layers.size() == 3);  // Relu is a clamp, flattening a window
  CHECK(q.layers[0].clamp_low == 0);
  CHECK(q.layers[2].window.kernel_h == 3);
  CHECK(q.tensors[2].scale == q.tensors[1].scale);
  CHECK_FALSE(q.tensors[1].is_signed);
  CHECK(q.tensors[static_cast<std::size_t>(q.output)].is_signed);
  // Activations are off by e, weights by half a step: |sum (w+dw)(a+da) - sum w a| is at most
  // sum |w| e + rows (|a| + e) dw, and rounding the output adds half a step.
  double e = q.tensors[0].scale / 2;
  for (std::size_t l : {std::size_t{0}, std::size_t{2}}) {
    const MatrixWeights& w = q.layers[l].weights;
    const QuantizedTensor& in = q.tensors[static_cast<std::size_t>(q.layers[l].inputs[0])];
    double worst = 0;
    for (int o = 0; o < w.outputs; ++o) {
      double sum = 0;
      const double scale = w.scale[static_cast<std::size_t>(o)];
      for (int r = 0; r < w.rows_per_group; ++r)
        sum += std::abs(w.values[static_cast<std::size_t>(o * w.rows_per_group + r)]) * scale +
               scale / 2;
      worst = std::max(worst, sum * e + w.rows_per_group * (in.scale * in.max() + e) * scale / 2);
    }
    e = worst + q.tensors[static_cast<std::size_t>(q.layers[l].output)].scale / 2;
  }
  constexpr double kFloatRounding = 1e-5;  // of sums of some 27 products of size 1
  for (int i = 0; i < images.images(); ++i) {
    const auto exact = float_scores(b.graph(), images, i);
    const auto rounded = integer_scores(q, images.image(i));
    for (std::size_t k = 0; k < exact.size(); ++k)
      REQUIRE(std::abs(rounded[k] - static_cast<double>(exact[k])) <= e + kFloatRounding);
  }
  CHECK(e < 0.02);  // the bound itself is tight enough to mean something
}

TEST_CASE("a residual sum is an add layer with its Relu, on a signed input") {
  GraphBuilder b({1, 2, 5, 5});
  const int stem = b.conv(0, 2, 3, 5, 5);
  const int branch = b.conv(stem, 3, 3, 5, 5);
  const int sum = b.node(Op::add, {branch, stem}, {1, 3, 5, 5});
  const int relu = b.node(Op::relu, {sum}, {1, 3, 5, 5});
  const int pool = b.node(Op::global_average_pool, {relu}, {1, 3, 1, 1});
  b.gemm(b.node(Op::flatten, {pool}, {1, 3}), 3, 4);
  const QuantizedGraph q = require_agreement(b.graph(), random_images(6, 2, 5, 5, -1));
  REQUIRE(q.layers.size() == 5);
  CHECK(q.tensors[0].is_signed);
  CHECK(q.layers[2].kind == LayerKind::add);
  CHECK(q.layers[2].clamp_low == 0);
  CHECK_FALSE(q.tensors[3].is_signed);
}

TEST_CASE("an activation whose input is read elsewhere stays a layer of its own") {
  GraphBuilder b({1, 2, 4, 4});
  const int conv = b.conv(0, 2, 2, 4, 4);
  Attributes six;
  six.clip_min = 0;
  six.clip_max = 0.5f;
  const int clip = b.node(Op::clip, {conv}, {1, 2, 4, 4}, six);
  const int joined = b.node(Op::concat, {clip, conv}, {1, 4, 4, 4}, [] {
    Attributes a;
    a.axis = 1;
    return a;
  }());
  b.conv(joined, 4, 3, 4, 4);
  const QuantizedGraph q = require_agreement(b.graph(), random_images(6, 2, 4, 4));
  CHECK(q.layers[1].kind == LayerKind::affine);
  CHECK(q.layers[1].clamp_high == 0.5);
  CHECK(q.layers[2].kind == LayerKind::concat);
}

TEST_CASE("normalization and constants after Relu are one affine layer, after Gemm a bias") {
  GraphBuilder b({1, 2, 4, 4});
  const int relu = b.node(Op::relu, {b.conv(0, 2, 3, 4, 4)}, {1, 3, 4, 4});
  const int norm = b.node(Op::batch_normalization,
                          {relu, b.constant({3}, -2, 2), b.constant({3}, -1, 1),
                           b.constant({3}, -1, 1), b.constant({3}, 0.5, 2)},
                          {1, 3, 4, 4});
  const int scaled = b.node(Op::mul, {norm, b.constant({}, 2, 3)}, {1, 3, 4, 4});
  const int shifted = b.node(Op::add, {b.constant({3, 1, 1}, -1, 1), scaled}, {1, 3, 4, 4});
  const int flat = b.node(Op::reshape, {shifted}, {1, 48});
  const int product = b.node(Op::matmul, {flat, b.constant({48, 3}, -1, 1)}, {1, 3});
  b.node(Op::add, {product, b.constant({3}, -5, 5)}, {1, 3});
  const QuantizedGraph q = require_agreement(b.graph(), random_images(6, 2, 4, 4));
  REQUIRE(q.layers.size() == 3);
  CHECK(q.layers[1].kind == LayerKind::affine);
  CHECK(q.layers[2].bias.size() == 3);
}

TEST_CASE("a transposed map is free before Gemm and a permute layer before a convolution") {
  GraphBuilder b({1, 2, 3, 5});
  const int conv = b.conv(0, 2, 4, 3, 5);
  Attributes a;
  a.perm = {0, 2, 3, 1};
  const int moved = b.node(Op::transpose, {conv}, {1, 3, 5, 4}, a);
  const bool convolves = GENERATE(false, true);
  if (convolves) {
    b.conv(moved, 3, 2, 5, 4);
  } else {
    b.gemm(b.node(Op::flatten, {moved}, {1, 60}), 60, 3);
  }
  const QuantizedGraph q = require_agreement(b.graph(), random_images(4, 2, 3, 5));
  REQUIRE(q.layers.size() == (convolves ? 3 : 2));
  if (convolves) CHECK(q.layers[1].kind == LayerKind::permute);
}

TEST_CASE("gates of one value a channel multiply, softmax inside stays, at the end it goes") {
  GraphBuilder b({1, 3, 4, 4});
  const int conv = b.conv(0, 3, 3, 4, 4);
  const int pool = b.node(Op::average_pool, {conv}, {1, 3, 1, 1}, GraphBuilder::window(4, 4, 0));
  Attributes channels;
  channels.axis = 1;
  const int gate = b.node(Op::softmax, {pool}, {1, 3, 1, 1}, channels);
  const int gated = b.node(Op::mul, {conv, gate}, {1, 3, 4, 4});
  b.gemm(b.node(Op::flatten, {gated}, {1, 48}), 48, 3);
  const Dataset images = random_images(5, 3, 4, 4);
  const QuantizedGraph q = require_agreement(b.graph(), images);
  REQUIRE(q.layers.size() == 5);
  CHECK(q.layers[2].kind == LayerKind::softmax);
  CHECK(q.layers[3].kind == LayerKind::multiply);

  const int scores = b.graph().outputs[0];
  b.node(Op::softmax, {scores}, {1, 3}, channels);
  const QuantizedGraph ended = quantize(b.graph(), {16, 16, CalibrationRule::max, 1, 5}, images, 1);
  CHECK(ended.layers.size() == 5);
  CHECK(ended.tensors[static_cast<std::size_t>(ended.output)].scale ==
        q.tensors[static_cast<std::size_t>(q.output)].scale);
}

TEST_CASE("nodes that the output does not depend on make no layers and fuse as if absent") {
  GraphBuilder b({1, 2, 4, 4});
  const int conv = b.conv(0, 2, 2, 4, 4);
  b.node(Op::matmul, {conv, conv}, {1, 2, 4, 4});
  b.node(Op::relu, {conv}, {1, 2, 4, 4});
  const QuantizedGraph q = require_agreement(b.graph(), random_images(3, 2, 4, 4));
  REQUIRE(q.layers.size() == 1);
  CHECK(q.layers[0].clamp_low == 0);
}

TEST_CASE("what integers cannot express is refused by node, all of it at once") {
  using Catch::Contains;
  const Dataset images = random_images(1, 2, 4, 4);
  GraphBuilder b({1, 2, 4, 4});
  const int conv = b.conv(0, 2, 2, 4, 4);
  Attributes channel;
  channel.axis = 1;
  channel.count = 2;
  const int sorted = b.node(Op::top_k, {conv}, {1, 2, 4, 4}, channel);
  const int again = b.node(Op::top_k, {conv}, {1, 2, 4, 4}, channel);
  const int larger = b.node(Op::maximum, {conv, 0}, {1, 2, 4, 4});
  const int both = b.node(Op::mul, {sorted, again}, {1, 2, 4, 4});
  b.node(Op::mul, {both, larger}, {1, 2, 4, 4});
  CHECK_THAT(refusal(b.graph(), images),
             Contains("test.onnx: node1, node2: chooses places by value") &&
                 Contains("test.onnx: node3: takes the smaller or larger of two values"));
  GraphBuilder batch({2, 2, 4, 4});
  batch.conv(0, 2, 2, 4, 4);
  CHECK_THAT(refusal(batch.graph(), images), Contains("is not one image"));
  GraphBuilder wide({1, 2, 4, 5});
  wide.conv(0, 2, 2, 4, 5);
  CHECK_THAT(refusal(wide.graph(), images), Contains("[1, 2, 4, 5]") && Contains("[2, 4, 4]"));
  GraphBuilder fits({1, 2, 4, 4});
  fits.conv(0, 2, 2, 4, 4);
  CHECK(refusal(fits.graph(), images) == "no error");
  CHECK_THROWS_WITH(quantize(fits.graph(), {8, 8, CalibrationRule::max, 1, 2}, images, 1),
                    Contains("asks for 2 images, the training set has 1"));
  fits.conv(1 + 2, 2, 2, 4, 4);  // a signed tensor between two layers
  CHECK_THROWS_WITH(quantize(fits.graph(), {8, 1, CalibrationRule::max, 1, 1}, images, 1),
                    Contains("at least 2 bits"));
}

TEST_CASE("weights of one bit are their signs, times the mean magnitude of their channel") {
  GraphBuilder b({1, 2, 6, 6});
  const int conv = b.conv(0, 2, 3, 6, 6);
  b.gemm(b.node(Op::flatten, {conv}, {1, 108}), 108, 4);
  const Dataset images = random_images(2, 2, 6, 6);
  const QuantizationSpec one{1, 8, CalibrationRule::max, 1, 2},
      many{16, 8, CalibrationRule::max, 1, 2};
  const QuantizedGraph binary = quantize(b.graph(), one, images, 1);
  const QuantizedGraph fine = quantize(b.graph(), many, images, 1);
  for (std::size_t l = 0; l < 2; ++l) {
    const MatrixWeights& w = binary.layers[l].weights;
    const MatrixWeights& real = fine.layers[l].weights;
    CHECK(w.bits == 1);
    for (std::size_t o = 0; o < w.scale.size(); ++o) {
      double mean = 0;
      for (int r = 0; r < w.rows_per_group; ++r) {
        const std::size_t at =
            o * static_cast<std::size_t>(w.rows_per_group) + static_cast<std::size_t>(r);
        REQUIRE(std::abs(w.values[at]) == 1);
        if (real.values[at] != 0) REQUIRE((w.values[at] < 0) == (real.values[at] < 0));
        mean += std::abs(real.values[at]) * real.scale[o] / w.rows_per_group;
      }
      // 16-bit weights are off by half of 1/32767 of the largest.
      CHECK(w.scale[o] == Approx(mean).epsilon(1e-4));
    }
  }
}

TEST_CASE("a channel of zero weights and a tensor of zeros have a usable scale") {
  GraphBuilder b({1, 1, 2, 2});
  const int weights = b.constant({2, 1, 1, 1}, 0, 0);
  const int conv = b.node(Op::conv, {0, weights}, {1, 2, 2, 2}, GraphBuilder::window(1, 1, 0));
  b.gemm(b.node(Op::flatten, {conv}, {1, 8}), 8, 2);
  const Dataset images = random_images(2, 1, 2, 2);
  const QuantizedGraph q = quantize(b.graph(), {4, 4, CalibrationRule::mse, 1, 2}, images, 1);
  CHECK(q.layers[0].weights.scale == std::vector<double>{1, 1});
  CHECK(integer_scores(q, images.image(0)).size() == 2);
}

}  // namespace mho
