// Data of the right shape that are not what the network was made for: told by mho check, with what
// to change.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/run/check.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

using Catch::Contains;

/// What is wrong with LeNet-5 on Fashion-MNIST under these keys; empty: nothing.
std::string doubts(const std::vector<std::string>& sets) {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  Document document = Document::load(configs + "run_defaults.yaml");
  document.set("chip=" + configs + "chips/edge_rram_28nm.yaml");
  document.set("workload=" + configs + "workloads/lenet5_fashion_mnist.yaml");
  for (const char* each : {"accuracy.images=64", "accuracy.trials=1", "engine.images=1",
                           "quantization.calibration_images=32", "chip.tiles=0"})
    document.set(each);
  for (const std::string& each : sets) document.set(each);
  try {
    check_run(read_spec<RunSpec>(document), {"test", 0}, {1, {}});
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("data that a network was trained for raise no doubt") { CHECK(doubts({}).empty()); }

TEST_CASE("a scale that only one of the sets has is told by the range") {
  CHECK_THAT(doubts({"workload.test.scale=1"}),
             Contains("workload.test") && Contains("lie beyond twice what the network's input is "
                                                   "calibrated for"));
  CHECK_THAT(doubts({"workload.test.scale=0.00001"}), Contains("the largest value is 0.00255"));
}

TEST_CASE("a scale that both sets have is told by what the network makes of another") {
  const std::string found =
      doubts({"workload.test.scale=0.0000153787", "workload.training.scale=0.0000153787"});
  CHECK_THAT(found, Contains("the network is right on") && Contains("with scale: 0.0039"));
}

}  // namespace mho
