// The terms of the cells' current, the drivers' levels, and the fixed point of both: how many of
// the bits that a row group's 32-bit sum leaves go to a level, and how many to a conductance.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "models/crossbar/mvm.hpp"

namespace mho {

/// What a cell, a level and a sum over a row group hold, in their integer steps.
inline constexpr double kMost16 = std::numeric_limits<std::int16_t>::max();
inline constexpr double kMost32 = std::numeric_limits<std::int32_t>::max();

/// Sets the array's drive, its fixed point and its conductances from the conductances
/// ([physical rows][physical columns], S) that the columns see.
///
/// Ohmic cells and drivers whose level is the code: the finest 2^-m units, m >= 0, at which every
/// cell up to the cell's ceiling fits 16 bits signed and every sum over a row group 32 bits. Else
/// levels of 2^-F DAC steps and conductances of 2^-m units, both within 16 bits and with F + m as
/// large as the largest sum of this array allows, so shared that both have the same resolution
/// relative to their largest value where they can: each is off by at most half a step. Throws
/// InputError with a key of the macro when not even F = m = 0 fits.
void set_terms(ProgrammedArray& array, const ArrayModel& model,
               std::span<const float> conductance_s, const Stream& drivers);

}  // namespace mho
