// The grammar of shape-only networks, and the graph that comes of it.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/datasets/synthetic_inputs.hpp"
#include "workloads/datasets/synthetic_weights.hpp"
#include "workloads/shapes/network_block.hpp"
#include "workloads/shapes/shape_network.hpp"

namespace mho {

namespace {

const std::string kShapes = std::string(kSourceDir) + "/workloads/zoo/shapes/";

ShapeNetwork of_blocks(const std::string& blocks) {
  const ScratchFolder folder;
  const std::string text =
      "name: small\nsource: test\ninput: {layout: image, channels: 3, height: 8, width: 8}\n"
      "blocks:\n" +
      blocks;
  return read_shape_network(folder.write("small.yaml", Bytes(text.begin(), text.end())));
}

std::string complaint(const std::string& blocks) {
  try {
    build_network(of_blocks(blocks), 1, Values::off);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Moments {
  double mean = 0, deviation = 0, zeros = 0;
};

Moments moments(const std::vector<float>& values) {
  Moments found;
  const auto count = static_cast<double>(values.size());
  for (const float each : values) {
    found.mean += static_cast<double>(each) / count;
    found.zeros += (each == 0) / count;
  }
  for (const float each : values)
    found.deviation += std::pow(static_cast<double>(each) - found.mean, 2) / count;
  found.deviation = std::sqrt(found.deviation);
  return found;
}

}  // namespace

TEST_CASE("a network that is written back reads as the same network") {
  const ShapeNetwork network = read_shape_network(kShapes + "mobilenet_v2.yaml");
  const std::string text = write_spec(network);
  const ScratchFolder folder;
  const ShapeNetwork again =
      read_shape_network(folder.write("again.yaml", Bytes(text.begin(), text.end())));
  CHECK(write_spec(again) == text);
  CHECK(size_of(again).macs == size_of(network).macs);
}

TEST_CASE("an unknown block is refused with the one that was meant") {
  CHECK(contains(complaint("  - basic_blok: {channels: 8}\n"), "did you mean 'basic_block'?"));
}

TEST_CASE("an item of no block, or of two, is refused") {
  CHECK(contains(complaint("  - {}\n"), "0 blocks in one item"));
  CHECK(contains(complaint("  - {global_average_pool: {}, linear: {outputs: 2}}\n"),
                 "2 blocks in one item"));
}

TEST_CASE("a block that does not fit is named with what it needs") {
  CHECK(contains(complaint("  - conv: {channels: 8, kernel: 9, padding: valid}\n"),
                 "conv1: has a window larger than its input [1, 3, 8, 8]"));
  CHECK(contains(complaint("  - conv: {channels: 8, kernel: 3, groups: 2}\n"),
                 "conv1: 2 groups do not divide 3 input and 8 output channels"));
  CHECK(contains(complaint("  - layer_norm: {}\n  - lstm: {hidden: 4}\n"),
                 "lstm1: needs a sequence"));
  CHECK(contains(complaint("  - linear: {outputs: 4}\n  - conv: {channels: 8, kernel: 3}\n"),
                 "conv1: reads a value of shape [1, 4]"));
}

TEST_CASE("every kind of block has the shape of its example, with sizes for everything in it") {
  struct Example {
    std::string blocks;  ///< behind an image of 3 x 8 x 8; its own is the last
    Shape shape;
    std::int64_t macs;
  };
  const std::string tokens =
      "  - patch_embedding: {width: 8, patch: 4}\n";  // 5 with the class token
  const std::map<std::string, Example> examples{
      {"average_pool", {"  - average_pool: {kernel: 2, stride: 2}\n", {1, 3, 4, 4}, 0}},
      {"basic_block", {"  - basic_block: {channels: 3}\n", {1, 3, 8, 8}, 2 * 9 * 9 * 64}},
      {"bottleneck", {"  - bottleneck: {channels: 1}\n", {1, 4, 8, 8}, (3 + 9 + 4 + 12) * 64}},
      {"conv", {"  - conv: {channels: 2, kernel: 3}\n", {1, 2, 8, 8}, 2 * 27 * 64}},
      {"depthwise_separable",
       {"  - depthwise_separable: {channels: 2}\n", {1, 2, 8, 8}, (27 + 6) * 64}},
      {"global_average_pool", {"  - global_average_pool: {}\n", {1, 3, 1, 1}, 0}},
      {"inverted_residual",
       {"  - inverted_residual: {channels: 3, expand: 2, activation: relu}\n",
        {1, 3, 8, 8},
        (18 + 54 + 18) * 64}},
      {"layer_norm", {tokens + "  - layer_norm: {}\n", {1, 5, 8}, 3 * 16 * 8 * 4}},
      {"linear", {"  - linear: {outputs: 5}\n", {1, 5}, 192 * 5}},
      {"lstm", {tokens + "  - lstm: {hidden: 2}\n", {1, 5, 2}, 1536 + 5 * 4 * 2 * (8 + 2)}},
      {"max_pool", {"  - max_pool: {kernel: 2, stride: 2}\n", {1, 3, 4, 4}, 0}},
      {"patch_embedding", {tokens, {1, 5, 8}, 3 * 16 * 8 * 4}},
      {"token", {tokens + "  - token: {which: first}\n", {1, 8}, 3 * 16 * 8 * 4}},
      {"transformer_block",
       {tokens + "  - transformer_block: {heads: 2, mlp: 4, norm: after, activation: relu}\n",
        {1, 5, 8},
        1536 + 4 * 5 * 8 * 8 + 2 * 5 * 5 * 8 + 2 * 5 * 8 * 4}}};
  for (const Kind<NetworkBlock>& kind : block_kinds()) {
    INFO("an example of this test for " << kind.name);
    const auto example = examples.find(kind.name);
    REQUIRE(example != examples.end());
    CHECK(kind.make()->kind() == std::string(kind.name));
    const ShapeNetwork network = of_blocks(example->second.blocks);
    const Graph graph = build_network(network, 1, Values::off);
    CHECK(graph.values[static_cast<std::size_t>(graph.outputs[0])].shape == example->second.shape);
    CHECK(size_of(network).macs == example->second.macs);
  }
}

TEST_CASE("a stride is the first copy's, and repeated blocks count on") {
  const Graph graph = build_network(
      of_blocks("  - basic_block: {channels: 4, stride: 2, repeat: 2}\n"), 1, Values::off);
  CHECK(graph.values[static_cast<std::size_t>(graph.outputs[0])].shape == Shape{1, 4, 4, 4});
  CHECK(graph.nodes.front().name == "basic_block1.conv1");
  CHECK(graph.nodes.back().name == "basic_block2.activation");
}

TEST_CASE("weights are a function of seed and name, whatever the threads") {
  const std::string blocks = "  - conv: {channels: 64, kernel: 3}\n  - linear: {outputs: 100}\n";
  const Graph one = build_network(of_blocks(blocks), 1, Values::on, 1);
  const Graph three = build_network(of_blocks(blocks), 1, Values::on, 3);
  const Graph other = build_network(of_blocks(blocks), 2, Values::on, 1);
  for (std::size_t i = 0; i < one.values.size(); ++i) {
    if (!one.values[i].constant) continue;
    CHECK(one.values[i].constant->values == three.values[i].constant->values);
    if (one.values[i].name.ends_with("weight"))
      CHECK(one.values[i].constant->values != other.values[i].constant->values);
  }
}

TEST_CASE("synthetic weights have mean 0, the deviation asked for, and a Laplace's kurtosis") {
  constexpr std::size_t kCount = 1'000'000;
  std::vector<float> weights(kCount);
  fill_trained_like(synthetic_stream(7, "kurtosis"), 0.5, weights, 2);
  double second = 0, fourth = 0, eighth = 0;
  for (const float each : weights) {
    const double square = std::pow(static_cast<double>(each) / 0.5, 2);
    second += square / kCount;
    fourth += square * square / kCount;
    eighth += std::pow(square, 4) / kCount;
  }
  // Four standard errors each; those of moments from the next even moments.
  CHECK(std::abs(moments(weights).mean) < 4 * 0.5 / std::sqrt(kCount));
  CHECK(std::abs(second - 1) < 4 * std::sqrt((6.0 - 1) / kCount));
  CHECK(std::abs(fourth - 6) < 4 * std::sqrt((eighth - 36) / kCount));
}

TEST_CASE("activations stay normalized through depth, and ReLU cuts off about half of them") {
  const ShapeNetwork network = read_shape_network(kShapes + "resnet20.yaml");
  const Graph graph = build_network(network, 1, Values::on);
  // Another image than the one that the network was normalized on.
  Tensor image{network.input.shape(), std::vector<float>(3 * 32 * 32)};
  synthesize(SyntheticKind::natural_images, {3, 32, 32}, synthetic_stream(99, "another"),
             image.values);
  const std::vector<Tensor> values = run_float(graph, {image});
  for (const Node& node : graph.nodes) {
    const Moments found = moments(values[static_cast<std::size_t>(node.output)].values);
    INFO(node.name << ": mean " << found.mean << ", deviation " << found.deviation << ", zeros "
                   << found.zeros);
    // On the probe itself a convolution's deviation is 1; another image differs by its contrast.
    if (node.op == Op::conv) {
      CHECK(std::abs(found.mean) < 0.5);
      CHECK(found.deviation > 0.5);
      CHECK(found.deviation < 2);
    }
    // Sums with a shortcut that is never negative are cut off less.
    if (node.op == Op::relu && node.name.find("conv1") != std::string::npos) {
      CHECK(found.zeros > 0.35);
      CHECK(found.zeros < 0.65);
    }
  }
}

}  // namespace mho
