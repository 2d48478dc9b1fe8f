#include "sim/explore/compare.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/report/compare_json.hpp"
#include "tests/explore/lenet_run.hpp"

namespace mho {

namespace {

CompareRequest two_chips() {
  CompareRequest request;
  request.runs = {{lenet_run("edge_rram_28nm"), lenet_run("edge_pcm_28nm", {"chip.tiles=1"})}};
  return request;
}

/// Searches for equal accuracy try one bit less and one more: few bits, few runs.
const std::vector<std::string> kFewBits{"quantization.weight_bits=4",
                                        "quantization.activation_bits=4"};

CompareRequest all_equal_with_few_bits(const Document& rival) {
  CompareRequest request;
  request.runs = {{lenet_run("edge_rram_28nm", kFewBits), rival}};
  request.area_reference = 0;
  request.accuracy_points = 20;
  return request;
}

}  // namespace

TEST_CASE("a machine that cannot run stays in the comparison with its reason") {
  const Comparison comparison = compare(two_chips(), {1, {}});
  REQUIRE(comparison.workloads.size() == 1);
  const std::vector<ComparedRow>& rows = comparison.workloads[0].rows;
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].ran());
  CHECK_FALSE(rows[1].ran());
  CHECK(rows[1].machine == "edge_pcm_28nm");
  CHECK(rows[1].lack.at(0).find("network needs") != std::string::npos);
  CHECK(comparison.any_ran());
}

TEST_CASE("a compared row is what a run by itself reports") {
  const Comparison comparison = compare(two_chips(), {1, {}});
  const Document document = lenet_run("edge_rram_28nm");
  const Results alone = run(read_spec<RunSpec>(document), {document.file(), 0}, {1, {}});
  const ComparedRow& row = comparison.workloads[0].rows[0];
  for (const Metric& metric : alone.metrics) {
    INFO(metric.name);
    REQUIRE(row.find(metric.name));
    CHECK(row.find(metric.name)->value == metric.value);
  }
  CHECK(row.resolved_yaml == alone.resolved_yaml);
}

TEST_CASE("a comparison gives the same bytes for any number of threads") {
  const CompareRequest request =
      all_equal_with_few_bits(lenet_run("edge_pcm_28nm", {"chip.tiles=1"}));
  const std::string one = to_json(compare(request, {1, {}}));
  CHECK(to_json(compare(request, {2, {}})) == one);
}

TEST_CASE("equal area and equal accuracy add a row a machine, and say what they are equal to") {
  const CompareRequest request =
      all_equal_with_few_bits(lenet_run("edge_pcm_28nm", {"chip.tiles=1"}));
  const Comparison comparison = compare(request, {1, {}});
  const ComparedWorkload& workload = comparison.workloads[0];
  CHECK(workload.rows.size() == 8);
  REQUIRE(workload.remarks.size() == 3);
  CHECK(workload.remarks[0].find("the area of edge_rram_28nm") != std::string::npos);
  CHECK(workload.remarks[1].find("20 points below that of the exact integer network") !=
        std::string::npos);
  CHECK(workload.remarks[2].find("Equal area and accuracy: ") == 0);
  for (const ComparedRow& row : workload.rows)
    CHECK(row.scaled.empty() == (row.kind == RowKind::face_value || !row.ran()));
}

TEST_CASE("both at once: the reference at its equal accuracy, and its rivals at that area") {
  const CompareRequest request = all_equal_with_few_bits(lenet_run("dcim_28nm", kFewBits));
  const ComparedWorkload workload = compare(request, {1, {}}).workloads[0];
  const auto row = [&](RowKind kind, const std::string& machine) {
    for (const ComparedRow& each : workload.rows)
      if (each.kind == kind && each.machine == machine) return each;
    throw Bug("no such row");
  };
  const ComparedRow reference = row(RowKind::equal_both, "edge_rram_28nm");
  const ComparedRow accurate = row(RowKind::equal_accuracy, "edge_rram_28nm");
  CHECK(reference.scaled == "bits");
  for (const Metric& metric : accurate.metrics) {
    INFO(metric.name);
    CHECK(reference.find(metric.name)->value == metric.value);
  }
  const ComparedRow rival = row(RowKind::equal_both, "dcim_28nm");
  REQUIRE(rival.ran());
  CHECK(rival.precision == row(RowKind::equal_accuracy, "dcim_28nm").precision);
  CHECK(rival.scaled.find("bits, ") == 0);
}

TEST_CASE("promise 6: wrong runs are refused together, each problem once, before any runs") {
  CompareRequest request;
  const std::vector<std::string> wrong{"seed=-1"};
  request.runs = {{lenet_run("edge_rram_28nm", wrong), lenet_run("edge_pcm_28nm", wrong)}};
  try {
    compare(request, {1, [](const std::string&, double) { FAIL("something ran"); }});
    FAIL("not refused");
  } catch (const InputError& error) {
    CHECK(error.problems().size() == 1);
    CHECK(error.problems()[0].key == "seed");
  }
}

}  // namespace mho
