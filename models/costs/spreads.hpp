// How far measured macros lie from what models alone say of them, by class of models: what
// intervals around modelled figures are made of. Found on the population (validation/population:
// macros from 2018 to 2024 in 7 to 180 nm, each built by the same rules); a test holds these
// numbers to what it says of the models as they are.
#pragma once

#include "sim/base/model_class.hpp"

namespace mho {

/// Share of the macros that a spread holds.
inline constexpr double kSpreadShare = 0.8;
/// Macros that they were found on.
inline constexpr int kSpreadMacros = 45;

/// ln of the factor that this share of the macros lie within, for an energy (a power), or an area,
/// of this class alone.
double energy_spread(ModelClass model_class);
double area_spread(ModelClass model_class);

}  // namespace mho
