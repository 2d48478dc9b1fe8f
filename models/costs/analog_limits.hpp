// What the models of analog circuits share: the capacitor that thermal noise demands, and the rule
// that no constant moves to another node unseen.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/physical_constants.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

/// The capacitor on which sampled noise, kT/C, is as large as the quantization noise of `bits` over
/// `swing`, (swing / 2^bits)^2 / 12. A swing above 0.
inline Capacitance noise_limited_capacitance(double bits, Voltage swing, Temperature temperature) {
  require(swing.value() > 0, "a noise-limited capacitor needs a swing above 0 V");
  const double step = swing.value() / std::exp2(bits);
  return from_si<Capacitance>(12 * kBoltzmann * temperature.value() / (step * step));
}

/// Adds a warning where `what`, a constant of `published`, is used at another `node`.
inline void warn_of_other_node(std::vector<std::string>& warnings, const std::string& what,
                               Length published, Length node) {
  if (std::abs(published / node - 1) < 1e-6) return;
  warnings.push_back(what + " is of " + format_si_rounded(published.value(), "m", 3) +
                     " and is not scaled to " + format_si_rounded(node.value(), "m", 3));
}

}  // namespace mho
