// The costs of one converter under all models.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/costs/converter_survey/alternative_converters.hpp"
#include "models/costs/converter_survey/neurosim_sar.hpp"
#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

/// All of the power at full rate, pJ a conversion.
double whole(const AlternativeCost& alternative) {
  return pj(alternative.cost.energy + alternative.cost.leakage * alternative.cost.delay);
}

const AlternativeCost& find(const std::vector<AlternativeCost>& all, const std::string& model) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.model == model; });
  INFO(model);
  REQUIRE(found != all.end());
  return *found;
}

TEST_CASE("the alternatives of ISAAC's converter are what each model gives") {
  const auto all = alternative_converter_costs(duty(8, 1.28e9, 32));
  CHECK(all.size() == 11);
  CHECK(whole(find(all, "survey, 20 % quantile")) == Approx(1.93).margin(0.005));
  CHECK(whole(find(all, "survey, 50 % quantile")) ==
        Approx(1.93 * std::exp(1.46791)).epsilon(0.003));
  // 9.7 and 25 fJ a step, 168.1 and 157.8 dB at 1 to 10 GS/s.
  CHECK(whole(find(all, "Walden, best tenth")) == Approx(256 * 9.7e-3));
  CHECK(whole(find(all, "Walden, median")) == Approx(256 * 25e-3));
  CHECK(whole(find(all, "Schreier, best tenth")) ==
        Approx(0.75 * 65536 / std::pow(10, 16.81) * 1e12).epsilon(1e-9));
  CHECK(whole(find(all, "Schreier, median")) ==
        Approx(0.75 * 65536 / std::pow(10, 15.78) * 1e12).epsilon(1e-9));
  CHECK(whole(find(all, "ISAAC's converter")) == Approx(1.667));
  CHECK(whole(find(all, "NeuroSim V1.4, SAR")) == Approx(0.637));
  CHECK(um2(find(all, "NeuroSim V1.4, SAR").cost.area) == Approx(382));
}

TEST_CASE("alternatives that do not hold for a converter are marked: a range leaves them out") {
  const auto in_range = [](int bits, double rate, double node) {
    std::vector<std::string> names;
    for (const AlternativeCost& each : alternative_converter_costs(duty(bits, rate, node)))
      if (each.in_range) names.push_back(each.model);
    return names;
  };
  const std::vector<std::string> survey{"survey, 10 % quantile", "survey, 20 % quantile",
                                        "survey, 50 % quantile", "survey, 80 % quantile"};
  const auto and_more = [&](std::vector<std::string> more) {
    more.insert(more.begin(), survey.begin(), survey.end());
    return more;
  };
  CHECK(in_range(8, 1.2e9, 32) ==
        and_more({"Walden, best tenth", "Walden, median", "nearest published converter",
                  "ISAAC's converter", "NeuroSim V1.4, SAR"}));
  CHECK(in_range(4, 1e8, 22) ==
        and_more({"Walden, best tenth", "Walden, median", "NeuroSim V1.4, SAR"}));
  CHECK(in_range(12, 1e8, 22) == and_more({"Walden, best tenth", "Walden, median",
                                           "Schreier, best tenth", "Schreier, median"}));
  CHECK(in_range(13, 1e8, 22) == and_more({"Schreier, best tenth", "Schreier, median"}));
  CHECK(in_range(3, 1e8, 22).empty());
  CHECK(in_range(8, 1e4, 130) == and_more({"NeuroSim V1.4, SAR"}));
}

TEST_CASE("every alternative has a source and costs that are finite and above zero") {
  for (const int bits : {1, 3, 5, 8, 12})
    for (const double rate : {0.0, 1e4, 1e8, 1e11})
      for (const double node : {5.0, 22.0, 180.0})
        for (const AlternativeCost& each : alternative_converter_costs(duty(bits, rate, node))) {
          INFO(each.model << ", " << bits << " bits, " << rate << " Hz, " << node << " nm");
          CHECK(std::isfinite(whole(each)));
          CHECK(each.cost.energy.value() > 0);
          CHECK(each.cost.area.value() > 0);
          CHECK(!each.cost.source.empty());
        }
}

TEST_CASE("the survey's figures of merit are those of the rate's decade, and warn outside of all") {
  const auto walden = [](double rate) {
    return find(alternative_converter_costs(duty(8, rate, 28)), "Walden, median").cost;
  };
  CHECK(walden(9.9e6).energy.value() == Approx(0.9 * 256 * 22e-15));
  CHECK(walden(10.1e6).energy.value() == Approx(0.9 * 256 * 24e-15));
  CHECK(!warns(walden(1.01e5), "figures of merit are of converters"));
  CHECK(warns(walden(0.99e5), "converters of 100 kHz to 10 MHz"));
  CHECK(warns(walden(10.1e9), "converters of 1 GHz to 10 GHz"));
}

TEST_CASE("NeuroSim's converter is its table at tabulated points and lies between elsewhere") {
  const auto at = [](double bits, double node_nm) {
    return neurosim_sar({bits, from_si<Frequency>(1e9), from_si<Length>(node_nm * 1e-9)});
  };
  CHECK(pj(at(4, 7)->energy) == Approx(0.080));
  CHECK(pj(at(8, 130)->energy) == Approx(2.326));
  CHECK(pj(at(6, 45)->energy) == Approx(0.665));
  CHECK(um2(at(5, 22)->area) == Approx(124));
  CHECK(at(6, 45)->warnings.size() == 1);
  CHECK(at(6, 28)->warnings.size() == 2);
  CHECK(pj(at(6, 28)->energy) > 0.409);
  CHECK(pj(at(6, 28)->energy) < 0.479);
  for (const auto& outside : {at(3.9, 22), at(8.1, 22), at(6, 6.9), at(6, 131)})
    CHECK(!outside.has_value());
}

}  // namespace
}  // namespace mho
