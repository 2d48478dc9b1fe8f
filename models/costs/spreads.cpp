#include "models/costs/spreads.hpp"

#include <array>

namespace mho {

namespace {

/// Of array, converter, driver, logic, periphery.
constexpr std::array<double, kModelClasses> kEnergySpreads{1.4, 1.3, 1.1, 2.0, 2.1};
constexpr std::array<double, kModelClasses> kAreaSpreads{2.0, 1.5, 1.2, 1.5, 1.5};

}  // namespace

double energy_spread(ModelClass model_class) {
  return kEnergySpreads[static_cast<std::size_t>(model_class)];
}

double area_spread(ModelClass model_class) {
  return kAreaSpreads[static_cast<std::size_t>(model_class)];
}

}  // namespace mho
