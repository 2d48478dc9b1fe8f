#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "sim/base/error.hpp"
#include "sim/figures/metric_catalogue.hpp"

namespace mho {

TEST_CASE("every metric has one name, a sentence and a way that it is found") {
  std::set<std::string> names;
  for (const MetricRow& metric : metric_catalogue()) {
    INFO(metric.name);
    CHECK(names.insert(metric.name).second);
    CHECK(std::string(metric.sentence).back() == '.');
    CHECK(!std::string(metric.how).empty());
  }
}

TEST_CASE(
    "promise 10: every TOPS/J states operations and precision, with 8b x 8b and 1b x 1b beside "
    "it") {
  int efficiencies = 0;
  for (const MetricRow& metric : metric_catalogue()) {
    const std::string name = metric.name;
    if (name.rfind("tops_per_joule.", 0) != 0 || name.ends_with(".normalized") ||
        name.ends_with(".normalized_8b"))
      continue;
    ++efficiencies;
    INFO(name);
    const std::string sentence = metric_sentence(metric, "4-bit x 2-bit");
    CHECK(sentence.find("2 operations per MAC") != std::string::npos);
    CHECK(sentence.find("4-bit x 2-bit") != std::string::npos);
    CHECK_NOTHROW(metric_row(name + ".normalized"));
    CHECK_NOTHROW(metric_row(name + ".normalized_8b"));
  }
  CHECK(efficiencies == 8);
}

TEST_CASE("a metric that not every run has says what a run needs, or cannot be asked for") {
  CHECK(absence_of("duty.power.gated") ==
        "is no metric of this run; it needs power gates: chip.power_states.power_gating");
  CHECK(absence_of("tops_per_joule.system.peak.normalized") ==
        "is no metric of this run; it needs a memory beside the chip: chip.off_chip");
  CHECK(absence_of("noc.wait") == "is no metric of this run; allowed: one that its report has");
}

TEST_CASE("an unknown metric is a bug") { CHECK_THROWS_AS(metric_row("area"), Bug); }

}  // namespace mho
