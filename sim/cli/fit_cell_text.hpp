// A fitted cell for people: what was fitted and how well, what was left out and why.
#pragma once

#include <iosfwd>
#include <string>

#include "devices/fit/cell_fit.hpp"

namespace mho {

void print_fit(std::ostream& out, const CellFit& fit, const std::string& file);

/// One line a level and look: measured and predicted means and deviations, in S, s and K.
std::string residuals_csv(const CellFit& fit);

}  // namespace mho
