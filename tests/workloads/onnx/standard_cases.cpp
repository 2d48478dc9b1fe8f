// ONNX's own cases of operators that are younger than Debian's libonnx-testdata; the files say what
// they are (tests/workloads/onnx/standard/export.py).
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "tests/paths.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"

using mho::Graph;
using mho::Tensor;

namespace {

// fp32 rounding of sums in another order; ONNX's own runner allows a relative 1e-3.
constexpr float kStandardRounding = 2e-5f;

onnx::ModelProto standard_model(const std::filesystem::path& file) {
  onnx::ModelProto model;
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(model.ParseFromIstream(&stream));
  return model;
}

/// The float tensors "given.0", "given.1", ... of the model.
std::vector<Tensor> numbered_tensors(const onnx::ModelProto& model, const std::string& kind) {
  std::vector<Tensor> tensors;
  for (const auto& stored : model.graph().initializer()) {
    if (stored.name() != kind + "." + std::to_string(tensors.size())) continue;
    Tensor tensor{{stored.dims().begin(), stored.dims().end()}, {}};
    tensor.values.resize(stored.raw_data().size() / sizeof(float));
    std::memcpy(tensor.values.data(), stored.raw_data().data(), stored.raw_data().size());
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

}  // namespace

TEST_CASE("cases of ONNX's newest operator sets give what the standard's reference gives") {
  const std::filesystem::path folder =
      std::filesystem::path(mho::kSourceDir) / "tests/workloads/onnx/standard";
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".onnx") continue;
    INFO(entry.path());
    const onnx::ModelProto model = standard_model(entry.path());
    const Graph graph = mho::import_onnx(entry.path());
    const std::vector<Tensor> values = run_float(graph, numbered_tensors(model, "given"));
    const std::vector<Tensor> expected = numbered_tensors(model, "expected");
    REQUIRE(graph.outputs.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const Tensor& made = values[static_cast<std::size_t>(graph.outputs[i])];
      REQUIRE(made.shape == expected[i].shape);
      for (std::size_t e = 0; e < made.values.size(); ++e) {
        const float wanted = expected[i].values[e];
        if (made.values[e] != wanted)  // infinite ones are equal
          CHECK(std::abs(made.values[e] - wanted) <= kStandardRounding * (1 + std::abs(wanted)));
      }
    }
    ++cases;
  }
  CHECK(cases > 20);
}
