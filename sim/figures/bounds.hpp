// Nothing beats its own bound (DESIGN 7b). Every run holds its figures against what the machine
// cannot exceed, each pair at one boundary: time that a resource was busy against the time that
// there was, bits moved against bandwidth, operations against the arrays' rate, per layer and
// whole, TOPS/J against the least energy of what was done, energies of parts against the whole. A
// figure beyond its bound is a bug of ours.
#pragma once

#include <string>
#include <vector>

#include "sim/figures/metrics.hpp"

namespace mho {

/// A figure and what it cannot exceed, in the same unit.
struct Bounded {
  std::string what;
  double figure = 0;
  double bound = 0;
  std::string unit;
};

/// All pairs of a run with its metrics.
std::vector<Bounded> bounds_of(const Findings& found, const std::vector<Metric>& metrics);

/// Throws Bug, with the two figures, for the first pair whose figure exceeds its bound by more than
/// the rounding of double-precision sums.
void check_bounds(const std::vector<Bounded>& pairs);

}  // namespace mho
