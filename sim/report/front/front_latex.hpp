// The front of a sweep as a LaTeX table, for papers.
#pragma once

#include <string>

#include "sim/results/design_front.hpp"

namespace mho {

/// A tabular of the package booktabs, a row a design of the front; units in the heads, 95 %
/// intervals as "\pm"; the knee has a dagger. ASCII but for what names hold.
std::string to_latex(const DesignFront& front);

}  // namespace mho
