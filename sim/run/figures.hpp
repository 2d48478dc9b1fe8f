// An executed run, and its figures. What a network does on a chip, the counts and times, takes the
// simulation; what that costs follows from it and the chip's prices, so that a run can be priced
// anew without being simulated again.
#pragma once

#include <vector>

#include "sim/results/results.hpp"
#include "sim/run/run.hpp"
#include "sim/run/sequenced.hpp"

namespace mho {

struct ExecutedRun {
  RunSpec spec;  ///< as executed: no larger than its data
  Place where;
  QuantizedGraph graph;
  int tiles = 0;  ///< of the main kind, of all chips
  Execution done;
  std::vector<KnobRow> knobs{};
  bool saw_negative = false;         ///< a value of the images that were read
  std::string not_classification{};  ///< as of PreparedRun
};

/// run() without its figures; throws as that does. Defined in run.cpp.
ExecutedRun execute(const RunSpec& spec, const Place& where, const RunControl& control);

/// The metrics of an executed run at the prices, areas and static power of `spec`, which must be
/// the spec that was executed in all that changes counts, times or values.
std::vector<Metric> metrics_of(const RunSpec& spec, const ExecutedRun& run);

/// The same with all else that is reported.
Results figures_of(const RunSpec& spec, const ExecutedRun& run);

}  // namespace mho
