// Runs without labels: a network known by its shape, on synthetic inputs.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "sim/run/output_snr.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kShipped = std::string(kSourceDir) + "/configs/";

RunSpec spec_of(const std::vector<std::string>& sets = {}) {
  Document document = Document::load(kShipped + "run_defaults.yaml");
  document.set("chip=" + kShipped + "chips/edge_rram_28nm.yaml");
  document.set("workload=" + kShipped + "workloads/mlperf_tiny_ds_cnn.yaml");
  document.set("accuracy.images=2");
  document.set("accuracy.trials=2");
  document.set("engine.images=1");
  document.set("chip.tiles=0");
  for (const std::string& set : sets) document.set(set);
  return read_spec<RunSpec>(document);
}

Results run_of(const RunSpec& spec, int threads = 1) {
  return run(spec, {"test", 0}, {threads, {}});
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a run on synthetic data reports the output's signal to noise and no accuracy") {
  const Results results = run_of(spec_of());
  for (const Metric& metric : results.metrics) CHECK(!metric.name.starts_with("accuracy."));
  const Metric* snr = results.find("output.snr.mean");
  REQUIRE(snr);
  CHECK(snr->unit == "dB");
  CHECK(snr->value > 0);
  CHECK(results.find("output.snr.ci95.low"));
  CHECK(results.find("output.inputs")->value == 2);
  CHECK(results.classes.empty());
  const std::string text = to_text(results);
  CHECK(contains(text, "output SNR"));
  CHECK(!contains(text, "accuracy loss"));
  CHECK(!contains(text, "yield"));
  CHECK(contains(text, "Synthetic weights and inputs: accuracy is not reported, output SNR is."));
  const std::string json = to_json(results);
  CHECK(contains(json, "\"output.snr.mean\""));
  CHECK(!contains(json, "\"accuracy."));
}

TEST_CASE("a trial without any error has no ratio, and leaves no mean") {
  CHECK(OutputSnr{1, {20.0, 30.0}}.all() == std::vector<double>{20, 30});
  CHECK(!OutputSnr{1, {20.0, std::nullopt}}.all());
}

TEST_CASE("the output's signal to noise is the same for any number of threads") {
  CHECK(run_of(spec_of(), 1).find("output.snr.mean")->value ==
        run_of(spec_of(), 3).find("output.snr.mean")->value);
}

TEST_CASE("a run takes no more synthetic inputs than there are, and says so") {
  const Results results = run_of(spec_of({"workload.training.synthetic.images=3"}));
  CHECK(contains(to_text(results), "Calibrated on 3 synthetic inputs."));
}

TEST_CASE("what needs accuracy is refused for a workload without labels") {
  CHECK_THROWS_WITH(spec_of({"accuracy.ablate=true"}),
                    Catch::Contains("ablates accuracy, which a workload without labels"));
  CHECK_THROWS_WITH(spec_of({"accuracy.precision=0.5"}),
                    Catch::Contains("has a precision of accuracy"));
  CHECK_THROWS_WITH(spec_of({"conditions={ages: [1 s, 1 h]}"}), Catch::Contains("several ages"));
}

}  // namespace mho
