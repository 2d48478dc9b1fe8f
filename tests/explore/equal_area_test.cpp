#include "sim/explore/equal_area.hpp"

#include <catch2/catch.hpp>

#include "sim/chip/chip.hpp"
#include "tests/explore/lenet_run.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

ChipSpec chip_named(const std::string& name) {
  return read_spec<ChipSpec>(Document::load(chip_file(name)));
}

Area area_of(ChipSpec chip, int tiles) {
  chip.tiles = tiles;
  return Chip(chip).area();
}

ComparedRow at_area(Candidate& candidate, Area area) {
  return equal_area_row(RowKind::equal_area, candidate, {area, "another"}, {});
}

}  // namespace

TEST_CASE("the most tiles that fit an area: as many at that area, one less just below it") {
  for (const std::string name : {"edge_rram_28nm", "isaac_isca_2016"}) {
    const ChipSpec chip = chip_named(name);
    for (const int tiles : {2, 9, 168}) {
      const Area exact = area_of(chip, tiles);
      INFO(name << ", " << tiles << " tiles");
      // Routers are shared: tiles behind one router may come without further area.
      const int fits = tiles_within(chip, exact);
      CHECK(fits >= tiles);
      CHECK(area_of(chip, fits) <= exact);
      CHECK(area_of(chip, fits + 1) > exact);
      CHECK(tiles_within(chip, 0.999999 * exact) < fits);
    }
  }
}

TEST_CASE("no tile fits an area below that of a chip of one tile") {
  const ChipSpec chip = chip_named("edge_rram_28nm");
  CHECK(tiles_within(chip, area_of(chip, 1)) == 1);
  CHECK(tiles_within(chip, 0.999999 * area_of(chip, 1)) == 0);
}

TEST_CASE("the reference at its own area is the machine as it is, to the last metric") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const ComparedRow row = reference_row(RowKind::equal_area, candidate, {});
  const ComparedRow face = row_of(RowKind::face_value, candidate, candidate.run({}), "");
  CHECK(row.scaled == "nothing");
  CHECK(row.tiles == face.tiles);
  REQUIRE(row.metrics.size() == face.metrics.size());
  for (const Metric& metric : face.metrics) {
    INFO(metric.name);
    CHECK(row.find(metric.name)->value == metric.value);
  }
}

TEST_CASE("a rival's copies change its times and energy, said so, and not its accuracy") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const ComparedRow row = at_area(candidate, *area_under(candidate, {}));
  const Results& face = *candidate.run({}).results;
  CHECK(row.tiles == face.tiles);
  CHECK(row.scaled == "tiles, copies");
  CHECK(row.change.find("energy x 1.") != std::string::npos);
  CHECK(row.find("arrays.used")->value > face.find("arrays.used")->value);
  CHECK(row.find("throughput.steady")->value > face.find("throughput.steady")->value);
  for (const char* name : {"accuracy.analog.mean", "accuracy.loss.mean", "accuracy.quantized",
                           "accuracy.images", "accuracy.trials"}) {
    INFO(name);
    CHECK(row.find(name)->value == face.find(name)->value);
  }
}

TEST_CASE("a run that places its copies itself keeps them, and the accuracy that they have") {
  Candidate candidate(lenet_run("edge_rram_28nm", {"placement.balance=true"}), {1, {}});
  const ComparedRow row = at_area(candidate, *area_under(candidate, {}));
  const Results& face = *candidate.run({}).results;
  CHECK(row.scaled == "nothing");
  for (const char* name : {"accuracy.analog.mean", "throughput.steady", "energy.per_inference"})
    CHECK(row.find(name)->value == face.find(name)->value);
}

TEST_CASE("a chip of MAC arrays, which has no arrays to fill, gets figures at an area too") {
  Candidate candidate(lenet_run("edge_npu_28nm"), {1, {}});
  const ComparedRow row = at_area(candidate, *area_under(candidate, {}));
  REQUIRE(row.find("throughput.steady"));
  CHECK(row.find("throughput.steady")->value ==
        candidate.run({}).results->find("throughput.steady")->value);
}

TEST_CASE("a machine scaled to a larger area has more tiles, peak and area, within that area") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const Area area = 2.0 * *area_under(candidate, {});
  const ComparedRow row = at_area(candidate, area);
  REQUIRE(row.ran());
  CHECK(row.tiles > 8);
  CHECK(row.find("area.chip")->value * 1e-6 <= area.value());
  const double peak = candidate.run({}).results->find("tops.chip.peak")->value;
  CHECK(row.find("tops.chip.peak")->value == Approx(peak * row.tiles / 8));
}

TEST_CASE("a machine that does not fit the area gets the fewest tiles that hold the network") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const ChipSpec& chip = candidate.spec().chip;
  const ComparedRow row = at_area(candidate, area_of(chip, 2));
  REQUIRE(row.ran());
  CHECK(row.tiles == 4);  // 14 arrays
  CHECK(row.find("area.chip")->value * 1e-6 == Approx(area_of(chip, 4).value()));
  CHECK(row.change.find(" times the area of another, as no fewer tiles hold the network") !=
        std::string::npos);
  CHECK(at_area(candidate, 0.5 * area_of(chip, 1)).tiles == 4);
}

TEST_CASE("a machine that does not run at face value keeps its reason at an area without room") {
  Candidate candidate(lenet_run("edge_rram_28nm", {"chip.tiles=1"}), {1, {}});
  const ChipSpec& chip = candidate.spec().chip;
  const ComparedRow small = at_area(candidate, area_of(chip, 1));
  CHECK_FALSE(small.ran());
  CHECK(small.lack.at(0).find("chip.tiles: network needs") != std::string::npos);
  CHECK(at_area(candidate, area_of(chip, 4)).ran());
}

}  // namespace mho
