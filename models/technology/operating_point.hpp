// Where a circuit is built and what it runs at: technology node, transistors, supply, temperature.
#pragma once

#include <optional>

#include "sim/base/quantity.hpp"

namespace mho {

/// The two families of transistors of a node (predictive technology models, PTM).
enum class Transistors { high_performance, low_power };

/// That leakage constants hold at.
inline const Temperature kRoomTemperature = 300.0 * si::kelvin;

struct OperatingPoint {
  Length node;
  Voltage supply;
  Temperature temperature = kRoomTemperature;
  Transistors transistors = Transistors::high_performance;
  /// Of what leaks, where it is another family: a process with high thresholds off the paths that
  /// decide its speed.
  std::optional<Transistors> leaking = std::nullopt;

  Transistors leaking_transistors() const { return leaking.value_or(transistors); }
};

}  // namespace mho
