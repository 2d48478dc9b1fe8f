// What a row driver puts on its row for each DAC code, where that is more than the code itself:
// drivers that miss their levels, and powers of the voltage for cells that are not ohmic.
//
// A driver's relative output for code c of c_max is
//   v(c) = (c / c_max) (1 + gain) + offset + level(c),   level(0) = 0
// with gain, offset and each level drawn once per driver, normal. The current of a cell is
// V (g + g_2 V + g_3 V^2 + ...) (devices/cell.hpp): a sum of terms t = 1, 2, ... of a level v^t
// that belongs to the row and a conductance g_t V_read^(t-1) that belongs to the cell. Each term is
// a driven row of its own: driven rows = inputs x sides (2 of an xnor pair) x terms. With pulses,
// and with drivers of one bit that err in nothing, v is 0 or full: the terms of a cell add up to
// one.
//
// Ignored: settling, loading of a driver by its row (wires have its resistance), and errors that
// depend on the code before.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/crossbar/mvm_format.hpp"
#include "sim/base/random.hpp"

namespace mho {

/// Standard deviations, relative to full scale.
struct DacErrors {
  double gain = 0;
  double offset = 0;
  double level = 0;

  bool any() const { return gain > 0 || offset > 0 || level > 0; }
};

/// Levels of all drivers in integers. Empty: one term, and the level is the code.
struct DriveLevels {
  int terms = 1;
  int fraction = 0;  ///< bits of a level below one DAC step
  /// [drivers][terms][2^dac_bits]; one driver serves all when none errs.
  std::vector<std::int16_t> table;

  /// The level of a driver, in 2^-fraction DAC steps.
  /// A negative code has the level of its magnitude, in an odd power of the voltage negative.
  std::int32_t level(const MvmFormat& f, int driver, int term, std::int32_t code) const {
    if (table.empty()) return code;
    const std::size_t size = static_cast<std::size_t>(terms) << f.dac_bits;
    const std::size_t first = table.size() == size ? 0 : driver * size;
    const std::int32_t level = table[first + (static_cast<std::size_t>(term) << f.dac_bits) +
                                     static_cast<std::size_t>(code < 0 ? -code : code)];
    return code < 0 && term % 2 == 0 ? -level : level;
  }
};

/// v(c)^t c_max of every driver, in DAC steps: [drivers or 1][terms][2^dac_bits]. `stream` belongs
/// to the drivers alone. Pulses have no negative length. Empty when the level is the code.
std::vector<double> drive_outputs(const MvmFormat& format, const DacErrors& errors, int terms,
                                  int drivers, const Stream& stream);

/// The outputs rounded to 2^-fraction steps. Throws InputError when one does not fit 16
/// bits.
DriveLevels drive_levels(std::span<const double> outputs, int terms, int fraction);

}  // namespace mho
