#include "sim/explore/equal_area.hpp"

#include <catch2/catch.hpp>

#include "sim/chip/chip.hpp"
#include "tests/explore/lenet_run.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

ChipSpec chip_named(const std::string& name) {
  return read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/" + name + ".yaml"));
}

Area area_of(ChipSpec chip, int tiles) {
  chip.tiles = tiles;
  return Chip(chip).area();
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

TEST_CASE("the machine with its own area keeps its tiles and fills its arrays with copies") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const auto area = face_value_area(candidate);
  REQUIRE(area);
  const ComparedRow row = equal_area_row(candidate, *area);
  const Results& face = *candidate.run({}).results;
  CHECK(row.tiles == face.tiles);
  CHECK(row.find("area.chip")->value == face.find("area.chip")->value);
  CHECK(row.find("arrays.used")->value > face.find("arrays.used")->value);
  CHECK(row.find("throughput.steady")->value > face.find("throughput.steady")->value);
}

TEST_CASE("a chip of MAC arrays, which has no arrays to fill, gets figures at an area too") {
  Candidate candidate(lenet_run("edge_npu_28nm"), {1, {}});
  const auto area = face_value_area(candidate);
  REQUIRE(area);
  const ComparedRow row = equal_area_row(candidate, *area);
  REQUIRE(row.find("throughput.steady"));
  CHECK(row.find("throughput.steady")->value ==
        candidate.run({}).results->find("throughput.steady")->value);
}

TEST_CASE("a machine scaled to a larger area has more tiles, peak and area, within that area") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const Area area = 2.0 * *face_value_area(candidate);
  const ComparedRow row = equal_area_row(candidate, area);
  REQUIRE(row.ran());
  CHECK(row.tiles > 8);
  CHECK(row.find("area.chip")->value * 1e-6 <= area.value());
  const double peak = candidate.run({}).results->find("tops.chip.peak")->value;
  CHECK(row.find("tops.chip.peak")->value == Approx(peak * row.tiles / 8));
}

TEST_CASE("a machine that does not fit the area says whether tile or network is too large") {
  Candidate candidate(lenet_run("edge_rram_28nm"), {1, {}});
  const ChipSpec& chip = candidate.spec().chip;
  const ComparedRow none = equal_area_row(candidate, 0.5 * area_of(chip, 1));
  CHECK_FALSE(none.ran());
  CHECK(none.lack.at(0).find("with one tile it is already") == 0);
  const ComparedRow small = equal_area_row(candidate, area_of(chip, 1));
  CHECK_FALSE(small.ran());
  CHECK(small.lack.at(0).find("network needs") != std::string::npos);
}

}  // namespace mho
