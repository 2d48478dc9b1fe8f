// Bits of single layers, clipped weights and pruning in quantize(): what they change, what they
// leave alone, and names that are refused.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/config/config.hpp"
#include "workloads/quantize/calibration.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

const Place kWhere{"run.yaml", 0};

int add_constant(Graph& graph, const Shape& shape, std::uint64_t seed) {
  Tensor tensor{shape, {}};
  std::vector<std::int32_t> draws(static_cast<std::size_t>(element_count(shape)));
  Stream(seed).integers(0, 2001, draws);
  for (int draw : draws) tensor.values.push_back(static_cast<float>(draw - 1000) / 1000);
  graph.values.push_back({"constant", shape, tensor});
  return static_cast<int>(graph.values.size()) - 1;
}

int add_node(Graph& graph, Op op, const std::string& name, const std::vector<int>& inputs,
             const Shape& output, const Attributes& attributes = {}) {
  graph.values.push_back({name + ".out", output, std::nullopt});
  const int index = static_cast<int>(graph.values.size()) - 1;
  graph.nodes.push_back({op, name, inputs, index, attributes});
  graph.outputs = {index};
  return index;
}

Attributes window(int kernel, int stride, int pad) {
  Attributes a;
  a.kernel = {kernel, kernel};
  a.strides = {stride, stride};
  a.dilations = {1, 1};
  a.pads = {pad, pad, pad, pad};
  return a;
}

/// image 1 x 4 x 4 -> conv (8 filters 3x3) -> relu -> pool -> fc (3 classes).
Graph small_network() {
  Graph graph;
  graph.file = "test.onnx";
  graph.values.push_back({"image", {1, 1, 4, 4}, std::nullopt});
  graph.inputs = {0};
  const int filters = add_constant(graph, {8, 1, 3, 3}, 1);
  const int bias = add_constant(graph, {8}, 2);
  const int conv =
      add_node(graph, Op::conv, "conv", {0, filters, bias}, {1, 8, 4, 4}, window(3, 1, 1));
  const int relu = add_node(graph, Op::relu, "relu", {conv}, {1, 8, 4, 4});
  const int pool = add_node(graph, Op::max_pool, "pool", {relu}, {1, 8, 2, 2}, window(2, 2, 0));
  const int flat = add_node(graph, Op::flatten, "flat", {pool}, {1, 32});
  const int weights = add_constant(graph, {32, 3}, 3);
  add_node(graph, Op::gemm, "fc", {flat, weights, add_constant(graph, {3}, 4)}, {1, 3});
  return graph;
}

Dataset images() {
  Dataset data{1, 4, 4, {}, std::vector<std::int32_t>(4)};
  std::vector<std::int32_t> draws(64);
  Stream(5).integers(0, 1001, draws);
  for (int draw : draws) data.pixels.push_back(static_cast<float>(draw) / 1000);
  return data;
}

QuantizationSpec eight_bits() { return {8, 8, CalibrationRule::mse, 1, 4}; }

QuantizedGraph quantized(const QuantizationSpec& spec) {
  return quantize(small_network(), spec, images(), 1, kWhere);
}

std::string refusal(const QuantizationSpec& spec) {
  try {
    quantized(spec);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

void check_same_numbers(const QuantizedGraph& a, const QuantizedGraph& b) {
  REQUIRE(a.layers.size() == b.layers.size());
  for (std::size_t i = 0; i < a.layers.size(); ++i) {
    CHECK(a.layers[i].weights.values == b.layers[i].weights.values);
    CHECK(a.layers[i].weights.scale == b.layers[i].weights.scale);
    CHECK(a.layers[i].weights.kept_rows == b.layers[i].weights.kept_rows);
    CHECK(a.layers[i].weights.kept_outputs == b.layers[i].weights.kept_outputs);
  }
  REQUIRE(a.tensors.size() == b.tensors.size());
  for (std::size_t t = 0; t < a.tensors.size(); ++t) {
    CHECK(a.tensors[t].bits == b.tensors[t].bits);
    CHECK(a.tensors[t].scale == b.tensors[t].scale);
  }
}

std::int32_t largest(const std::vector<std::int32_t>& values) {
  std::int32_t found = 0;
  for (std::int32_t value : values) found = std::max(found, std::abs(value));
  return found;
}

}  // namespace

TEST_CASE("a layer with weight bits of its own has those, the others those of all") {
  QuantizationSpec spec = eight_bits();
  spec.weight_bits_by_layer = {{"fc", 3}};
  const QuantizedGraph q = quantized(spec);
  CHECK(q.layers[0].weights.bits == 8);
  CHECK(q.layers[2].weights.bits == 3);
  CHECK(largest(q.layers[2].weights.values) == 3);
  CHECK(q.layers[0].weights.values == quantized(eight_bits()).layers[0].weights.values);
}

TEST_CASE(
    "activation bits by layer are those of its output, and of the image by the input's name") {
  QuantizationSpec spec = eight_bits();
  spec.activation_bits_by_layer = {{"image", 5}, {"conv", 3}};
  const QuantizedGraph q = quantized(spec);
  const auto bits = [&](int tensor) { return q.tensors[static_cast<std::size_t>(tensor)].bits; };
  CHECK(bits(q.input) == 5);
  CHECK(bits(q.layers[0].output) == 3);
  CHECK(bits(q.layers[1].output) == 3);  // pooling keeps its input's bits
  CHECK(bits(q.output) == 16);
}

TEST_CASE("names that have no bits to choose are refused together, with those that have") {
  QuantizationSpec spec = eight_bits();
  spec.weight_bits_by_layer = {{"conf", 4}};
  spec.activation_bits_by_layer = {{"fc", 4}, {"pool", 4}, {"imag", 4}};
  CHECK(
      refusal(spec) ==
      "run.yaml: quantization.weight_bits_by_layer.conf: the network has no matrix layer of this "
      "name, did you mean 'conv'?; it has: conv, fc\n"
      "run.yaml: quantization.activation_bits_by_layer.fc: makes the network's output, which "
      "always has 16 bits; allowed: image, conv\n"
      "run.yaml: quantization.activation_bits_by_layer.imag: the network has no input or layer of "
      "this name, did you mean 'image'?; it has: image, conv\n"
      "run.yaml: quantization.activation_bits_by_layer.pool: only moves or chooses values, which "
      "keep their bits; allowed: image, conv");
}

TEST_CASE("bits by layer that repeat those of all change nothing") {
  QuantizationSpec spec = eight_bits();
  spec.weight_bits_by_layer = {{"fc", 8}, {"conv", 8}};
  spec.activation_bits_by_layer = {{"image", 8}};
  check_same_numbers(quantized(spec), quantized(eight_bits()));
}

TEST_CASE("a clip lowers a channel's range to that many root mean squares, and no range beyond") {
  // Root mean square 2: sqrt((7 + 25) / 8); the zeros do not count.
  const std::vector<float> weights{1, -1, 1, -1, 1, 0, 0, -1, 1, 0, 5};
  CHECK(weight_scale(weights, CalibrationRule::max, 7, 1) == 2.0 / 7);
  CHECK(weight_scale(weights, CalibrationRule::max, 7, 2) == 4.0 / 7);
  CHECK(weight_scale(weights, CalibrationRule::max, 7, 2.5) == 5.0 / 7);
  CHECK(weight_scale(weights, CalibrationRule::max, 7, 2.6) == 5.0 / 7);
  CHECK(weight_scale(weights, CalibrationRule::max, 7, 0) == 5.0 / 7);
  CHECK(weight_scale(weights, CalibrationRule::mse, 7, 1) <= 2.0 / 7);
  const std::vector<float> equal(5, 0.5f);
  CHECK(weight_scale(equal, CalibrationRule::max, 7, 1) == 0.5 / 7);
  CHECK(weight_scale(std::vector<float>{0, 0}, CalibrationRule::max, 7, 1) == 1);
}

TEST_CASE(
    "clipping in a network: a wide clip and none give the same numbers, a narrow one others") {
  QuantizationSpec spec = eight_bits();
  spec.weight_clip = 100;
  check_same_numbers(quantized(spec), quantized(eight_bits()));
  spec.weight_clip = 1;
  CHECK(quantized(spec).layers[0].weights.scale[0] <
        quantized(eight_bits()).layers[0].weights.scale[0]);
}

TEST_CASE("weights of a layer share one scale where that is asked for, the largest of all") {
  for (const CalibrationRule rule : {CalibrationRule::max, CalibrationRule::mse}) {
    QuantizationSpec spec = eight_bits();
    spec.rule = rule;
    const QuantizedGraph by_channel = quantized(spec);
    spec.weight_scale = WeightScale::per_layer;
    const QuantizedGraph by_layer = quantized(spec);
    for (std::size_t l = 0; l < by_layer.layers.size(); ++l) {
      const std::vector<double>& own = by_channel.layers[l].weights.scale;
      const std::vector<double>& shared = by_layer.layers[l].weights.scale;
      REQUIRE(own.size() == shared.size());
      if (own.empty()) continue;
      CHECK(std::set(shared.begin(), shared.end()).size() == 1);
      CHECK(std::set(own.begin(), own.end()).size() > 1);
      if (rule != CalibrationRule::max) continue;
      CHECK(shared[0] == *std::max_element(own.begin(), own.end()));
      // Every weight is the same real number, but for half a step of each scale.
      const MatrixWeights &fine = by_channel.layers[l].weights, &w = by_layer.layers[l].weights;
      for (std::size_t i = 0; i < w.values.size(); ++i) {
        const double scale = own[i / static_cast<std::size_t>(w.rows_per_group)];
        REQUIRE(std::abs(w.values[i] * shared[0] - fine.values[i] * scale) <=
                (shared[0] + scale) / 2);
      }
    }
  }
}

TEST_CASE("weights of one bit share the mean magnitude of their layer where that is asked for") {
  QuantizationSpec spec = eight_bits();
  spec.weight_bits = 1;
  const std::vector<double> own = quantized(spec).layers[0].weights.scale;
  spec.weight_scale = WeightScale::per_layer;
  const std::vector<double> shared = quantized(spec).layers[0].weights.scale;
  const double sum = std::accumulate(own.begin(), own.end(), 0.0);
  CHECK(shared == std::vector<double>(own.size(), shared[0]));
  CHECK(shared[0] == Approx(sum / static_cast<double>(own.size())));  // of equal rows
}

TEST_CASE("a clip between 0 and 1 is refused") {
  const auto read = [](const std::string& clip) {
    return read_spec<QuantizationSpec>(
        Document::parse("weight_bits: 8\nactivation_bits: 8\nrule: max\ncalibration_images: 1\n"
                        "weight_clip: " +
                            clip + "\n",
                        "test.yaml"));
  };
  CHECK(read("0").weight_clip == 0);
  CHECK(read("1").weight_clip == 1);
  CHECK_THROWS_WITH(read("0.99"), Catch::Contains("weight_clip: between 0 and 1"));
  CHECK_THROWS_WITH(read("-1"), Catch::Contains("weight_clip"));
}

TEST_CASE("pruning with shares of 0 gives the numbers of none") {
  QuantizationSpec spec = eight_bits();
  spec.pruning = PruningSpec{};
  check_same_numbers(quantized(spec), quantized(eight_bits()));
}

TEST_CASE("pruning takes its shares of every layer but excluded ones, and no classes") {
  QuantizationSpec spec = eight_bits();
  spec.pruning = PruningSpec{0.5, 0.25, 0.5, {}};
  const QuantizedGraph q = quantized(spec);
  const MatrixWeights& conv = q.layers[0].weights;
  CHECK(conv.outputs == 4);
  CHECK(conv.rows_per_group == 7);  // of 9
  CHECK(conv.kept_outputs.size() == 4);
  CHECK(conv.scale.size() == 4);
  CHECK(conv.values.size() == 28);
  // Rounding may make more of them zero.
  CHECK(std::count(conv.values.begin(), conv.values.end(), 0) >= 14);
  const MatrixWeights& fc = q.layers[2].weights;
  CHECK(fc.outputs == 3);
  CHECK(fc.kept_outputs.empty());
  CHECK(fc.rows_per_group == 24);  // of 32
  CHECK(q.macs() == 16 * 4 * 7 + 3 * 24);
  spec.pruning->exclude = {"conv"};
  const QuantizedGraph without = quantized(spec);
  CHECK(without.layers[0].weights.values == quantized(eight_bits()).layers[0].weights.values);
  CHECK(without.layers[2].weights.values == fc.values);
}

TEST_CASE("a layer that is excluded from pruning and is not there is refused") {
  QuantizationSpec spec = eight_bits();
  spec.pruning = PruningSpec{0.5, 0, 0, {"conv", "cnov"}};
  CHECK(refusal(spec) ==
        "run.yaml: quantization.pruning.exclude: 'cnov': the network has no matrix layer of this "
        "name, did you mean 'conv'?; it has: conv, fc");
}

}  // namespace mho
