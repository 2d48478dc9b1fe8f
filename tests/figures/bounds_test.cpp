// Nothing beats its own bound: the check refuses what does, and no run does, over machines,
// networks, batches and numbers of images.
#include "sim/figures/bounds.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kConfigs = std::string(kSourceDir) + "/configs/";

Results counted(const std::string& chip, const std::string& workload,
                const std::vector<std::string>& sets) {
  Document document = Document::load(kConfigs + "run_defaults.yaml");
  document.set("chip=" + kConfigs + "chips/" + chip + ".yaml");
  document.set("workload=" + kConfigs + "workloads/" + workload + ".yaml");
  document.set("engine.values=off");
  for (const std::string& set : sets) document.set(set);
  // Throws Bug where a bound is violated.
  return run(read_spec<RunSpec>(document), {"test", 0}, {1, {}});
}

/// What no report may say, by its metrics alone.
void check_report(const Results& results) {
  const auto value = [&](const std::string& name) { return results.find(name)->value; };
  constexpr double kRounding = 1e-9;
  const double images = value("engine.images");
  CHECK(value("throughput.average") * value("engine.time") == Approx(images).epsilon(kRounding));
  CHECK(value("power.average") * value("engine.time") ==
        Approx(value("energy.per_inference") * images).epsilon(kRounding));
  CHECK(value("power.chip.average") * value("engine.time") ==
        Approx(value("energy.chip") * images).epsilon(kRounding));
  CHECK(value("power.chip.average") <= value("power.average") * (1 + kRounding));
  CHECK(value("tops.chip.average") <= value("tops.chip.peak"));
  if (const Metric* achieved = results.find("tops.chip.achieved"))
    CHECK(achieved->value <= value("tops.chip.peak"));
  for (const LayerRow& layer : results.layers) CHECK(layer.utilization <= 1 + kRounding);
}

}  // namespace

TEST_CASE("a figure beyond its bound is refused, with both") {
  CHECK_NOTHROW(check_bounds({{"rate of a link", 2, 2, "bit/s"}, {"use", 99.5, 100, "%"}}));
  CHECK_THROWS_AS(check_bounds({{"rate of a link", 2.001, 2, "bit/s"}}), Bug);
  CHECK_THROWS_WITH(check_bounds({{"throughput", 6418485, 4577, "images/s"}}),
                    Catch::Contains("throughput") && Catch::Contains("6.418485 Mimages/s") &&
                        Catch::Contains("4.577 kimages/s"));
  CHECK_THROWS_AS(check_bounds({{"a rate", std::nan(""), 2, "bit/s"}}), Bug);
}

TEST_CASE("no machine of arrays beats its bounds") {
  const std::string chip =
      GENERATE(as<std::string>(), "edge_rram_28nm", "dcim_28nm", "edge_sram_charge_28nm",
               "isaac_isca_2016", "hermes_jssc_2022", "neurram_nature_2022", "diana_isscc_2022",
               "sinangil_jssc_2021", "colonnade_jssc_2021", "edge_rram_attention_28nm");
  const std::string workload =
      GENERATE(as<std::string>(), "lenet5_fashion_mnist", "mlperf_tiny_ds_cnn");
  const int images = GENERATE(1, 2, 5);
  CAPTURE(chip, workload, images);
  check_report(
      counted(chip, workload, {"chip.tiles=0", "engine.images=" + std::to_string(images)}));
}

TEST_CASE("no machine of MAC arrays beats its bounds, whatever the batch") {
  const std::string chip =
      GENERATE(as<std::string>(), "edge_npu_28nm", "tpu_v1_isca_2017", "eyeriss_jssc_2017");
  const std::string workload =
      GENERATE(as<std::string>(), "lenet5_fashion_mnist", "mlperf_tiny_autoencoder");
  const int batch = GENERATE(1, 2, 4);
  CAPTURE(chip, workload, batch);
  check_report(
      counted(chip, workload, {"engine.images=4", "placement.batch=" + std::to_string(batch)}));
}

TEST_CASE("no machine that writes its weights anew beats its bounds, whatever batch and images") {
  const int tiles = GENERATE(2, 3);
  const int batch = GENERATE(1, 3, 16);
  const int images = GENERATE(1, 2, 7, 16, 33);
  CAPTURE(tiles, batch, images);
  check_report(
      counted("edge_rram_28nm", "lenet5_fashion_mnist",
              {"chip.off_chip=" + kConfigs + "memories/lpddr4_3200.yaml",
               "chip.tiles=" + std::to_string(tiles), "placement.batch=" + std::to_string(batch),
               "engine.images=" + std::to_string(images)}));
}

TEST_CASE("no extrapolated run beats its bounds") {
  const std::string chip = GENERATE(as<std::string>(), "edge_rram_28nm", "dcim_28nm");
  check_report(counted(chip, "lenet5_fashion_mnist",
                       {"chip.tiles=0", "engine.images=200", "engine.fidelity=steady"}));
}

}  // namespace mho
