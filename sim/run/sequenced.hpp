// What a run executes, and the execution on a chip of MAC arrays: exact values, times from the
// sequenced engine, no Monte Carlo.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/inference/layer_snr.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/run/metrics.hpp"
#include "sim/run/run.hpp"

namespace mho {

/// A run's inputs, loaded and quantized; borrowed.
struct Workbench {
  const RunSpec& spec;
  const Place& where;
  const RunControl& control;
  const Graph& network;
  const Dataset& training;
  const Dataset& test;
  const QuantizedGraph& graph;
  const Chip& chip;
  std::span<const IntTensor> images;  ///< of `test`
  std::span<const IntTensor> timed;   ///< of them, those that run with time
};

/// What figures are derived from.
struct Execution {
  Placement placement{};  ///< without layers on a chip of MAC arrays
  EngineResult engine{};
  MonteCarlo monte_carlo = NothingMeasured{};
  std::vector<LayerSnr> snr{};  ///< empty where arithmetic is exact
  /// Relative error of the energy that data decide; only where it was estimated.
  std::optional<double> activity_error{};
  std::vector<ProgrammingEffort> programming{};  ///< by kind of tile; none on MAC arrays
};

/// spec.engine.images in batches of placement.batch, with time alone. `nonzero`: by tensor, the
/// share of values that are not zero; empty: none is known to be. Throws InputError at `where` as
/// simulate_sequence does, and for what places weights.
EngineResult simulate_in_sequence(const RunSpec& spec, const Place& where,
                                  const QuantizedGraph& graph, const Chip& chip,
                                  std::vector<double> nonzero, EngineProfile* profile);

/// The same with the values of bench.timed.
EngineResult execute_in_sequence(const Workbench& bench);

}  // namespace mho
