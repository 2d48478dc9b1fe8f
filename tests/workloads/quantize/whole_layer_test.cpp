// Whole layers without weights: the same values as pixel by pixel, on any number of threads; and
// products and normalization against the formulas of integer/quantized_graph.hpp in plain loops.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/workloads/small_graphs.hpp"
#include "workloads/integer/executor.hpp"

namespace mho {

namespace {

/// One layer of tensors of the given shapes, the last one its output.
QuantizedGraph one_layer(QuantizedLayer layer, std::vector<QuantizedTensor> tensors) {
  QuantizedGraph graph;
  graph.tensors = std::move(tensors);
  layer.inputs.clear();
  for (int i = 0; i + 1 < std::ssize(graph.tensors); ++i) layer.inputs.push_back(i);
  layer.output = graph.output = static_cast<int>(graph.tensors.size()) - 1;
  graph.layers.push_back(std::move(layer));
  return graph;
}

QuantizedTensor tensor(int channels, int height, int width, bool is_signed = true, int bits = 8) {
  return {"t", channels, height, width, bits, is_signed, is_signed ? 1.0 / 64 : 1.0 / 128};
}

QuantizedLayer layer_of(LayerKind kind) {
  QuantizedLayer layer;
  layer.kind = kind;
  return layer;
}

std::vector<double> random_reals(std::int64_t count, const Stream& stream) {
  std::vector<std::int32_t> draws(static_cast<std::size_t>(count));
  stream.integers(0, 2001, draws);
  std::vector<double> reals;
  for (const int draw : draws) reals.push_back((draw - 1000) / 1000.0);
  return reals;
}

std::vector<IntTensor> random_inputs(const QuantizedGraph& graph, const Stream& stream) {
  std::vector<IntTensor> inputs;
  for (const int index : graph.layers[0].inputs)
    inputs.push_back(random_tensor(graph.tensors[static_cast<std::size_t>(index)],
                                   stream.child(static_cast<std::uint64_t>(index))));
  return inputs;
}

IntTensor whole(const QuantizedGraph& graph, const std::vector<IntTensor>& inputs, int threads) {
  const std::vector<std::span<const std::int32_t>> spans(inputs.begin(), inputs.end());
  IntTensor output(
      static_cast<std::size_t>(graph.tensors[static_cast<std::size_t>(graph.output)].size()));
  vector_layer(graph, graph.layers[0], spans, output, threads);
  return output;
}

IntTensor pixel_by_pixel(const QuantizedGraph& graph, const std::vector<IntTensor>& inputs) {
  const QuantizedTensor& out = graph.tensors[static_cast<std::size_t>(graph.output)];
  const std::vector<std::span<const std::int32_t>> spans(inputs.begin(), inputs.end());
  IntTensor output(static_cast<std::size_t>(out.size()));
  IntTensor pixel(static_cast<std::size_t>(out.channels));
  for (int p = 0; p < out.pixels(); ++p) {
    vector_pixel(graph, graph.layers[0], spans, p, pixel);
    for (int c = 0; c < out.channels; ++c)
      output[static_cast<std::size_t>(c * out.pixels() + p)] = pixel[static_cast<std::size_t>(c)];
  }
  return output;
}

/// `what` is told where the comparison fails.
void check_whole(const std::string& what, const QuantizedGraph& graph) {
  const std::vector<IntTensor> inputs = random_inputs(graph, Stream(201));
  const IntTensor pixels = pixel_by_pixel(graph, inputs);
  const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
  INFO(what);
  CHECK(*low < *high);  // equality of constants would say nothing
  CHECK(whole(graph, inputs, 1) == pixels);
  CHECK(whole(graph, inputs, 4) == pixels);
}

// More pixels than one run of a channel has, and no multiple of a block of pixels.
constexpr int kHeight = 67, kWidth = 71, kPixels = kHeight * kWidth;

Product heads_of(int heads, int depth, bool over_pixels, int cached) {
  Product product;
  product.heads = heads;
  product.depth = depth;
  product.over_pixels = over_pixels;
  product.scale = 1.0 / depth;
  product.cached = cached;
  return product;
}

/// A product of `tokens` of A by as many of B, behind `cached` earlier ones; each operand's heads
/// are a part of a wider tensor, in an order of its own.
QuantizedGraph product_graph(int heads, int depth, int tokens, int cached, bool over_pixels,
                             int bits) {
  const int columns = cached + tokens, width = over_pixels ? columns : depth;
  QuantizedLayer layer = layer_of(LayerKind::product);
  layer.product = heads_of(heads, depth, over_pixels, cached);
  layer.product.a = {heads * width - width + 2, -width};  // the last head first
  layer.product.b = {1, depth + 1};                       // a channel between heads
  const QuantizedTensor a = tensor(heads * width + 2, tokens, 1, !over_pixels, bits);
  const QuantizedTensor b = tensor(heads * (depth + 1) + 1, tokens, 1, true, bits);
  layer.product.cached_values =
      random_tensor(tensor(heads * depth, cached, 1, true, bits), Stream(202));
  QuantizedTensor out = tensor(heads * (over_pixels ? depth : columns), tokens, 1, true, 16);
  out.scale = 4.0 * width * a.scale * a.max() * b.scale * b.max() * layer.product.scale / (1 << 16);
  return one_layer(std::move(layer), {a, b, out});
}

/// The formula of Product in plain loops.
IntTensor product_in_loops(const QuantizedGraph& graph, const std::vector<IntTensor>& inputs) {
  const Product& p = graph.layers[0].product;
  const QuantizedTensor &a = graph.tensors[0], &b = graph.tensors[1], &out = graph.tensors[2];
  const int tokens = a.pixels(), columns = p.cached + b.pixels();
  const auto of_b = [&](int h, int k, int n) {
    if (n < p.cached)
      return p.cached_values[static_cast<std::size_t>((h * p.depth + k) * p.cached + n)];
    const int channel = p.b.offset + h * p.b.pitch + k;
    return inputs[1][static_cast<std::size_t>(channel * b.pixels() + n - p.cached)];
  };
  IntTensor output;
  for (int h = 0; h < p.heads; ++h)
    for (int n = 0; n < (p.over_pixels ? p.depth : columns); ++n)
      for (int i = 0; i < tokens; ++i) {
        std::int64_t sum = 0;
        for (int k = 0; k < (p.over_pixels ? columns : p.depth); ++k) {
          const int channel = p.a.offset + h * p.a.pitch + k;
          sum += std::int64_t{inputs[0][static_cast<std::size_t>(channel * tokens + i)]} *
                 (p.over_pixels ? of_b(h, n, k) : of_b(h, k, n));
        }
        output.push_back(
            quantize_value(static_cast<double>(sum) * (a.scale * b.scale * p.scale), out));
      }
  return output;
}

}  // namespace

TEST_CASE("a pool of a whole tensor is that of its pixels") {
  QuantizedLayer pool = layer_of(LayerKind::max_pool);
  pool.window = {3, 2, 2, 1, 1, 1, 1, 2};
  const std::vector<QuantizedTensor> shapes = {tensor(3, kHeight, kWidth), tensor(3, 34, kWidth)};
  check_whole("max", one_layer(pool, shapes));
  pool.kind = LayerKind::average_pool;
  pool.count_padding = GENERATE(false, true);
  check_whole("average", one_layer(pool, shapes));
}

TEST_CASE("sums, differences and products of whole tensors are those of their pixels") {
  const QuantizedTensor shape = tensor(3, kHeight, kWidth);
  // A second operand of one pixel stands for all.
  const QuantizedTensor other = GENERATE(tensor(3, kHeight, kWidth, false), tensor(3, 1, 1));
  QuantizedLayer pair = layer_of(LayerKind::add);
  check_whole("add", one_layer(pair, {shape, other, shape}));
  pair.subtract = true;
  check_whole("subtract", one_layer(pair, {shape, other, shape}));
  pair.subtract = false;
  pair.kind = LayerKind::multiply;
  check_whole("multiply", one_layer(pair, {shape, other, shape}));
}

TEST_CASE("scale and shift of a whole tensor, by channel or by element, are those of its pixels") {
  const QuantizedTensor shape = tensor(3, kHeight, kWidth);
  for (const int pixels : {1, kPixels}) {
    QuantizedLayer affine = layer_of(LayerKind::affine);
    affine.factor = random_reals(3 * pixels, Stream(203));
    affine.bias = random_reals(3 * pixels, Stream(204));
    affine.clamp_low = -0.5;
    check_whole(std::to_string(pixels) + " pixels", one_layer(affine, {shape, shape}));
    affine.factor.clear();
    check_whole("shift alone", one_layer(affine, {shape, shape}));
  }
}

TEST_CASE("channels of whole tensors behind each other are those of their pixels") {
  check_whole("concat", one_layer(layer_of(LayerKind::concat),
                                  {tensor(2, kHeight, kWidth), tensor(1, kHeight, kWidth, false),
                                   tensor(3, kHeight, kWidth), tensor(6, kHeight, kWidth)}));
}

TEST_CASE("a rearrangement of several tensors and constants is that of its pixels") {
  QuantizedLayer permute = layer_of(LayerKind::permute);
  permute.constants = random_reals(7, Stream(205));
  const QuantizedTensor first = tensor(2, kHeight, kWidth), second = tensor(1, 5, 9, false);
  const auto elements = static_cast<std::uint32_t>(first.size() + second.size());
  permute.source_index.resize(static_cast<std::size_t>(3 * kPixels));
  Stream(206).integers(0, elements + 7, permute.source_index);
  for (std::int32_t& source : permute.source_index) source -= 7;
  check_whole("permute", one_layer(permute, {first, second, tensor(3, kHeight, kWidth)}));
}

TEST_CASE("a table of a whole tensor is that of its pixels") {
  QuantizedLayer function = layer_of(LayerKind::function);
  const bool is_signed = GENERATE(false, true);
  const QuantizedTensor in = tensor(3, kHeight, kWidth, is_signed);
  QuantizedTensor entries = tensor(1, in.max() - in.min() + 1, 1);
  function.table = random_tensor(entries, Stream(207));
  check_whole("function", one_layer(function, {in, tensor(3, kHeight, kWidth)}));
}

TEST_CASE("softmax of a whole tensor, masked or not, is that of its pixels") {
  constexpr int kTokens = 37, kParts = 3;
  const QuantizedTensor scores = tensor(kParts * kTokens, kTokens, 1);
  QuantizedTensor shares = scores;
  shares.is_signed = false;
  shares.scale = 1.0 / shares.max();
  QuantizedLayer softmax = layer_of(LayerKind::softmax);
  softmax.parts = kParts;
  check_whole("plain", one_layer(softmax, {scores, shares}));
  softmax.causal_offset = 0;
  check_whole("causal", one_layer(softmax, {scores, shares}));
  softmax.causal_offset = -2;  // nothing is seen at the first two pixels
  check_whole("causal, from the third pixel on", one_layer(softmax, {scores, shares}));
  softmax.causal_offset.reset();
  for (const int parts : {1, kParts}) {  // one mask for all parts, or one for each
    softmax.mask = random_reals(parts * kTokens * kTokens, Stream(208));
    softmax.mask[5] = -std::numeric_limits<double>::infinity();
    check_whole(std::to_string(parts) + " masks", one_layer(softmax, {scores, shares}));
  }
}

TEST_CASE("layer normalization of a whole tensor is that of its pixels") {
  QuantizedLayer norm = layer_of(LayerKind::layer_norm);
  norm.epsilon = 1e-5;
  const QuantizedTensor shape = tensor(24, 37, 1);
  check_whole("plain", one_layer(norm, {shape, shape}));
  norm.factor = random_reals(24, Stream(209));
  norm.bias = random_reals(24, Stream(210));
  check_whole("scaled and shifted", one_layer(norm, {shape, shape}));
}

TEST_CASE(
    "products of whole tensors, of several heads, with a cache or without, are their pixels'") {
  const bool over_pixels = GENERATE(false, true);
  const int cached = GENERATE(0, 5);
  check_whole("product", product_graph(3, 4, 37, cached, over_pixels, 8));
}

TEST_CASE("products equal their formula in plain loops, as do the executor's matrix products") {
  const bool over_pixels = GENERATE(false, true);
  const int cached = GENERATE(0, 5);
  // 16 bits: sums beyond 2^24, which the executor has in double.
  const int bits = GENERATE(8, 16);
  const QuantizedGraph graph = product_graph(3, 4, 19, cached, over_pixels, bits);
  const std::vector<IntTensor> inputs = random_inputs(graph, Stream(211));
  const IntTensor wanted = product_in_loops(graph, inputs);
  CHECK(whole(graph, inputs, 1) == wanted);
  const IntegerExecutor executor(graph);
  CHECK(executor.run_layer(0, inputs, 1) == wanted);
  CHECK(executor.run_layer(0, inputs, 4) == wanted);
}

TEST_CASE("layer normalization gives the values worked out by hand") {
  // 1, 2, 3, 6: mean 3, variance 14 / 4; epsilon 0.5 makes the root 2.
  QuantizedLayer norm = layer_of(LayerKind::layer_norm);
  norm.epsilon = 0.5;
  norm.factor = {1, 2, 1, 1};
  norm.bias = {0, 0, 0.25, 1};
  QuantizedTensor in = tensor(4, 1, 1), out = tensor(4, 1, 1);
  in.scale = 0.5;
  out.scale = 0.125;
  const QuantizedGraph graph = one_layer(norm, {in, out});
  CHECK(whole(graph, {{2, 4, 6, 12}}, 1) == IntTensor{-8, -8, 2, 20});
}

TEST_CASE("a pixel that sees nothing has shares of 0, a causal one shares what is before it") {
  QuantizedLayer softmax = layer_of(LayerKind::softmax);
  softmax.causal_offset = -1;
  QuantizedTensor scores = tensor(3, 3, 1), shares = tensor(3, 3, 1, false);
  shares.scale = 1.0 / 200;
  // Equal scores: none of three, one, two.
  const IntTensor output = whole(one_layer(softmax, {scores, shares}), {IntTensor(9, 7)}, 1);
  CHECK(output == IntTensor{0, 200, 100,  //
                            0, 0, 100,    //
                            0, 0, 0});
}

}  // namespace mho
