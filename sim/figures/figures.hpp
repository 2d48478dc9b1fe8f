// The figures of an executed run.
#pragma once

#include <vector>

#include "sim/results/results.hpp"
#include "sim/run/executed_run.hpp"

namespace mho {

/// The metrics of an executed run at the prices, areas and static power of `spec`, which must be
/// the spec that was executed in all that changes counts, times or values.
std::vector<Metric> metrics_of(const RunSpec& spec, const ExecutedRun& run);

/// The same with all else that is reported.
Results figures_of(const RunSpec& spec, const ExecutedRun& run);

}  // namespace mho
