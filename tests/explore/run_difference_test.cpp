// What two runs differ in, of made-up figures whose differences are known.
#include "sim/explore/run_difference.hpp"

#include <catch2/catch.hpp>

#include "tests/report/some_results.hpp"

namespace mho {

namespace {

const ChangedMetric& metric_of(const RunDifference& difference, const std::string& name) {
  for (const ChangedMetric& metric : difference.metrics)
    if (metric.name == name) return metric;
  FAIL("no metric " + name);
  return difference.metrics.at(0);
}

/// Of 40 images on three chips, the first `wrong` of which are wrong on each chip.
JudgedImages judged(int wrong) {
  const std::vector<std::int32_t> labels(40, 1);
  const auto right_but = [&](int first) {
    std::vector<int> predicted(labels.begin(), labels.end());
    std::fill_n(predicted.begin(), first, 0);
    return Correctness(predicted, labels);
  };
  return {right_but(0), right_but(0), {right_but(wrong), right_but(wrong), right_but(wrong + 1)}};
}

RunDifference between(const Results& one, const Results& other) {
  return difference_of(stored_run(one), stored_run(other));
}

}  // namespace

TEST_CASE("a run differs in nothing from itself") {
  const RunDifference difference = between(some_results(), some_results());
  CHECK(difference.keys.empty());
  CHECK(difference.wholes.empty());
  for (const ChangedMetric& metric : difference.metrics) CHECK(metric.verdict == Difference::same);
}

TEST_CASE("keys that one run alone has, and those with other values, are told") {
  Results one = some_results(), other = some_results();
  one.resolved_yaml = "seed: 1\nchip: {adc: {bits: 8}, tiles: [1, 2], old: 3}\n";
  other.resolved_yaml = "seed: 1\nchip: {adc: {bits: 6}, tiles: [1, 4], new: 5}\n";
  const auto keys = between(one, other).keys;
  REQUIRE(keys.size() == 4);
  CHECK(keys[0].key == "chip.adc.bits");
  CHECK(keys[0].one == "8");
  CHECK(keys[0].other == "6");
  CHECK(keys[1].key == "chip.tiles[1]");
  CHECK(keys[2].key == "chip.old");
  CHECK_FALSE(keys[2].other);
  CHECK(keys[3].key == "chip.new");
  CHECK_FALSE(keys[3].one);
}

TEST_CASE("accuracies of the same images are compared image by image") {
  Results one = some_results(), other = some_results();
  one.metrics.push_back({"accuracy.analog.mean", 95, "%", "Accuracy.", "trials"});
  other.metrics.push_back({"accuracy.analog.mean", 40, "%", "Accuracy.", "trials"});
  one.judged = judged(2);
  other.judged = judged(24);
  const ChangedMetric worse = metric_of(between(one, other), "accuracy.analog.mean");
  CHECK(worse.verdict == Difference::more);
  REQUIRE(worse.ci95);
  CHECK(worse.ci95->high < 0);
  CHECK(worse.ci95->low > -100);
  // One image of 40 is no news.
  other.judged = judged(3);
  const ChangedMetric same = metric_of(between(one, other), "accuracy.analog.mean");
  CHECK(same.verdict == Difference::by_chance);
  // Other images cannot be paired.
  other.workload = "another workload";
  const RunDifference unpaired = between(one, other);
  CHECK_FALSE(metric_of(unpaired, "accuracy.analog.mean").ci95);
  CHECK(unpaired.remarks.size() == 1);
}

TEST_CASE("figures that models give differ as far as the models tell, all others as computed") {
  Results one = some_modelled_results(), other = some_modelled_results();
  const auto set = [&](const char* name, double value) {
    for (Metric& metric : other.metrics)
      if (metric.name == name) metric.value = value;
  };
  // The same models in both: what they are off by is shared, so that any difference tells.
  set("area.chip", 1.3);
  set("latency.first", 4.3e-5);
  CHECK(metric_of(between(one, other), "area.chip").verdict == Difference::more);
  CHECK(metric_of(between(one, other), "latency.first").verdict == Difference::computed);
  for (Metric& metric : other.metrics)
    if (metric.name == "area.chip") metric.modelled[0].model = "another";
  CHECK(metric_of(between(one, other), "area.chip").verdict == Difference::by_models);
  set("area.chip", 20);
  CHECK(metric_of(between(one, other), "area.chip").verdict == Difference::more);
}

TEST_CASE("a metric that one run alone has is told as that") {
  Results one = some_results(), other = some_results();
  other.metrics.push_back({"power.chip", 0.5, "W", "Power.", "ledger"});
  CHECK(metric_of(between(one, other), "power.chip").verdict == Difference::one_alone);
  CHECK(metric_of(between(other, one), "power.chip").verdict == Difference::one_alone);
}

TEST_CASE("the parts that moved add up to the difference of the whole, most moved first") {
  Results one = some_results(), other = some_results();
  other.components[0].area_m2 = 2e-7;
  other.components.push_back({"new part", 0, 0, 1e-7});
  other.ledger.add(0, 0, "conv2", 0, 5, 1000000000000000000);
  const RunDifference difference = between(one, other);
  REQUIRE(difference.wholes.size() == 2);
  const MovedWhole& energy = difference.wholes[0];
  CHECK(energy.metric == "energy.per_inference");
  REQUIRE(energy.parts.size() == 1);
  CHECK(energy.parts[0].name == "adc, convert, conv2");
  CHECK(energy.parts[0].share == 1);
  const MovedWhole& area = difference.wholes[1];
  REQUIRE(area.parts.size() == 2);
  CHECK(area.parts[0].name == "adc");
  CHECK(area.parts[0].share == Approx(0.75));
  CHECK(area.other - area.one == Approx(-0.3 + 0.1));
}

}  // namespace mho
