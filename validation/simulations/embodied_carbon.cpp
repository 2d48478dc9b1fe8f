// Kind embodied_carbon: what making a die emits, by ACT's formula.
#include "models/carbon.hpp"
#include "sim/base/error.hpp"
#include "validation/simulation.hpp"

namespace mho {

namespace {

class EmbodiedCarbonSimulation : public Simulation {
 public:
  const char* kind() const override { return "embodied_carbon"; }

  void fields(Fields& f) override {
    f.section("fab", fab_, "The tables of a fab.");
    f.quantity("node", node_, {1e-9, 1e-6}, "Technology node, one of the fab's.");
    f.section("grid", grid_, "The data set of intensities.");
    f.text("region", region_, "Where the fab is: a region of the grid.");
    f.number("abatement", abatement_, {0.95, 0.99}, "Share of the gases that is destroyed.");
    f.number("yield", yield_, {0.01, 1}, "Share of the dies that are good.");
    f.quantity("die", die_, {0, 0.1}, "Area of the die.");
    f.rule(fab_.find(node_) != nullptr, "node", "is none of the fab's nodes");
    f.rule(find_intensity(grid_.regions, region_) != nullptr, "region",
           "is none of the grid's regions");
  }

  std::vector<Metric> simulate(const Place&, const RunControl&) const override {
    const CarbonIntensity grid = grams_per_kwh(find_intensity(grid_.regions, region_)->g_per_kwh);
    const FabNode& node = *fab_.find(node_);
    const MassPerArea good = embodied_per_area(fab_, node, grid, abatement_, yield_);
    const MassPerArea wafer = embodied_per_area(fab_, node, grid, abatement_, 1);
    const auto metric = [](const char* name, double value, const char* unit) {
      return Metric{name, value, unit, "", "ACT's formula"};
    };
    constexpr double kGramsPerKilogram = 1e3;
    return {metric("carbon.per_wafer_area", in_grams_per_cm2(wafer), "g/cm2"),
            metric("carbon.per_area", in_grams_per_cm2(good), "g/cm2"),
            metric("carbon.die", kGramsPerKilogram * embodied(fab_, good, die_).value(), "g")};
  }

 private:
  Fab fab_;
  Length node_;
  Grid grid_;
  std::string region_;
  double abatement_ = 0;
  double yield_ = 1;
  Area die_;
};

}  // namespace

extern const Kind<Simulation> embodied_carbon_simulation;
const Kind<Simulation> embodied_carbon_simulation{
    "embodied_carbon", "What making a die emits.",
    []() -> std::shared_ptr<Simulation> { return std::make_shared<EmbodiedCarbonSimulation>(); }};

}  // namespace mho
