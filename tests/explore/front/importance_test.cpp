// Which keys matter, held against functions whose indices are known in closed form.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <random>

#include "sim/explore/front/importance.hpp"

namespace mho {

namespace {

Space space_of(const std::vector<int>& values) {
  Space space;
  for (const int count : values) {
    Parameter parameter;
    parameter.key = "k" + std::to_string(space.parameters.size());
    parameter.values.resize(static_cast<std::size_t>(count));
    space.roots.push_back(static_cast<int>(space.parameters.size()));
    space.parameters.push_back(parameter);
  }
  return space;
}

template <class Function>
Measured measured_of(const Space& space, Function function) {
  Measured measured;
  for (std::int64_t i = 0; i < *space.size(); ++i) {
    measured.choices.push_back(space.at(i));
    measured.values.push_back(function(measured.choices.back()));
  }
  return measured;
}

/// A share of them, drawn at random.
Measured some_of(const Measured& all, double share) {
  std::mt19937 random(3);
  Measured some;
  for (std::size_t i = 0; i < all.values.size(); ++i) {
    if (static_cast<double>(random() % 1000) >= 1000 * share) continue;
    some.choices.push_back(all.choices[i]);
    some.values.push_back(all.values[i]);
  }
  return some;
}

/// Ishigami's function at the middles of `levels` equal parts of -pi ... pi.
double ishigami(const Choice& choice, int levels) {
  const auto x = [&](std::size_t i) {
    return std::numbers::pi * ((2.0 * choice[i] + 1) / levels - 1);
  };
  return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) +
         0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

}  // namespace

TEST_CASE("the shares of Ishigami's function are its first-order Sobol indices") {
  // T. Ishigami, T. Homma, ISUMA 1990; with a = 7, b = 0.1: V = 13.8446, S1 = 0.3139, S2 = 0.4424.
  constexpr int kLevels = 40;
  const Space space = space_of({kLevels, kLevels, kLevels});
  const Measured all =
      measured_of(space, [](const Choice& choice) { return ishigami(choice, kLevels); });
  REQUIRE(is_whole_grid(space, all.choices));
  const VarianceShares shares = shares_of_grid(space, all);
  CHECK(shares.of_parameter[0] == Approx(0.3139).margin(0.002));
  CHECK(shares.of_parameter[1] == Approx(0.4424).margin(0.002));
  CHECK(shares.of_parameter[2] == Approx(0).margin(1e-9));
}

TEST_CASE("a forest of some designs finds the shares of all") {
  constexpr int kLevels = 12;
  const Space space = space_of({kLevels, kLevels, kLevels});
  const Measured all =
      measured_of(space, [](const Choice& choice) { return ishigami(choice, kLevels); });
  const Measured some = some_of(all, 0.3);
  REQUIRE(!is_whole_grid(space, some.choices));
  const VarianceShares exact = shares_of_grid(space, all), found = shares_of_forest(space, some);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(found.of_parameter[i] == Approx(exact.of_parameter[i]).margin(0.05));
  CHECK(found.explained > 0.9);
  // The same again.
  CHECK(shares_of_forest(space, some).of_parameter == found.of_parameter);
}

TEST_CASE("what only keys together explain is no key's share") {
  const Space space = space_of({2, 2, 3});
  const Measured all =
      measured_of(space, [](const Choice& choice) { return choice[0] == choice[1] ? 1.0 : -1.0; });
  for (const double share : shares_of_grid(space, all).of_parameter)
    CHECK(share == Approx(0).margin(1e-12));
}

TEST_CASE("a metric that is the same everywhere is no key's doing") {
  const Space space = space_of({2, 3});
  const Measured all = measured_of(space, [](const Choice&) { return 1.0 / 3; });
  for (const VarianceShares& shares : {shares_of_grid(space, all), shares_of_forest(space, all)})
    CHECK(shares.of_parameter == std::vector<double>{0, 0});
}

TEST_CASE("a forest that learns nothing says so") {
  const Space space = space_of({10, 10});
  std::mt19937 random(5);
  const Measured noise =
      measured_of(space, [&](const Choice&) { return static_cast<double>(random() % 1000); });
  CHECK(shares_of_forest(space, some_of(noise, 0.5)).explained < 0.2);
}

TEST_CASE("keys that vary below a value alone are counted where they are") {
  // k1 is there where k0 is 1; all that it has is 0 or 10.
  Space space = space_of({2, 2});
  space.roots = {0};
  space.parameters[0].values[1].parameters = {1};
  REQUIRE(space.size() == 3);
  const Measured all = measured_of(
      space, [](const Choice& choice) { return choice[0] == 1 && choice[1] == 1 ? 10.0 : 0.0; });
  CHECK(!is_whole_grid(space, all.choices));
  const VarianceShares shares = shares_of_forest(space, all);
  CHECK(shares.of_parameter[1] > 0.2);
}

}  // namespace mho
