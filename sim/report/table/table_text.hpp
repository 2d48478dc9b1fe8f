// All designs of a sweep as a table to read, with what the sweep is judged by.
#pragma once

#include <string>

#include "sim/results/design_table.hpp"

namespace mho {

/// A line a design in the table's order: its keys, its objectives and constraints ("-": it does not
/// have that), and why it cannot run.
std::string to_text(const DesignTable& table);

}  // namespace mho
