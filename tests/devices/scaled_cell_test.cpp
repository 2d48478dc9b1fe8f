// A cell with a share of another one's programming errors and read noise.
#include "devices/scaled_cell.hpp"

#include <catch2/catch.hpp>

#include "tests/devices/cells.hpp"

namespace mho {
namespace {

const std::string kErring = kRram +
                            "  programming_error: {form: constant, sigma: 0.02}\n"
                            "  read_noise: {form: proportional, sigma: 0.01}\n";
const std::vector<float> kTargets(100, 20e-6F);

TEST_CASE("a scaled cell leaves its share of each programming error, and the same draws") {
  const std::shared_ptr<const Cell> whole = cell_from(kErring);
  const ScaledCell quarter(whole, 0.25);
  const std::vector<float> far = programmed(*whole, kTargets, {});
  const std::vector<float> near = programmed(quarter, kTargets, {});
  // Conductances are floats: 20 uS is exact to 1e-12 S.
  for (std::size_t n = 0; n < kTargets.size(); ++n) {
    const auto target = static_cast<double>(kTargets[n]);
    CHECK(static_cast<double>(near[n]) - target ==
          Approx(0.25 * (static_cast<double>(far[n]) - target)).margin(4e-12));
  }
}

TEST_CASE("a cell scaled by 1 is the cell, one scaled by 0 has neither error") {
  const std::shared_ptr<const Cell> whole = cell_from(kErring);
  CHECK(programmed(ScaledCell(whole, 1), kTargets, {}) == programmed(*whole, kTargets, {}));
  CHECK(ScaledCell(whole, 1).effects() == whole->effects());
  const ScaledCell none(whole, 0);
  CHECK(programmed(none, kTargets, {}) == kTargets);
  CHECK_FALSE(none.has_read_noise(Effects::all()));
  CHECK(none.effects().empty());
}

TEST_CASE("a cell scaled by a half reads with a quarter of the variance") {
  const std::shared_ptr<const Cell> whole = cell_from(kErring);
  std::vector<float> noisy(kTargets.size());
  std::vector<float> quiet(kTargets.size());
  whole->read_variance({}, kTargets, noisy);
  ScaledCell(whole, 0.5).read_variance({}, kTargets, quiet);
  CHECK(static_cast<double>(noisy[0]) == Approx(0.2e-6 * 0.2e-6));
  CHECK(static_cast<double>(quiet[0]) == Approx(0.1e-6 * 0.1e-6));
}

TEST_CASE("scaling a cell's errors leaves stuck cells and drift as they are") {
  const std::shared_ptr<const Cell> whole = cell_from(
      "  kind: rram\n  levels: 16\n  g_max: 40 uS\n  on_off_ratio: 20\n"
      "  programming_error: {form: constant, sigma: 0.02}\n"
      "  stuck_cells: {stuck_on: 0.2, stuck_off: 0.2}\n");
  Conditions at;
  at.effects = {Effect::stuck_cells};
  CHECK(programmed(ScaledCell(whole, 0), kTargets, {}) == programmed(*whole, kTargets, at));
}

}  // namespace
}  // namespace mho
