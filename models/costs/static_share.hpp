// The part of a circuit's power that it takes whether it works or not. Power that is published at
// full rate holds both parts; they are taken apart so that together they are the power again at
// that rate. A computed C V^2 is what an action moves: it has no such part unless one is stated.
#pragma once

#include "models/costs/cost_model.hpp"

namespace mho {

/// Of the converters and drivers of PUMA (Ankit et al., ASPLOS 2019) a tenth is leakage, in the
/// constants of its simulator: 0.2 of 2 mW of an ADC, 0.39 of 3.9 uW of a DAC.
inline constexpr double kStaticShare = 0.1;

/// The key that states the static share of published power.
inline void static_share_field(Fields& f, double& share) {
  f.number("static_share", share, {0, 1},
           "Share of the power at full rate that is static (PUMA, ASPLOS 2019: 0.1): leakage, and "
           "not in the energy of an action.",
           Presence::optional);
}

/// The key that states the static share beside a computed C V^2; 0 unless stated.
inline void bias_share_field(Fields& f, double& share) {
  f.number("static_share", share, {0, 1},
           "Share of the computed energy that the block takes as bias, over its delay, whether "
           "it acts or not.",
           Presence::optional);
}

/// Sets energy and leakage of a circuit that takes `whole` for each action, one every `period`.
/// Without a period (0) all energy is the action's, and a warning says so.
void take_static_share(Cost& cost, Energy whole, Time period, double share);

}  // namespace mho
