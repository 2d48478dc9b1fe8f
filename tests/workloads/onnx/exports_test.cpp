// Networks as real exporters write them: import, fold and float execution against the exporting
// framework's own output. exports/export.py made the files.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "tests/paths.hpp"
#include "workloads/graph/graph.hpp"

using mho::Graph;
using mho::Op;
using mho::Tensor;

namespace {

const std::filesystem::path kFolder = std::string(mho::kSourceDir) + "/tests/workloads/exports";

// Both sides sum at most some hundred products of fp32 in another order, layer after layer.
constexpr float kRounding = 2e-5f;

std::vector<float> values_of(const std::string& network) {
  std::ifstream stream(kFolder / (network + ".values"), std::ios::binary | std::ios::ate);
  REQUIRE(stream);
  std::vector<float> values(static_cast<std::size_t>(stream.tellg()) / sizeof(float));
  stream.seekg(0);
  stream.read(reinterpret_cast<char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(float)));
  return values;
}

void check_output(const Graph& graph, const std::vector<float>& values) {
  REQUIRE(graph.inputs.size() == 1);
  REQUIRE(graph.outputs.size() == 1);
  const mho::Shape& shape = graph.values[graph.inputs[0]].shape;
  const auto middle = values.begin() + mho::element_count(shape);
  const Tensor output =
      run_float(graph, {Tensor{shape, {values.begin(), middle}}})[graph.outputs[0]];
  const std::vector<float> wanted(middle, values.end());
  REQUIRE(output.values.size() == wanted.size());
  float largest = 0;
  for (const float value : wanted) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CHECK(std::abs(output.values[i] - wanted[i]) <= kRounding * largest);
  }
}

std::ptrdiff_t count(const Graph& graph, Op op) {
  return std::count_if(graph.nodes.begin(), graph.nodes.end(),
                       [op](const mho::Node& node) { return node.op == op; });
}

Graph folded(const std::string& name) { return fold(mho::import_onnx(kFolder / (name + ".onnx"))); }

}  // namespace

TEST_CASE("every network that PyTorch exported computes what PyTorch computed") {
  int networks = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".onnx") continue;
    const std::string stem = entry.path().stem();
    INFO(stem);
    const Graph graph = mho::import_onnx(entry.path());
    const auto values = values_of(stem.substr(0, stem.rfind('_')));
    check_output(graph, values);
    check_output(fold(graph), values);
    ++networks;
  }
  CHECK(networks == 43);
}

TEST_CASE(
    "decomposed layer normalizations and Gelu of every operator set fold into one node each") {
  for (const char* version : {"9", "11", "13", "15", "17"}) {
    INFO(version);
    const Graph graph = folded(std::string("vit_") + version);
    CHECK(count(graph, Op::layer_normalization) == 3);
    CHECK(count(graph, Op::reduce_mean) == 0);
    CHECK(count(graph, Op::function) == 1);
    CHECK(count(graph, Op::pow) == 0);
  }
}

TEST_CASE("GPT-2's mask, shapes and split depend on nothing computed, and vanish") {
  for (const char* version : {"11", "13", "15", "17"}) {
    INFO(version);
    const Graph graph = folded(std::string("gpt2_block_") + version);
    CHECK(count(graph, Op::slice) == 3);
    CHECK(count(graph, Op::where) == 1);
    CHECK(count(graph, Op::gather) == 0);
    CHECK(count(graph, Op::function) == 1);
  }
}
