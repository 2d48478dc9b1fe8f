// The survey's regression against the values that the published model (hwcomponents-adc) gives, and
// against published converters.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "models/costs/component.hpp"
#include "models/costs/converter_survey/converter_survey.hpp"
#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

constexpr double kNodes[] = {7, 22, 28, 32, 45, 65, 130};

struct Line {
  int bits;
  double rate;
  const char* cells[7];  ///< pJ / um2
};

/// The published model's results, rounded as printed.
const Line kLines[] = {{4,
                        1e8,
                        {"0.053/308", "0.457/1828", "0.719/2660", "0.924/3274", "1.75/5565",
                         "3.50/9860", "12.9/28980"}},
                       {6,
                        1e8,
                        {"0.061/321", "0.527/1907", "0.829/2776", "1.065/3417", "2.02/5807",
                         "4.04/10290", "14.9/30250"}},
                       {8,
                        1e8,
                        {"0.098/370", "0.847/2199", "1.333/3200", "1.714/3939", "3.25/6694",
                         "6.49/11860", "23.9/34870"}},
                       {8,
                        1e9,
                        {"0.098/561", "0.847/3334", "1.333/4852", "1.714/5972", "3.25/10150",
                         "6.49/17980", "23.9/52860"}},
                       {10,
                        1e8,
                        {"0.190/451", "1.636/2678", "2.575/3896", "3.31/4796", "6.28/8151",
                         "12.5/14440", "46.2/42460"}},
                       {10,
                        1e9,
                        {"0.801/1051", "6.89/6242", "10.8/9083", "13.9/11180", "26.5/19000",
                         "52.8/33670", "195/98970"}}};

/// Half of the last printed digit; areas are printed with at most four digits.
double rounding(const std::string& text) {
  const std::size_t point = text.find('.');
  const int digits = point == std::string::npos ? -std::max(0, static_cast<int>(text.size()) - 4)
                                                : static_cast<int>(text.size() - point - 1);
  // And what the rounding of the printed value itself adds in binary.
  return 0.5 * std::pow(10, -digits) * (1 + 1e-9);
}

ConverterDemand demand(double enob, double rate, double node_nm) {
  return {enob, from_si<Frequency>(rate), from_si<Length>(node_nm * 1e-9)};
}

TEST_CASE("the survey gives the published model's energy and area at every tabulated point") {
  const auto model = converter_model("kind: survey, static_share: 0");
  for (const Line& line : kLines) {
    for (int i = 0; i < 7; ++i) {
      const std::string cell = line.cells[i];
      const std::string energy = cell.substr(0, cell.find('/'));
      const std::string area = cell.substr(cell.find('/') + 1);
      const Cost cost = model->cost(duty(line.bits, line.rate, kNodes[i]));
      INFO(line.bits << " bits, " << line.rate << " Hz, " << kNodes[i] << " nm");
      CHECK(std::abs(pj(cost.energy) - std::stod(energy)) <= rounding(energy));
      CHECK(std::abs(um2(cost.area) - std::stod(area)) <= rounding(area));
    }
  }
}

TEST_CASE("the survey gives 1.93 pJ and 6470 um2 for the converter of ISAAC") {
  // ISAAC itself assumes 1.67 pJ and 1200 um2.
  const Cost cost = converter_model("kind: survey")->cost(duty(8, 1.28e9, 32));
  const double whole = pj(cost.energy) + cost.leakage.value() / 1.28e9 * 1e12;
  CHECK(std::abs(whole - 1.93) < 0.005);
  CHECK(std::abs(um2(cost.area) - 6470) < 5);
  CHECK(cost.leakage.value() / 1.28e9 * 1e12 == Approx(0.1 * whole));
}

TEST_CASE(
    "the survey gives what the chips of configs/chips state by hand: 8 bits, 100 MS/s, 28 nm") {
  const Cost cost = converter_model("kind: survey")->cost(duty(8, 100e6, 28));
  CHECK(std::abs(pj(cost.energy) - 1.2) < 0.0005);
  CHECK(std::abs(um2(cost.area) - 3200) < 1);
  CHECK(std::abs(cost.leakage.value() - 13.3e-6) < 0.05e-6);
}

TEST_CASE("broken bits lie between whole ones: more of them always cost more") {
  for (const double rate : {1e6, 1e9, 10e9}) {
    double last = 0;
    for (double enob = 4.5; enob < 14; enob += 0.05) {
      const double energy = pj(survey_energy(demand(enob, rate, 28), 20));
      CHECK(energy > last);
      last = energy;
    }
  }
}

TEST_CASE("speed costs energy above the knee alone, 1.07 GS/s at 8 bits") {
  const double knee = survey_knee(8).value();
  CHECK(knee == Approx(1.07e9).epsilon(0.005));
  const auto energy = [](double rate) { return pj(survey_energy(demand(8, rate, 28), 20)); };
  CHECK(energy(knee * 0.99) == energy(1e6));
  CHECK(energy(knee * 1.01) > energy(1e6));
}

TEST_CASE("percentiles rise, and the published ones are the published model's") {
  double energy = 0;
  double area = 0;
  const ConverterDemand at = demand(8, 1e9, 28);
  for (double percentile = 5; percentile <= 95; percentile += 0.5) {
    const double next_energy = pj(survey_energy(at, percentile));
    const double next_area = um2(survey_area(at, from_si<Energy>(1e-12), percentile));
    CHECK(next_energy > energy);
    CHECK(next_area > area);
    energy = next_energy;
    area = next_area;
  }
  // From the quantile of the residuals at 20 % (-1.4702) to the median (-0.0023), as logarithms.
  CHECK(survey_energy(at, 50) / survey_energy(at, 20) == Approx(std::exp(1.46791)).epsilon(1e-5));
  const double published = std::exp(1.3461916439910742 + 0.9932794744745022 * std::log(28) +
                                    0.18071538424508238 * std::log(1e9));
  CHECK(um2(survey_area(at, from_si<Energy>(1e-12), 10)) == Approx(published).epsilon(1e-12));
}

TEST_CASE("outside of the fitted range the survey warns with the range, and still answers") {
  CHECK(survey_warnings(demand(8, 1e9, 28)).empty());
  CHECK(survey_warnings(demand(6, 400, 4)).empty());
  const auto first = [](const ConverterDemand& at) { return survey_warnings(at).at(0); };
  CHECK(first(demand(3.9, 1e9, 28)).find("from 4 effective bits on") != std::string::npos);
  CHECK(first(demand(5.9, 1e9, 28)).find("hardly falls below 6") != std::string::npos);
  CHECK(first(demand(20, 1e6, 28)).find("up to 19.6") != std::string::npos);
  CHECK(first(demand(8, 300, 28)).find("from 400 Hz to 90 GHz") != std::string::npos);
  CHECK(first(demand(8, 100e9, 28)).find("from 400 Hz to 90 GHz") != std::string::npos);
  CHECK(first(demand(8, 1e9, 3)).find("from 4 nm to 1500 nm") != std::string::npos);
  CHECK(survey_energy(demand(2, 1e9, 28), 20) == survey_energy(demand(4, 1e9, 28), 20));
}

TEST_CASE("without a rate a converter is as fast as costs no energy, and says so") {
  const Cost cost = converter_model("kind: survey")->cost(duty(8, 0, 28));
  CHECK(1 / cost.delay.value() == Approx(survey_knee(8).value()));
  CHECK(warns(cost, "rate is not stated"));
  CHECK(!warns(converter_model("kind: survey, rate: 1 GHz")->cost(duty(8, 0, 28)), "rate"));
}

TEST_CASE("a converter whose rate and delay contradict each other warns, either way") {
  const auto warnings = [](double delay_ns) {
    TimedComponent converter;
    converter.model = converter_model("kind: survey, rate: 100 MHz");
    converter.delay = from_si<Time>(delay_ns * 1e-9);
    std::vector<std::string> found;
    converter.evaluate(duty(8, 0, 28), found);
    return found;
  };
  CHECK(warnings(10).empty());
  CHECK(warnings(10.1).empty());
  REQUIRE(warnings(9.9).size() == 1);
  CHECK_THAT(warnings(9.9)[0], Catch::Contains("is given 9.9 ns, but takes 10 ns"));
  REQUIRE(warnings(10.2).size() == 1);
  CHECK_THAT(warnings(10.2)[0], Catch::Contains("rate, 100 MHz, is more than one conversion"));
}

}  // namespace
}  // namespace mho
