// Where a circuit is built and what it runs at: technology node, transistors, supply, temperature.
#pragma once

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
};

}  // namespace mho
