// What the co-design knobs of a run (bits by layer, clipping, pruning, layers on vector units) save
// and cost: the run beside itself with each of them off. Only quantized and placed anew, and
// classified in exact integers: no cells, no clock, no Monte Carlo.
#pragma once

#include <optional>
#include <vector>

#include "sim/mapping/placement.hpp"
#include "sim/results/results.hpp"
#include "sim/run/control.hpp"
#include "sim/run/run_spec.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

/// The run as it is; borrowed.
struct KnobSubject {
  const RunSpec& spec;
  const Graph& network;
  const Dataset& training;
  const Dataset& test;
  const QuantizedGraph& graph;
  const Placement& placement;
  bool judged;  ///< by the labels of `test`
  int images;   ///< of `test`, from its front
  /// Percent of them that the exact integers of `graph` classify correctly; empty without labels.
  std::optional<double> quantized;
};

/// The run as it is, without each knob that is on, and without all of them if there are several;
/// empty when none is on. A chip takes as many tiles as the variant needs.
std::vector<KnobRow> knob_rows(const KnobSubject& subject, const RunControl& control);

}  // namespace mho
