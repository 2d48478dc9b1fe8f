// Kind operational_carbon: what using electricity emits, of a region's grid or of a mix of sources.
#include <cmath>

#include "models/carbon.hpp"
#include "validation/simulation.hpp"

namespace mho {

namespace {

struct MixShare {
  std::string name;
  double share = 0;

  void fields(Fields& f) {
    f.text("name", name, "A source of the grid's.");
    f.number("share", share, {0, 1}, "Its share of the energy.");
  }
};

class OperationalCarbonSimulation : public Simulation {
 public:
  const char* kind() const override { return "operational_carbon"; }

  void fields(Fields& f) override {
    f.section("grid", grid_, "The data set of intensities.");
    f.text("region", region_, "Where the energy is used: a region of the grid; or a mix.",
           Presence::optional);
    f.sections("mix", mix_, "Sources of the energy, in the place of a region.", Presence::optional);
    f.quantity("energy", energy_, {0, 1e15}, "Energy that is used.");
    f.rule(region_.empty() != mix_.empty(), "grid", "needs a region or a mix, one of them");
    f.rule(region_.empty() || find_intensity(grid_.regions, region_) != nullptr, "region",
           "is none of the grid's regions");
    double sum = 0;
    for (const MixShare& each : mix_) {
      sum += each.share;
      f.rule(find_intensity(grid_.sources, each.name) != nullptr, "mix",
             "has '" + each.name + "', which is none of the grid's sources");
    }
    constexpr double kRounding = 1e-9;
    f.rule(mix_.empty() || std::abs(sum - 1) < kRounding, "mix", "does not add up to 1");
  }

  std::vector<Metric> simulate(const Place&, const RunControl&) const override {
    const CarbonIntensity used = intensity();
    constexpr double kGramsPerKilogram = 1e3;
    return {{"carbon.intensity", in_grams_per_kwh(used), "g/kWh", "", "CodeCarbon's formula"},
            {"carbon.emitted", kGramsPerKilogram * operational(energy_, used).value(), "g", "",
             "CodeCarbon's formula"}};
  }

 private:
  CarbonIntensity intensity() const {
    if (!region_.empty()) return grams_per_kwh(find_intensity(grid_.regions, region_)->g_per_kwh);
    std::vector<SourceShare> shares;
    for (const MixShare& each : mix_)
      shares.push_back(
          {grams_per_kwh(find_intensity(grid_.sources, each.name)->g_per_kwh), each.share});
    return mix_intensity(shares);
  }

  Grid grid_;
  std::string region_;
  std::vector<MixShare> mix_;
  Energy energy_;
};

}  // namespace

extern const Kind<Simulation> operational_carbon_simulation;
const Kind<Simulation> operational_carbon_simulation{
    "operational_carbon", "What using electricity emits.", []() -> std::shared_ptr<Simulation> {
      return std::make_shared<OperationalCarbonSimulation>();
    }};

}  // namespace mho
