// Cells that the forms of a difference share.
#pragma once

#include <string>
#include <vector>

#include "sim/results/run_difference.hpp"

namespace mho {

/// "12.34 TOPS/J"; "-" of a run that does not have the metric.
std::string value_text(const std::optional<double>& value, const std::string& unit);

/// "-35.2 %", "+2.75 points [0.60, 4.90]"; "" where either run does not have the metric.
std::string change_text(const ChangedMetric& metric);

/// Figures that people look at first, in this order, of those that differ.
std::vector<const ChangedMetric*> headline_of(const RunDifference& difference);

/// "3 keys", ...
std::string run_text(const ComparedRun& run);

/// "-12.3 nJ": by how much a part moved.
std::string moved_text(const MovedPart& part, const std::string& unit);

}  // namespace mho
