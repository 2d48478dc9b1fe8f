// Constants of nature, exact by the SI's definition.
#pragma once

namespace mho {

inline constexpr double kBoltzmann = 1.380649e-23;            ///< J/K
inline constexpr double kElementaryCharge = 1.602176634e-19;  ///< C

}  // namespace mho
