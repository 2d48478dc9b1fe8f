#include "models/die_yield.hpp"

#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

double die_yield(YieldModel model, double defects_per_cm2, Area die, double clustering) {
  constexpr double kSquareCentimeters = 1e4;  // of a square metre
  const double x = defects_per_cm2 * die.value() * kSquareCentimeters;
  switch (model) {
    case YieldModel::poisson:
      return std::exp(-x);
    case YieldModel::murphy:
      return x == 0 ? 1 : std::pow(-std::expm1(-x) / x, 2);
    case YieldModel::negative_binomial:
      return std::pow(1 + x / clustering, -clustering);
    case YieldModel::stated:
      break;
  }
  throw Bug("a stated yield has no model");
}

}  // namespace mho
