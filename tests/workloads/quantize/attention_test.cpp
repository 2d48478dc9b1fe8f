// Networks of attention, quantized at 16 bits, against the float executor; and what costs no layer.
#include <algorithm>

#include "tests/workloads/transformer_graph.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

Dataset random_tokens(int count, const AttentionShape& s) {
  return random_images(count, static_cast<int>(s.width), static_cast<int>(s.tokens), 1, -1);
}

std::ptrdiff_t layers_of(const QuantizedGraph& q, LayerKind kind) {
  return std::count_if(q.layers.begin(), q.layers.end(),
                       [&](const QuantizedLayer& layer) { return layer.kind == kind; });
}

Graph block_graph(const AttentionShape& s) {
  GraphBuilder b({1, s.tokens, s.width});
  add_classes(b, add_transformer_block(b, 0, s), {1, s.tokens, s.width}, 4);
  return b.graph();
}

}  // namespace

TEST_CASE("a transformer block agrees with floating point, and moves nothing") {
  AttentionShape s;
  s.fused = GENERATE(false, true);
  s.causal = GENERATE(false, true);
  const QuantizedGraph q = require_agreement(block_graph(s), random_tokens(4, s));
  CHECK(layers_of(q, LayerKind::permute) == 0);
  CHECK(layers_of(q, LayerKind::product) == 2);
  CHECK(layers_of(q, LayerKind::affine) == 0);  // biases and the scale went into other layers
  CHECK(layers_of(q, LayerKind::matrix) == (s.fused ? 4 : 6) + 1);
  for (const QuantizedLayer& layer : q.layers)
    if (layer.kind == LayerKind::softmax)
      CHECK(layer.causal_offset == (s.causal ? std::optional(0) : std::nullopt));
}

TEST_CASE("image patches, a class token and position embeddings make a vision transformer") {
  const AttentionShape s{5, 8, 2};
  GraphBuilder b({1, 2, 4, 4});
  const int patches = b.node(Op::conv, {0, b.constant({8, 2, 2, 2}, -0.5, 0.5)}, {1, 8, 2, 2},
                             GraphBuilder::window(2, 2, 0));
  const int rows = b.node(Op::transpose, {b.node(Op::reshape, {patches}, {1, 8, 4})}, {1, 4, 8},
                          with_perm({0, 2, 1}));
  const int tokens =
      b.node(Op::concat, {b.constant({1, 1, 8}, -1, 1), rows}, {1, 5, 8}, with_axis(1));
  const int placed = b.node(Op::add, {tokens, b.constant({1, 5, 8}, -0.5, 0.5)}, {1, 5, 8});
  const int last = add_transformer_block(b, placed, s);
  Attributes first = with_axis(1);
  first.indices = {0};
  b.gemm(b.node(Op::gather, {last}, {1, 8}, first), 8, 3);
  const QuantizedGraph q = require_agreement(b.graph(), random_images(3, 2, 4, 4, -1));
  CHECK(layers_of(q, LayerKind::permute) == 2);  // the class token joins, and leaves
  CHECK(q.layers[1].kind == LayerKind::permute);
  CHECK(q.layers[1].constants.size() == 8);
  CHECK(q.layers[2].bias.size() == 40);
}

TEST_CASE("a step with cached keys and values is the last row of the whole sequence") {
  // Keys and values of the first tokens, as floating point has them, become constants.
  AttentionShape all{5, 8, 2};
  all.causal = true;
  const auto network = [](const AttentionShape& s, std::vector<float> keys = {},
                          std::vector<float> values = {}) {
    GraphBuilder b({1, s.tokens, s.width});
    add_attention(b, 0, s, std::move(keys), std::move(values));
    return b;
  };
  // Constants are drawn by their place in the graph: the step has the same matrices in the same
  // order, and its caches come after those of keys, queries and values.
  const Graph whole = network(all).graph();
  const Dataset sequence = random_tokens(1, all);
  const std::vector<std::int32_t> order = element_order(input_format(whole).elements);
  Tensor rows{{1, 5, 8}, {}};
  for (const std::int32_t element : order)
    rows.values.push_back(sequence.pixels[static_cast<std::size_t>(element)]);
  const std::vector<Tensor> seen = run_float(whole, {rows});

  std::vector<int> heads;  // values of shape [1][heads][tokens][depth]: queries, keys, values
  for (std::size_t i = 0; i < whole.values.size(); ++i)
    if (whole.values[i].shape == Shape{1, 2, 5, 4}) heads.push_back(static_cast<int>(i));
  const auto earlier = [&](int value) {
    std::vector<float> cache;
    const auto& from = seen[static_cast<std::size_t>(value)].values;
    for (std::size_t head = 0; head < 2; ++head)
      cache.insert(cache.end(), from.begin() + static_cast<std::ptrdiff_t>(head * 20),
                   from.begin() + static_cast<std::ptrdiff_t>(head * 20 + 16));
    return cache;
  };
  AttentionShape step{1, 8, 2};
  step.cached = 4;
  const Graph one = network(step, earlier(heads[1]), earlier(heads[2])).graph();
  Dataset last{8, 1, 1, {}, {0}};
  for (std::size_t c = 0; c < 8; ++c) last.pixels.push_back(sequence.pixels[c * 5 + 4]);

  // The output projection has other weights there (its constants come later): compare the context.
  const QuantizationSpec bits{16, 16, CalibrationRule::max, 1, 1};
  const QuantizedGraph prefill = quantize(whole, bits, sequence, 1);
  const QuantizedGraph decode = quantize(one, bits, last, 1);
  CHECK(layers_of(decode, LayerKind::permute) == 0);
  const auto context = [](const QuantizedGraph& q, const Dataset& data) {
    const auto found = std::find_if(q.layers.rbegin(), q.layers.rend(), [](const auto& layer) {
      return layer.kind == LayerKind::product;
    });
    const QuantizedTensor& t = q.tensors[static_cast<std::size_t>(found->output)];
    const auto tensors = run_integer(q, quantize_image(q, data.image(0)));
    std::vector<double> real;
    for (int c = 0; c < t.channels; ++c)
      real.push_back(t.scale * tensors[static_cast<std::size_t>(found->output)]
                                      [static_cast<std::size_t>((c + 1) * t.pixels() - 1)]);
    return real;
  };
  const std::vector<double> from_all = context(prefill, sequence),
                            from_step = context(decode, last);
  REQUIRE(from_all.size() == from_step.size());
  for (std::size_t c = 0; c < from_all.size(); ++c)
    CHECK(from_step[c] == Approx(from_all[c]).margin(kSmallShare));
}

TEST_CASE("a general mask is added, one of zeros is none, a shifted triangle is causal") {
  const auto masked = [](std::vector<float> mask, Shape shape) {
    GraphBuilder b({1, 8, 4, 4});
    const int sum = b.node(Op::add, {0, b.given(std::move(shape), std::move(mask))}, {1, 8, 4, 4});
    const int shares = b.node(Op::softmax, {sum}, {1, 8, 4, 4}, with_axis(3));
    b.gemm(b.node(Op::flatten, {shares}, {1, 128}), 128, 3);
    return require_agreement(b.graph(), random_images(2, 8, 4, 4, -1));
  };
  const auto softmax = [](const QuantizedGraph& q) {
    return *std::find_if(q.layers.begin(), q.layers.end(), [](const QuantizedLayer& layer) {
      return layer.kind == LayerKind::softmax;
    });
  };
  std::vector<float> mask(16, 0);
  CHECK(softmax(masked(mask, {4, 4})).mask.empty());
  mask[5] = -1;
  CHECK(softmax(masked(mask, {4, 4})).mask.size() == 16);
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      mask[static_cast<std::size_t>(4 * i + j)] =
          j > i + 1 ? -std::numeric_limits<float>::infinity() : 0;
  const QuantizedLayer causal = softmax(masked(mask, {1, 1, 4, 4}));
  CHECK(causal.mask.empty());
  CHECK(causal.causal_offset.has_value());
}

TEST_CASE("a mask may stand on either side of its Add") {
  const bool left = GENERATE(false, true);
  GraphBuilder b({1, 8, 4, 4});
  std::vector<float> values(16, 0);
  values[5] = -1e9F;
  const int mask = b.given({4, 4}, std::move(values));
  const int sum = b.node(Op::add, left ? std::vector{mask, 0} : std::vector{0, mask}, {1, 8, 4, 4});
  const int shares = b.node(Op::softmax, {sum}, {1, 8, 4, 4}, with_axis(3));
  b.gemm(b.node(Op::flatten, {shares}, {1, 128}), 128, 3);
  const QuantizedGraph q = require_agreement(b.graph(), random_images(2, 8, 4, 4, -1));
  CHECK(layers_of(q, LayerKind::softmax) == 1);
}

TEST_CASE("what is added before the last Softmax is a bias, not a mask") {
  const auto classes = [](bool softmax) {
    GraphBuilder b({1, 8, 1, 1});
    const int rows = b.node(Op::flatten, {0}, {1, 8});
    const int product = b.node(Op::matmul, {rows, b.constant({8, 4}, -1, 1)}, {1, 4});
    const int sum = b.node(Op::add, {product, b.given({4}, {3, -2, 1, 5})}, {1, 4});
    if (softmax) b.node(Op::softmax, {sum}, {1, 4}, with_axis(1));
    return b.graph();
  };
  const Dataset images = random_images(2, 8, 1, 1, -1);
  const QuantizedGraph q = quantize(classes(true), {16, 16, CalibrationRule::max, 1, 2}, images, 1);
  for (int i = 0; i < images.images(); ++i) {
    const auto exact = float_scores(classes(false), images, i);
    const auto scores = integer_scores(q, images.image(i));
    REQUIRE(scores.size() == 4);
    for (std::size_t k = 0; k < 4; ++k)
      CHECK(scores[k] ==
            Approx(static_cast<double>(exact[k])).margin(kSmallShare * magnitude(exact)));
  }
}

TEST_CASE("shapes alone give the layers of values") {
  AttentionShape s;
  s.causal = true;
  Graph graph = block_graph(s);
  const QuantizationSpec bits{8, 8, CalibrationRule::max, 1, 2};
  const QuantizedGraph with = quantize(graph, bits, random_tokens(2, s), 1);
  for (Value& value : graph.values)
    if (value.constant && element_count(value.shape) > 36) value.constant->values.clear();
  const QuantizedGraph without = quantize_shapes(graph, bits, InputSign::either);
  REQUIRE(without.layers.size() == with.layers.size());
  CHECK(without.macs() == with.macs());
  for (std::size_t i = 0; i < with.layers.size(); ++i) {
    CHECK(without.layers[i].kind == with.layers[i].kind);
    CHECK(without.layers[i].weights.values.empty());
    CHECK(without.layers[i].weights.rows() == with.layers[i].weights.rows());
    const auto out = static_cast<std::size_t>(with.layers[i].output);
    CHECK(without.tensors[out].size() == with.tensors[out].size());
    CHECK(without.tensors[out].bits == with.tensors[out].bits);
    CHECK(vector_operations_per_pixel(without, without.layers[i]) > 0);
  }
}

}  // namespace mho
