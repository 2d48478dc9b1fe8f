// A sweep's folder -> a table of all that its journal has.
#pragma once

#include "sim/explore/pareto/sweep_records.hpp"
#include "sim/results/design_table.hpp"

namespace mho {

/// Moved records are let go one by one, as their rows are made.
DesignTable table_of(const SweepSpec& spec, SweepRecords records);

}  // namespace mho
