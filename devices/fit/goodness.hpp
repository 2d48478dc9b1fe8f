// How well a cell describes readings, those that it was fitted to and those that it was not.
#pragma once

#include <functional>
#include <vector>

#include "devices/fit/cell_fit.hpp"

namespace mho {

/// Of the points of the looks that `belongs` names; `uniform`: their distribution. The
/// coefficients of mean and deviation are taken from the degrees of freedom.
Goodness goodness_of(const LookedAt& data, const std::vector<LookGroup>& groups,
                     const FittedCell& cell, const std::function<bool(int look)>& belongs,
                     bool uniform = false, int mean_terms = 0, int deviation_terms = 0);

/// Of the read noise: deviations by level; distances are not told.
Goodness read_goodness(const LookedAt& data, const std::vector<LookGroup>& groups,
                       const FittedCell& cell, int terms);

std::vector<Residual> residuals_of(const LookedAt& data, const std::vector<LookGroup>& groups,
                                   const FittedCell& cell, bool held_out);

/// One for each look that has points.
std::vector<LookSummary> summaries_of(const LookedAt& data, const std::vector<LookGroup>& groups,
                                      const FittedCell& cell, bool held_out);

}  // namespace mho
