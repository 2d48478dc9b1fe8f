// A run up to its long work: inputs loaded and judged, quantized, placed, buffers planned. `mho
// check` and `mho run` prepare a run by this one function, so that what the one accepts the other
// carries out.
#pragma once

#include <string>

#include "sim/cache/cache.hpp"
#include "sim/chip/chip.hpp"
#include "sim/engine/plan/plan.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/run/control.hpp"
#include "sim/run/judging.hpp"
#include "sim/run/native_precision.hpp"
#include "sim/run/run_spec.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

struct PreparedRun {
  RunSpec spec;  ///< no larger than its data
  Place where;
  Kept<Graph> network;
  Kept<Dataset> test, training;  ///< what the run needs of them; null without values
  Kept<QuantizedGraph> graph;    ///< as placed
  Chip chip;
  Kept<Placement> placement;  ///< without layers on a chip of MAC arrays
  EnginePlan plan;            ///< of the timed engine's images; of a chip of MAC arrays none
  Judging judging;            ///< what the outputs are judged by
  PrecisionChoice precision;  ///< how the bits of `spec` came about
};

/// Throws InputError with everything that can be known to be wrong before the run's long work.
PreparedRun prepare(const RunSpec& spec, const Place& where, const RunControl& control);

}  // namespace mho
