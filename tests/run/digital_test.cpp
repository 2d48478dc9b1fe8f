// Whole runs on digital machines: exact accuracy, figures that agree, a bound for every layer.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/figures/peak.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "tests/paths.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

const std::string kConfigs = std::string(kSourceDir) + "/configs/";

Results run_on(const std::string& chip, int timed, int batch) {
  Document document = Document::load(kQuickstart);
  document.set("chip=" + kConfigs + "chips/" + chip + ".yaml");
  RunSpec spec = read_spec<RunSpec>(document);
  spec.placement = PlacementSpec{};
  spec.placement->batch = batch;
  spec.accuracy.images = 20;
  spec.engine.images = timed;
  spec.quantization.calibration_images = 32;
  return run(spec, {kQuickstart, 0}, {1, {}});
}

}  // namespace

TEST_CASE("an edge NPU runs LeNet-5 exactly, layer after layer, and names each layer's bound") {
  const Results results = run_on("edge_npu_28nm", 8, 4);
  CHECK(results.exact);
  CHECK(value(results, "accuracy.loss.mean") == 0);
  CHECK(value(results, "accuracy.analog.mean") == value(results, "accuracy.quantized"));
  CHECK(results.find("accuracy.trials") == nullptr);
  CHECK(value(results, "macs.per_inference") == 416520);
  std::int64_t macs = 0;
  for (const LedgerLine& line : results.ledger.lines())
    if (!line.is_static() && results.part_of(line).component == "mac") macs += line.count;
  CHECK(macs > 0);
  CHECK(macs <= 8 * 416520);  // zero inputs gate
  const double operations = 2 * value(results, "macs.per_inference");
  CHECK(value(results, "tops.chip.achieved") ==
        Approx(operations * value(results, "throughput.steady") / 1e12).epsilon(kRounding));
  CHECK(value(results, "tops.chip.achieved") < value(results, "tops.chip.peak"));
  double energy = 0;
  for (const ComponentRow& row : results.components) energy += row.energy_j;
  CHECK(energy == Approx(value(results, "energy.per_inference")).epsilon(kRounding));
  for (const LayerRow& row : results.layers) {
    INFO(row.name);
    CHECK_FALSE(row.bound.empty());
    CHECK(row.end_s >= row.start_s);
    CHECK(row.utilization <= 1);
  }
  CHECK(to_text(results).find("1 tile of 32 x 32 MACs") != std::string::npos);
  CHECK(to_text(results).find("weight bandwidth") != std::string::npos);
  CHECK(to_json(results).find("\"bound\": \"weight bandwidth\"") != std::string::npos);
}

TEST_CASE("every shipped chip of MAC arrays runs LeNet-5 to the same accuracy") {
  const std::string chip = GENERATE("tpu_v1_isca_2017", "eyeriss_jssc_2017");
  const Results results = run_on(chip, 4, 2);
  CHECK(value(results, "accuracy.quantized") ==
        value(run_on("edge_npu_28nm", 4, 2), "accuracy.quantized"));
  CHECK(value(results, "throughput.steady") > 0);
}

TEST_CASE("digital in-memory macros give the timed engine's outputs bit for bit, without trials") {
  const std::string chip = GENERATE("dcim_22nm", "dcim_28nm");
  const Results results = run_on(chip, 2, 1);
  CHECK(results.exact);
  CHECK(value(results, "accuracy.loss.mean") == 0);
  CHECK(value(results, "engine.equals_untimed") == 2);
  std::int64_t products = 0;
  for (const LedgerLine& line : results.ledger.lines())
    if (!line.is_static() && results.part_of(line).component == "multiplier")
      products += line.count;
  CHECK(products > 0);
  CHECK(to_text(results).find("exact, nothing is drawn") != std::string::npos);
}

TEST_CASE("copies and kinds of tiles are refused on a chip of MAC arrays") {
  Document document = Document::load(kQuickstart);
  document.set("chip=" + kConfigs + "chips/edge_npu_28nm.yaml");
  RunSpec spec = read_spec<RunSpec>(document);
  spec.placement = PlacementSpec{};
  spec.placement->vector_unit = {"first"};
  spec.accuracy.images = spec.engine.images = 1;
  spec.quantization.calibration_images = 1;
  CHECK_THROWS_WITH(run(spec, {kQuickstart, 0}, {1, {}}), Catch::Contains("placement"));
}

TEST_CASE("nothing is extrapolated on a chip of MAC arrays, and the option is refused") {
  Document document = Document::load(kQuickstart);
  document.set("chip=" + kConfigs + "chips/edge_npu_28nm.yaml");
  document.set("engine.fidelity=steady");
  RunSpec spec = read_spec<RunSpec>(document);
  spec.accuracy.images = spec.engine.images = 1;
  spec.quantization.calibration_images = 1;
  CHECK_THROWS_WITH(run(spec, {kQuickstart, 0}, {1, {}}),
                    Catch::Contains("engine.fidelity") && Catch::Contains("allowed there: full"));
}

TEST_CASE("TPU v1's peak is 92 TOPS, and it takes the 40 W of a busy die within 10 %") {
  const Chip chip(read_spec<ChipSpec>(Document::load(kConfigs + "chips/tpu_v1_isca_2017.yaml")));
  const Peak peak = peak_of(chip, 8, 8, 1);
  CHECK(peak.chip.operations_per_second == Approx(91.75e12).epsilon(1e-3));
  CHECK(peak.chip.power.value() == Approx(40).epsilon(0.10));
}

}  // namespace mho
