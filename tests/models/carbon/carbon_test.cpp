// Carbon of making, using, sending away, and the label's classes: against the examples that ACT,
// ECO-CHIP and Fischer et al. publish with their programs, and against limit cases.
#include "models/carbon.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/carbon_service.hpp"
#include "models/chiplet_package.hpp"
#include "models/die_yield.hpp"
#include "models/energy_label.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

constexpr double kHundredthPercent = 1e-4;

template <class Spec>
Spec shipped(const std::string& name) {
  return read_spec<Spec>(
      Document::load(std::string(kSourceDir) + "/configs/carbon/" + name + ".yaml"));
}

Area mm2(double area) { return from_si<Area>(area * 1e-6); }
Length nm(double node) { return from_si<Length>(node * 1e-9); }
double grams(Mass mass) { return 1e3 * mass.value(); }
double g_per_cm2(const Fab& fab, double node, double yield = 1) {
  return in_grams_per_cm2(die_emission(fab, nm(node), {grams_per_kwh(583), 0.97, yield}).per_area);
}

}  // namespace

TEST_CASE("ACT's own example of a 145 mm2 die at 10 nm comes out, package included") {
  const Fab fab = shipped<Fab>("fab_act_isca_2022");
  const DieEmission die = die_emission(fab, nm(10), {grams_per_kwh(583), 0.95, 0.943543});
  CHECK(grams(embodied(fab, die.per_area, mm2(145))) ==
        Approx((1.475 * 583 + 240 + 500) * 1.45 / 0.943543 + 150));
}

TEST_CASE("ACT's own example of use comes out: 273 mW, 72.3 % of 3.5 years, in Australia") {
  const double seconds = 3.5 * 365.25 * 86400 * 0.723;
  CHECK(grams(operational(from_si<Energy>(0.273 * seconds), grams_per_kwh(597))) ==
        Approx(597 * 0.273e-3 * 3.5 * 8766 * 0.723));
}

TEST_CASE("a node between two of the table lies between them, one of it is met exactly") {
  const Fab act = shipped<Fab>("fab_act_isca_2022");
  CHECK(g_per_cm2(act, 28) == Approx(1162.2));
  CHECK(g_per_cm2(act, 22) > g_per_cm2(act, 28));
  CHECK(g_per_cm2(act, 22) < g_per_cm2(act, 20));
  CHECK(die_emission(act, nm(22), {grams_per_kwh(583), 0.97, 1}).extrapolated.empty());
}

TEST_CASE("a node outside of the table is taken as the nearest, and told") {
  const Fab act = shipped<Fab>("fab_act_isca_2022");
  CHECK(g_per_cm2(act, 65) == Approx(g_per_cm2(act, 28)));
  CHECK(die_emission(act, nm(65), {grams_per_kwh(583), 0.97, 1}).extrapolated ==
        "has no 65 nm, taken as its 28 nm");
  const Fab eco = shipped<Fab>("fab_eco_chip_hpca_2024");
  CHECK(g_per_cm2(eco, 65) == Approx(800));
  CHECK(g_per_cm2(eco, 40) > 800);
  CHECK(g_per_cm2(eco, 40) < 1413.8);
  CHECK(die_emission(eco, nm(130), {grams_per_kwh(583), 0.97, 1}).extrapolated ==
        "has no 130 nm, taken as its 65 nm");
}

TEST_CASE("a fab whose parts are not told has its total, whatever the grid") {
  const Fab imec = shipped<Fab>("fab_imec_netzero");
  for (const double grid : {0.0, 583.0})
    CHECK(in_grams_per_cm2(die_emission(imec, nm(7), {grams_per_kwh(grid), 0.97, 1}).per_area) ==
          Approx(1440));
  CHECK(g_per_cm2(imec, 7, 0.5) == Approx(2880));
}

TEST_CASE("a yield of 1 loses nothing, and half of the dies cost twice") {
  const Fab act = shipped<Fab>("fab_act_isca_2022");
  CHECK(g_per_cm2(act, 22, 0.5) == Approx(2 * g_per_cm2(act, 22, 1)));
}

TEST_CASE("negative binomial yields are those of ECO-CHIP's program") {
  const auto yield = [](double defects, double area) {
    return die_yield(YieldModel::negative_binomial, defects, mm2(area), 10);
  };
  CHECK(yield(0.2, 148) == Approx(0.7469897817459745));
  CHECK(yield(0.2, 74) == Approx(0.8633669396921768));
  CHECK(yield(0.07, 20) == Approx(0.9861071990560136));
}

TEST_CASE("all models of yield are 1 without defects, and Poisson's is the lowest") {
  for (const YieldModel model :
       {YieldModel::poisson, YieldModel::murphy, YieldModel::negative_binomial}) {
    CHECK(die_yield(model, 0, mm2(100), 10) == 1);
    CHECK(die_yield(model, 0.2, mm2(1e-9), 10) == Approx(1));
    CHECK(die_yield(model, 1, mm2(400), 10) >= die_yield(YieldModel::poisson, 1, mm2(400), 10));
  }
  CHECK(die_yield(YieldModel::poisson, 0.5, mm2(200), 1) == Approx(std::exp(-1)));
  CHECK(die_yield(YieldModel::murphy, 0.5, mm2(200), 1) == Approx(std::pow(1 - std::exp(-1), 2)));
  CHECK(die_yield(YieldModel::negative_binomial, 0.5, mm2(200), 1e6) ==
        Approx(std::exp(-1)).epsilon(kHundredthPercent));
}

TEST_CASE("chiplets are laid out as ECO-CHIP's program lays them") {
  const auto area_mm2 = [](const std::vector<Area>& chiplets) {
    return 1e6 *
           chiplet_layout(chiplets, from_si<Length>(0.5e-3), from_si<Length>(10e-3)).area().value();
  };
  CHECK(area_mm2({mm2(74), mm2(74)}) == Approx(154.0827625302982));
  CHECK(area_mm2({mm2(25), mm2(25), mm2(25), mm2(25)}) == Approx(110.85660171779823));
  CHECK(area_mm2({mm2(100), mm2(50), mm2(30)}) == Approx(224.78560493178298));
}

TEST_CASE("packages of chiplets emit what ECO-CHIP's program prints") {
  const auto packaged = [](const std::string& kind, const std::vector<Area>& chiplets) {
    return grams(
        package_emission(shipped<ChipletPackage>("package_" + kind + "_eco_chip"), chiplets));
  };
  const std::vector<Area> two{mm2(74), mm2(74)};
  const std::vector<Area> four(4, mm2(25));
  const std::vector<Area> three{mm2(100), mm2(50), mm2(30)};
  CHECK(packaged("passive_interposer", two) == Approx(762.96591124));
  CHECK(packaged("rdl_fanout", two) == Approx(572.22443343));
  CHECK(packaged("silicon_bridge", two) == Approx(414.5913840470286));
  CHECK(packaged("passive_interposer", four) == Approx(537.26426601));
  CHECK(packaged("rdl_fanout", four) == Approx(402.94819951));
  CHECK(packaged("silicon_bridge", four) == Approx(625.0003966884644));
  CHECK(packaged("passive_interposer", three) == Approx(1152.73230099));
  CHECK(packaged("silicon_bridge", three) == Approx(414.5913840470286));
  CHECK(packaged("passive_interposer", {mm2(74)}) == 0);
}

TEST_CASE("grids have the rows of Our World in Data, by place and year") {
  const Grid grid = shipped<Grid>("grid_owid_2024");
  const auto g_per_kwh = [&](const std::string& place, int year) {
    return in_grams_per_kwh(intensity_of(grid, place, year));
  };
  CHECK(g_per_kwh("world", 2015) == Approx(533.37));
  CHECK(g_per_kwh("world", 2023) == Approx(483.68));
  CHECK(g_per_kwh("world", 0) == Approx(471.84));
  CHECK(g_per_kwh("DEU", 2019) == Approx(392.51));
  CHECK(g_per_kwh("FRA", 2024) == Approx(40.83));
  CHECK(g_per_kwh("POL", 2020) == Approx(738.28));
  CHECK(grid.regions.size() == 27);
  for (const GridIntensity& each : grid.regions) CHECK(each.by_year.size() == 10);
}

TEST_CASE("a place or a year that a grid does not have is refused with what it has") {
  const Grid owid = shipped<Grid>("grid_owid_2024");
  CHECK_THAT(problem_with_region(owid, "wrld"), Catch::Contains("did you mean 'world'?") &&
                                                    Catch::Contains("allowed: world, EU, AUT"));
  CHECK(problem_with_region(owid, "world").empty());
  CHECK(problem_with_year(owid, "world", 2025) ==
        "is no year of world in grid_owid_2024; allowed: 2015 to 2024");
  CHECK(problem_with_year(owid, "world", 2014) != "");
  CHECK(problem_with_year(owid, "world", 2015).empty());
  const Grid act = shipped<Grid>("grid_act_isca_2022");
  CHECK(problem_with_year(act, "world", 0).empty());
  CHECK(problem_with_year(act, "world", 2023) ==
        "is of no year in grid_act_isca_2022, a data set of one year; allowed: 0");
}

TEST_CASE("networks halve every two years as Aslan et al. found, and the low end says so") {
  CHECK(aslan_kwh_per_gb(2015) == Approx(0.06));
  CHECK(aslan_kwh_per_gb(2013) == Approx(0.12));
  CHECK(aslan_kwh_per_gb(2023) == Approx(shipped<NetworkLink>("link_fixed_2020").low_kwh_per_gb));
}

TEST_CASE("a byte over the network takes kWh/GB, and as long as its line needs") {
  const NetworkLink link = shipped<NetworkLink>("link_fixed_2020");
  CHECK(link.energy(1e9, 0.06).value() == Approx(0.06 * 3.6e6));
  CHECK(link.energy(1, 0.06).value() == Approx(216e-6));
  CHECK(link.time(0).value() == Approx(link.round_trip.value()));
  CHECK(link.time(1e6).value() == Approx(link.round_trip.value() + 8e6 / link.bits_per_s));
}

TEST_CASE("a server takes its peak over utilization, idle time and PUE on top") {
  Server server;
  server.tops_per_joule = 2;
  server.utilization = 0.5;
  server.idle_share = 0.2;
  server.pue = 1.5;
  CHECK(server.machine_energy(1e12).value() == Approx(1));
  CHECK(server.center_energy(1e12).value() == Approx(1.5 / 0.8));
  server.energy = from_si<Energy>(3);
  CHECK(server.machine_energy(1e12).value() == Approx(3));
}

TEST_CASE("use outweighs what was emitted once after as many inferences as it is larger") {
  const auto kg = [](double value) { return from_si<Mass>(value); };
  CHECK(break_even(kg(2e-6), kg(1)).value() == Approx(5e5));
  CHECK_FALSE(break_even(kg(0), kg(1)));
  CHECK(break_even(kg(1), kg(0)).value() == 0);
  CHECK(per_inference(kg(2e-6), kg(1), 5e5).value() == Approx(4e-6));
}

TEST_CASE("the software carbon intensity is (E I + M) per R") {
  const Mass sci = software_carbon_intensity(from_si<Energy>(2 * kJoulesPerKwh), grams_per_kwh(500),
                                             from_si<Mass>(1), 1000);
  CHECK(grams(sci) == Approx((2 * 500 + 1000) / 1000.0));
}

TEST_CASE("the classes of Fischer et al.'s table of results come out") {
  const LabelScale scale = shipped<LabelScale>("label_fischer_ecmlpkdd_2022");
  const auto energy = [&](double reference, double measured) {
    return label_class(reference / measured, scale.energy);
  };
  const auto time = [&](double reference, double measured) {
    return label_class(reference / measured, scale.latency);
  };
  // EfficientNetB0 against ResNet101, Ws and ms of one image on their machines.
  CHECK(energy(0.859, 0.673) == 'B');  // A100 x8 TensorFlow
  CHECK(energy(0.897, 0.877) == 'C');  // A100 x8 PyTorch
  CHECK(energy(0.680, 0.260) == 'A');  // RTX 5000 TensorFlow
  CHECK(energy(3.115, 1.706) == 'A');  // Xeon W-2155 TensorFlow
  CHECK(time(1.664, 1.870) == 'C');    // A100 x8 PyTorch
  CHECK(time(25.305, 13.911) == 'A');  // Xeon W-2155 TensorFlow
  CHECK(time(15.947, 9.309) == 'B');   // Xeon W-2155 ONNX TF
  CHECK(energy(0.859, 0.859) == 'C');
  CHECK(label_class(0.681 / 0.718, scale.accuracy) == 'D');
  CHECK(label_class(0.777 / 0.770, scale.accuracy) == 'B');
  CHECK(label_class(1, scale.accuracy) == 'C');
}

TEST_CASE("a class begins above its limit") {
  const std::vector<double> limits{2, 1.5, 1, 0.5};
  CHECK(label_class(2, limits) == 'B');
  CHECK(label_class(2.001, limits) == 'A');
  CHECK(label_class(0.5, limits) == 'E');
  CHECK(label_class(0, limits) == 'E');
}

TEST_CASE("the class of the whole is the weighted median, the better one between two") {
  CHECK(compound_class({{'A', 1}, {'E', 1}}) == 'A');
  CHECK(compound_class({{'A', 1}, {'E', 1.1}}) == 'E');
  CHECK(compound_class({{'A', 0.7}, {'B', 0.3}, {'C', 0.8}}) == 'B');
  CHECK(compound_class({{'D', 1}}) == 'D');
}

}  // namespace mho
