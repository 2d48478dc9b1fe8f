// Good dies per die made, from the defects that a die of its area meets, x = D A. Ignored: dies
// lost at the wafer's edge, repair by spare rows, defects that only slow a die down.
#pragma once

#include "sim/base/quantity.hpp"

namespace mho {

enum class YieldModel {
  stated,
  poisson,           ///< exp(-x): defects fall independently; a lower bound
  murphy,            ///< ((1 - exp(-x)) / x)^2: Murphy, Proc. IEEE 52, 1537 (1964)
  negative_binomial  ///< (1 + x / clustering)^-clustering: Stapper; Poisson's as clustering grows
};

/// In (0, 1]. `defects_per_cm2` >= 0, `clustering` > 0. Not of `stated`.
double die_yield(YieldModel model, double defects_per_cm2, Area die, double clustering);

}  // namespace mho
