// When, how warm, and with which of the errors a programmed chip is looked at. The same chip can be
// looked at under many conditions: its draws are functions of its stream and do not change.
#pragma once

#include <cstdint>

#include "devices/effects.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

struct Conditions {
  Time age;  ///< since programming ended; 0 = as a cell is first characterized (its own t0)
  /// 0 = the temperature that each model was characterized at.
  Temperature temperature;
  Effects effects = Effects::all();
  /// Which writing of the cells this is, of arrays that are written while a network runs: devices
  /// stay the same, errors of writing are drawn anew. 0 where cells are programmed once.
  std::uint64_t writing = 0;
};

}  // namespace mho
