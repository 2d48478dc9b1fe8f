// A sweep's folder -> a table of all that its journal has.
#pragma once

#include "sim/explore/pareto/sweep_records.hpp"
#include "sim/results/design_table.hpp"

namespace mho {

DesignTable table_of(const SweepSpec& spec, const SweepRecords& records);

}  // namespace mho
