// ACT's and CodeCarbon's formulas against figures worked out by hand, and the shipped data sets.
#include "models/carbon.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kCarbon = std::string(kSourceDir) + "/configs/carbon/";

Fab act() { return read_spec<Fab>(Document::load(kCarbon + "fab_act_isca_2022.yaml")); }

const FabNode& node(const Fab& fab, double nm) { return *fab.find(from_si<Length>(nm * 1e-9)); }

}  // namespace

TEST_CASE("making a square centimetre at 28 nm emits electricity, gases and materials over yield") {
  const Fab fab = act();
  const auto per_cm2 = [&](double abatement, double yield) {
    return in_grams_per_cm2(
        embodied_per_area(fab, node(fab, 28), grams_per_kwh(583), abatement, yield));
  };
  CHECK(per_cm2(0.95, 1) == Approx(583 * 0.9 + 175 + 500));
  CHECK(per_cm2(0.99, 1) == Approx(583 * 0.9 + 100 + 500));
  CHECK(per_cm2(0.97, 1) == Approx(583 * 0.9 + 137.5 + 500));
  CHECK(per_cm2(0.97, 0.5) == Approx(2 * (583 * 0.9 + 137.5 + 500)));
}

TEST_CASE("a die carries its package, whatever its area") {
  const Fab fab = act();
  const MassPerArea per_area =
      embodied_per_area(fab, node(fab, 7), grams_per_kwh(0), 0.95, 1);  // 850 g/cm2
  CHECK(embodied(fab, per_area, from_si<Area>(0)).value() == Approx(0.150));
  CHECK(embodied(fab, per_area, from_si<Area>(2e-4)).value() == Approx(0.150 + 2 * 0.850));
}

TEST_CASE("a mix of sources has the mean of their intensities, and energy times that is emitted") {
  const std::vector<SourceShare> mix{{grams_per_kwh(1000), 0.25}, {grams_per_kwh(20), 0.75}};
  CHECK(in_grams_per_kwh(mix_intensity(mix)) == Approx(265));
  const Energy kwh = from_si<Energy>(kJoulesPerKwh);
  CHECK(operational(2.0 * kwh, mix_intensity(mix)).value() == Approx(0.530));
  CHECK(operational(Energy(), mix_intensity(mix)).value() == 0);
}

TEST_CASE("every shipped data set of fabs and grids is read and is named as its file") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kCarbon)) {
    const std::string file = entry.path().string();
    const std::string stem = entry.path().stem().string();
    if (!stem.starts_with("fab_") && !stem.starts_with("grid_")) continue;
    INFO(file);
    const Document document = Document::load(file);
    const std::string name =
        document.has("nodes") ? read_spec<Fab>(document).name : read_spec<Grid>(document).name;
    CHECK(name == stem);
    ++files;
  }
  CHECK(files == 6);
}

TEST_CASE("nodes that the tables do not have are not made up") {
  const Fab fab = act();
  CHECK(fab.find(from_si<Length>(22e-9)) == nullptr);
  CHECK(fab.find(from_si<Length>(28e-9)) != nullptr);
}

}  // namespace mho
