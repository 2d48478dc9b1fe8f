// Intervals of modelled figures, and of their ratios, against sums by hand.
#include "sim/results/doubt.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/results/comparison.hpp"

namespace mho {
namespace {

constexpr double kConverterSpread = 0.8, kLogicSpread = 1.2;

ModelledShare converter(double share, const std::string& model = "sar") {
  return {"adc", model, ModelClass::converter, share, kConverterSpread};
}
ModelledShare logic(const std::string& component, double share) {
  return {component, "gates", ModelClass::logic, share, kLogicSpread};
}
Metric energy(double value, std::vector<ModelledShare> modelled) {
  return {"energy.chip", value, "J", "", "", std::move(modelled)};
}

TEST_CASE("a figure of constants has no interval") {
  CHECK_FALSE(energy(1, {}).interval());
  CHECK(half_width(energy(1, {})) == 0);
  CHECK_FALSE(most_doubtful(energy(1, {})));
}

TEST_CASE("a figure that one model gives spreads as its class, half of it half as far in ln") {
  const Limits whole = *energy(3, {converter(1)}).interval();
  CHECK(whole.low == Approx(3 / std::exp(kConverterSpread)));
  CHECK(whole.high == Approx(3 * std::exp(kConverterSpread)));
  CHECK(half_width(energy(3, {converter(0.5)})) == Approx(kConverterSpread / 2));
}

TEST_CASE("parts of one class are off together, classes each by themselves") {
  CHECK(half_width(energy(1, {logic("tree", 0.3), logic("register", 0.2)})) ==
        Approx(0.5 * kLogicSpread));
  CHECK(half_width(energy(1, {converter(0.5), logic("tree", 0.25)})) ==
        Approx(std::hypot(0.5 * kConverterSpread, 0.25 * kLogicSpread)));
}

TEST_CASE("TOPS/J lie within the inverse of their energy's interval") {
  const std::vector<ModelledShare> modelled{converter(0.5), logic("tree", 0.25)};
  const Limits joules = *energy(2e-12, modelled).interval();
  const Limits tops = *Metric{"tops", 1 / 2e-12, "TOPS/J", "", "", modelled}.interval();
  CHECK(tops.low == Approx(1 / joules.high));
  CHECK(tops.high == Approx(1 / joules.low));
}

TEST_CASE("most of the doubt is of the component whose share times spread is largest") {
  // 0.5 x 0.8 against (0.2 + 0.2) x 1.2
  const auto most =
      most_doubtful(energy(1, {converter(0.5), logic("tree", 0.2), logic("tree", 0.2)}));
  CHECK(most->component == "tree");
  CHECK(most->share == Approx(0.4));
  CHECK(most_doubtful(energy(1, {converter(0.7), logic("tree", 0.4)}))->component == "adc");
}

TEST_CASE("what the same model gives of two designs is off by the same, and cancels") {
  const Metric one = energy(1, {converter(0.6)});
  CHECK(half_width_of_ratio(one, energy(1.1, {converter(0.6)})) == 0);
  CHECK(half_width_of_ratio(one, energy(1.1, {converter(0.2)})) == Approx(0.4 * kConverterSpread));
  CHECK(half_width_of_ratio(one, energy(1.1, {converter(0.6, "flash")})) ==
        Approx(std::sqrt(2) * 0.6 * kConverterSpread));
  CHECK(half_width_of_ratio(one, energy(1.1, {})) == Approx(0.6 * kConverterSpread));
}

TEST_CASE("two figures are told apart beyond the spread of their ratio") {
  const Metric one = energy(1, {converter(1)});
  const double factor = std::exp(kConverterSpread);
  CHECK(cannot_be_told_apart(one, energy(0.999 * factor, {})));
  CHECK(cannot_be_told_apart(energy(0.999 * factor, {}), one));
  CHECK_FALSE(cannot_be_told_apart(one, energy(1.001 * factor, {})));
  CHECK_FALSE(cannot_be_told_apart(energy(1, {}), energy(1, {})));
  CHECK_FALSE(cannot_be_told_apart(one, energy(1.01, {converter(1)})));
}

TEST_CASE("a comparison names two machines whose models do not tell them apart, larger first") {
  ComparedRow small, large, far;
  small.machine = "small";
  small.metrics = {{"area.chip", 1, "mm2", "", "", {converter(1)}}};
  large.machine = "large";
  large.metrics = {{"area.chip", 1.5, "mm2", "", "", {logic("tree", 0.1)}}};
  far.machine = "far";
  far.metrics = {{"area.chip", 100, "mm2", "", ""}};
  const std::vector<Undecided> found = undecided({&small, &large, &far});
  REQUIRE(found.size() == 1);
  CHECK(found[0].one == "large");
  CHECK(found[0].other == "small");
  CHECK(found[0].ratio == Approx(1.5));
  CHECK(found[0].spread == Approx(std::exp(std::hypot(kConverterSpread, 0.1 * kLogicSpread))));
}

}  // namespace
}  // namespace mho
