// What a run found -> the flat list of metrics and the breakdown rows of Results.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/figures/duty_cycle.hpp"
#include "sim/figures/peak.hpp"
#include "sim/inference/layer_snr.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/results/results.hpp"
#include "sim/run/executed_run.hpp"
#include "sim/run/precision.hpp"

namespace mho {

/// All that figures are derived from; borrowed.
struct Findings {
  const QuantizedGraph& graph;
  const Chip& chip;
  const Placement& placement;
  const MonteCarlo& monte_carlo;
  const Peak& peak;
  const EngineResult& engine;  ///< of at least one image
  const Ledger& ledger;
  std::span<const LayerSnr> snr;
  int snr_images;                                     ///< that it is of
  const std::vector<ProgrammingEffort>& programming;  ///< by kind of tile
  double yield_loss;                                  ///< points
  const Precision& precision;
  std::optional<double> activity_error;  ///< relative, of energy that data decide
  const std::optional<DutyCycleSpec>& duty_cycle;
  const std::optional<CarbonSpec>& carbon;
  const Place& where;  ///< of the run, for what its figures show to be wrong
};

/// In the catalogue's order; one that this run cannot give (an interval of one trial, a throughput
/// of one image) is left out. Throws InputError as duty_cycle() does.
std::vector<Metric> derive_metrics(const Findings& found);

/// Largest energy first.
std::vector<ComponentRow> component_rows(const Findings& found);

/// In the order of the graph.
std::vector<LayerRow> layer_rows(const Findings& found);

/// The rows of Results that come from the Monte Carlo alone.
std::vector<AgeRow> age_rows(const AccuracyResult& accuracy);
std::vector<AblationRow> ablation_rows(const AccuracyResult& accuracy);
std::vector<ClassRow> class_rows(const AccuracyResult& accuracy);

}  // namespace mho
