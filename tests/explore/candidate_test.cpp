#include "sim/explore/candidate.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/explore/lenet_run.hpp"

namespace mho {

TEST_CASE("a point of a search is run once, however often it is asked for") {
  int told = 0;
  Candidate candidate(lenet_run("edge_rram_28nm"),
                      {1, [&](const std::string& stage, double) {
                         CHECK(stage.starts_with("edge_rram_28nm on lenet5_fashion_mnist: "));
                         ++told;
                       }});
  const Trial& first = candidate.run({"quantization.weight_bits=4"});
  REQUIRE(first.results);
  const int after_one = told;
  CHECK(after_one > 0);
  CHECK(&candidate.run({"quantization.weight_bits=4"}) == &first);
  CHECK(told == after_one);
}

TEST_CASE("a point that cannot run keeps its problems") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const Trial& too_small = candidate.run({"chip.tiles=1"});
  CHECK_FALSE(too_small.results);
  REQUIRE(too_small.problems.size() == 1);
  CHECK(too_small.problems[0].find("network needs") != std::string::npos);
  const Trial& wrong = candidate.run({"chip.tile.macro.adc.bits=99"});
  REQUIRE(wrong.problems.size() == 1);
  CHECK(wrong.problems[0].find("chip.tile.macro.adc.bits") != std::string::npos);
  const Trial& too_many = candidate.run({"accuracy.images=10001"});
  REQUIRE(too_many.problems.size() == 1);
  CHECK(too_many.problems[0].find("--set: accuracy.images: ") == 0);
  const ComparedRow row = row_of(RowKind::face_value, candidate, too_small, "");
  CHECK(row.machine == "edge_rram_28nm");
  CHECK_FALSE(row.ran());
  CHECK(row.lack == too_small.problems);
}

TEST_CASE("a wrong run is refused before any point of it runs") {
  CHECK_THROWS_AS(Candidate(lenet_run("edge_rram_28nm", {"seed=-1"}), {1, {}}), InputError);
}

TEST_CASE("utilization is achieved over peak operations") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const ComparedRow row = row_of(RowKind::face_value, candidate, candidate.run({}), "");
  REQUIRE(row.find("utilization.peak"));
  CHECK(row.find("utilization.peak")->value ==
        Approx(100 * row.find("tops.chip.achieved")->value / row.find("tops.chip.peak")->value));
}

}  // namespace mho
