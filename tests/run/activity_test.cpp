// Statistical activity against exact activity.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "tests/paths.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

TEST_CASE("statistical activity is within 5 % of exact activity, for every run that is shipped") {
  for (const char* name : {"quickstart", "resnet8_pcm", "resnet8_rram_wires", "resnet8_sram_charge",
                           "vit_attention"}) {
    INFO(name);
    const std::string file = std::string(kSourceDir) + "/configs/runs/" + name + ".yaml";
    Document document = Document::load(file);
    for (const char* set :
         {"accuracy.images=4", "accuracy.trials=1", "accuracy.ablate=false", "engine.images=4",
          "engine.activity=statistical", "quantization.calibration_images=32"})
      document.set(set);
    const Results results = run(read_spec<RunSpec>(document), {file, 0}, {1, {}});
    CHECK(std::abs(value(results, "activity.error")) < 5);
  }
}

TEST_CASE("a run with statistical activity has the times of an exact one, and nearly its energy") {
  const Results exact = lenet_results({"engine.images=4"});
  const Results statistical = lenet_results({"engine.images=4", "engine.activity=statistical"});
  CHECK(value(statistical, "latency.first") == value(exact, "latency.first"));
  CHECK(value(statistical, "engine.time") == value(exact, "engine.time"));
  CHECK(value(statistical, "accuracy.analog.mean") == value(exact, "accuracy.analog.mean"));
  CHECK(value(statistical, "energy.per_inference") ==
        Approx(value(exact, "energy.per_inference")).epsilon(0.05));
  // The measured error is that of the cells' energy in the ledger, on the same images.
  const auto cells = [](const Results& results) {
    double joules = 0;
    for (const ComponentRow& row : results.components)
      if (row.name == "cell") joules = row.energy_j;
    return joules;
  };
  CHECK(cells(statistical) / cells(exact) - 1 ==
        Approx(value(statistical, "activity.error") / 100).margin(1e-3));
  CHECK(exact.find("activity.error") == nullptr);
}

TEST_CASE("skipped zeros are counted as often as in the calibration images") {
  const std::vector<std::string> sets{"chip.tile.macro.zero_skipping=slice", "engine.images=64",
                                      "accuracy.images=64", "quantization.calibration_images=256"};
  std::vector<std::string> statistical = sets;
  statistical.emplace_back("engine.activity=statistical");
  const Results results = lenet_results(statistical);
  CHECK(std::abs(value(results, "activity.error")) < 5);
  CHECK(value(results, "energy.macros") ==
        Approx(value(lenet_results(sets), "energy.macros")).epsilon(0.05));
}

TEST_CASE("statistical activity is the same for any number of threads") {
  const RunSpec spec = lenet_spec({"engine.activity=statistical"});
  const Results one = run(spec, {kQuickstart, 0}, {1, {}});
  const Results four = run(spec, {kQuickstart, 0}, {4, {}});
  CHECK((one.ledger.total() == four.ledger.total()));
  CHECK(value(one, "activity.error") == value(four, "activity.error"));
}

TEST_CASE("statistical activity is refused where it has no meaning") {
  CHECK_THROWS_WITH(lenet_spec({"engine.activity=statistical", "engine.values=off"}),
                    Catch::Contains("needs values: on"));
  CHECK_THROWS_WITH(
      lenet_results({"chip=" + std::string(kSourceDir) + "/configs/chips/edge_npu_28nm.yaml",
                     "engine.activity=statistical"}),
      Catch::Contains("engine.activity") && Catch::Contains("exact"));
}

}  // namespace mho
