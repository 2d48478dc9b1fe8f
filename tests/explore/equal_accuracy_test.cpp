// Searches on LeNet-5 and few images: what they find reaches the target, and is at the edge of it.
#include "sim/explore/equal_accuracy.hpp"

#include <catch2/catch.hpp>

#include "tests/explore/lenet_run.hpp"

namespace mho {

namespace {

const std::string kNoisy = "chip.tile.macro.cell.read_noise={form: constant, sigma: 0.5}";

double accuracy(const ComparedRow& row) { return row.find("accuracy.analog.mean")->value; }

double energy(const ComparedRow& row) { return row.find("energy.per_inference")->value; }

}  // namespace

TEST_CASE("a machine that reaches the target takes fewer bits for less energy") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const Trial& face = candidate.run({});
  const double target = *accuracy_of(face) - 10;
  const ComparedRow row = equal_accuracy(candidate, {target}).row;
  REQUIRE(row.ran());
  CHECK(row.lack.empty());
  CHECK(row.change.find("bits") != std::string::npos);
  CHECK(accuracy(row) >= target);
  CHECK(energy(row) < face.results->find("energy.per_inference")->value);
}

TEST_CASE("a target of 0 percent is reached with the cheapest bits that run") {
  Candidate candidate(
      lenet_run("edge_rram_28nm", {"quantization.weight_bits=3", "quantization.activation_bits=3"}),
      {1, {}});
  const ComparedRow row = equal_accuracy(candidate, {0}).row;
  REQUIRE(row.ran());
  CHECK(row.find("precision.activations")->value == 1);
}

TEST_CASE("where noise is the limit, the largest scale that reaches the target is found") {
  Candidate candidate(lenet_run("edge_rram_28nm", {kNoisy}), {1, {}});
  const Trial& exact = candidate.run({"conditions.error_scale=0"});
  REQUIRE(exact.results);
  const double target = *accuracy_of(exact) - 1;
  REQUIRE(*accuracy_of(candidate.run({})) < target - 10);
  const ComparedRow row = equal_accuracy(candidate, {target}).row;
  const std::string before = "needs noise x 0.";
  REQUIRE(row.change.find(before) == 0);
  const int hundredths = std::stoi((row.change.substr(before.size(), 2) + "0").substr(0, 2));
  CHECK(accuracy(row) >= target);
  const auto next = "conditions.error_scale=0." + std::string(hundredths + 1 < 10 ? "0" : "") +
                    std::to_string(hundredths + 1);
  CHECK(*accuracy_of(candidate.run({next})) < target);
}

TEST_CASE("where bits are the limit, they are added until the target is reached") {
  Candidate candidate(
      lenet_run("edge_rram_28nm", {"quantization.weight_bits=2", "quantization.activation_bits=4"}),
      {1, {}});
  Candidate wide(lenet_run("edge_rram_28nm"), {1, {}});
  const double target = *accuracy_of(wide.run({})) - 2;
  REQUIRE(*accuracy_of(candidate.run({})) < target - 5);
  const ComparedRow row = equal_accuracy(candidate, {target}).row;
  REQUIRE(row.lack.empty());
  CHECK(row.change.find("weights 2 -> ") != std::string::npos);
  CHECK(accuracy(row) >= target);
}

TEST_CASE("a difference that images and trials leave open at 95 % is not solved") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const Results& face = *candidate.run({}).results;
  const double own = *accuracy_of(candidate.run({}));
  AccuracyTarget better{own + 0.5, 0, "a better machine", face.judged};
  const EqualAccuracy open = equal_accuracy(candidate, better);
  CHECK(open.changes.empty());
  CHECK(open.row.scaled == "nothing");
  CHECK(open.row.change.find("as it is: no difference of more than 0 points from a better machine "
                             "at 95 %; paired by image and trial it is 0 below (") == 0);
  // The same shortfall of a machine that is surely worse is solved.
  Candidate noisy(lenet_run("edge_rram_28nm", {kNoisy}), {1, {}});
  REQUIRE(*accuracy_of(noisy.run({})) < own - 30);
  const AccuracyTarget reached{own - 1, 1, "a better machine", face.judged};
  CHECK(equal_accuracy(noisy, reached).row.scaled != "nothing");
}

TEST_CASE("a target that no search reaches is said not to be reached") {
  Candidate candidate(lenet_run("edge_rram_28nm", {kNoisy, "quantization.weight_bits=2"}), {1, {}});
  const ComparedRow row = equal_accuracy(candidate, {100.5}).row;
  CHECK(row.ran());
  REQUIRE(row.lack.size() == 1);
  CHECK(row.lack[0].find("does not reach it") == 0);
}

TEST_CASE("a machine that does not run has no equal accuracy, and the reason stays") {
  Candidate candidate(lenet_run("edge_rram_28nm", {"chip.tiles=1"}), {1, {}});
  const ComparedRow row = equal_accuracy(candidate, {50}).row;
  CHECK_FALSE(row.ran());
  CHECK(row.lack.at(0).find("network needs") != std::string::npos);
}

}  // namespace mho
