// All designs of a sweep as comma-separated values, a line each; for spreadsheets and data frames.
#pragma once

#include <string>

#include "sim/results/design_table.hpp"

namespace mho {

/// Columns: id, look, keys as they are written, metrics in their units (with the ends of the 80 %
/// intervals that models give), accuracy of each trial, why it cannot run, seconds, and whether the
/// cache knew it. What a design does not have is an empty field.
std::string to_csv(const DesignTable& table);

}  // namespace mho
