#include "models/costs/spreads.hpp"

#include <array>

namespace mho {

namespace {

/// Of array, converter, driver, logic, periphery.
constexpr std::array<double, kModelClasses> kEnergySpreads{1.3, 1.1, 0.94, 2.6, 2.6};
constexpr std::array<double, kModelClasses> kAreaSpreads{1.9, 1.7, 1.1, 1.5, 1.7};

}  // namespace

double energy_spread(ModelClass model_class) {
  return kEnergySpreads[static_cast<std::size_t>(model_class)];
}

double area_spread(ModelClass model_class) {
  return kAreaSpreads[static_cast<std::size_t>(model_class)];
}

}  // namespace mho
