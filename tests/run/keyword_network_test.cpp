// MLPerf Tiny's keyword network as tf2onnx writes Keras' zero padding: a Pad of its own in front of
// the strided convolution, whose last rows no later window but padding sees.
#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "tests/workloads/scratch_folder.hpp"

namespace mho {
namespace {

/// DS-CNN of 64 channels: 49 frames of 10 coefficients to 12 words (Banbury et al., MLPerf Tiny
/// Benchmark, NeurIPS 2021). Weights are random, scaled by the root of what is summed.
onnx::ModelProto keyword_network() {
  std::string nodes =
      "i = Reshape(x, image) p = Pad(i, ring, zero) c0 = Conv<strides = [2, 2]>(p, w0, b) "
      "n0 = BatchNormalization<epsilon = 0.001>(c0, s, b, b, s) r0 = Relu(n0) ";
  for (int block = 1; block <= 4; ++block) {
    const auto name = [&](const char* kind, int number) { return kind + std::to_string(number); };
    const std::string own = std::to_string(block);
    nodes += name("q", block) + " = Pad(" + name("r", block - 1) + ", border, zero) d" + own +
             " = Conv<group = 64>(q" + own + ", w" + own + ", b) m" + own +
             " = BatchNormalization<epsilon = 0.001>(d" + own + ", s, b, b, s) e" + own +
             " = Relu(m" + own + ") c" + own + " = Conv(e" + own + ", v" + own + ", b) n" + own +
             " = BatchNormalization<epsilon = 0.001>(c" + own + ", s, b, b, s) r" + own +
             " = Relu(n" + own + ") ";
  }
  onnx::ModelProto model = test::parsed(
      "g (float[N,49,10,1] x) => (float[N,12] y) <int64[4] image = {-1, 1, 49, 10}, "
      "int64[8] ring = {0, 0, 4, 1, 0, 0, 5, 1}, int64[8] border = {0, 0, 1, 1, 0, 0, 1, 1}, "
      "float zero = {0.0}> { " +
      nodes +
      "a = AveragePool<kernel_shape = [25, 5]>(r4) f = Flatten(a) g = Gemm(f, k, j) "
      "y = Softmax(g) }");
  std::mt19937 generator(7);
  const auto bind = [&](const std::string& name, const Shape& shape, double summed) {
    Tensor tensor = test::random_tensor(shape, generator);
    for (float& each : tensor.values) each *= static_cast<float>(2.4 / std::sqrt(summed));
    test::bind(model, name, tensor);
  };
  bind("w0", {64, 1, 10, 4}, 40);
  for (int block = 1; block <= 4; ++block) {
    bind("w" + std::to_string(block), {64, 1, 3, 3}, 9);
    bind("v" + std::to_string(block), {64, 64, 1, 1}, 64);
  }
  bind("k", {64, 12}, 64);
  test::bind(model, "b", {{64}, std::vector<float>(64, 0.0625f)});
  test::bind(model, "s", {{64}, std::vector<float>(64, 1.0f)});
  test::bind(model, "j", {{12}, std::vector<float>(12, 0.0f)});
  return model;
}

/// The run on a chip, of two inputs with time.
Results run_on(const ScratchFolder& folder, const std::string& chip,
               const std::vector<std::string>& sets) {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  std::ofstream(folder.path("m.onnx"), std::ios::binary) << keyword_network().SerializeAsString();
  const std::string data =
      "{format: synthetic, synthetic: {kind: cepstra, channels: 1, height: 49, width: 10, "
      "images: 8, seed: ";
  std::ofstream(folder.path("w.yaml"))
      << "name: keywords\nnetwork: m.onnx\ntest: " << data << "1}}\ntraining: " << data << "2}}\n";
  Document document = Document::load(configs + "run_defaults.yaml");
  document.set("chip=" + configs + "chips/" + chip + ".yaml");
  document.set("workload=" + folder.path("w.yaml"));
  for (const std::string& set : sets) document.set(set);
  return run(read_spec<RunSpec>(document), {"test", 0}, {2, {}});
}

}  // namespace

TEST_CASE("MLPerf Tiny's keyword network with Pad runs end to end on chips of every kind") {
  const ScratchFolder folder;
  const std::vector<std::string> few{"accuracy.images=2", "accuracy.trials=1", "engine.images=2",
                                     "quantization.calibration_images=4"};
  std::vector<std::string> enough = few;
  enough.push_back("chip.tiles=0");
  for (const char* chip : {"edge_rram_28nm", "dcim_28nm"}) {
    INFO(chip);
    const Results results = run_on(folder, chip, enough);
    REQUIRE(results.find("engine.equals_untimed"));
    CHECK(results.find("engine.equals_untimed")->value == 2);
    CHECK(results.find("latency.first")->value > 0);
  }
  CHECK(run_on(folder, "edge_npu_28nm", few).find("latency.first")->value > 0);
}

}  // namespace mho
