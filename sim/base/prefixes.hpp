// Prefixes of units, for numbers that are counted or printed in other than SI units.
#pragma once

namespace mho {

inline constexpr double kTera = 1e12;
inline constexpr double kFemto = 1e-15;
inline constexpr double kMm2 = 1e-6;  ///< of a square metre

}  // namespace mho
