// What an execution leaves: what a network does on a chip, in values, counts and times. What that
// costs follows from it and the chip's prices (sim/figures), so that a run can be priced anew
// without being simulated again.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/inference/layer_snr.hpp"
#include "sim/inference/programmed_network.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/results/results.hpp"
#include "sim/run/accuracy.hpp"
#include "sim/run/judging.hpp"
#include "sim/run/native_precision.hpp"
#include "sim/run/output_snr.hpp"
#include "sim/run/run_spec.hpp"
#include "sim/run/scored.hpp"
#include "sim/run/stages.hpp"

namespace mho {

/// Of a run that counts and does not compute.
struct NothingMeasured {};

/// What the Monte Carlo measured: accuracy, a score, or the output's signal to noise.
using MonteCarlo = std::variant<AccuracyResult, OutputSnr, ScoredResult, NothingMeasured>;

/// What figures are derived from.
struct Execution {
  std::shared_ptr<const Placement> placement{};  ///< without layers on a chip of MAC arrays
  std::shared_ptr<const TimedRun> timed{};
  MonteCarlo monte_carlo = NothingMeasured{};
  std::vector<LayerSnr> snr{};          ///< empty where arithmetic is exact
  std::vector<RangeUse> range_use{};    ///< of converters' ranges that can round or clip
  std::optional<PartialRun> partial{};  ///< of a run that was interrupted
  int snr_images = 0;                   ///< from the front of the test set, that it is of
};

struct ExecutedRun {
  RunSpec spec;  ///< as executed: no larger than its data
  Place where;
  std::shared_ptr<const QuantizedGraph> graph;
  int tiles = 0;  ///< of the main kind, of all chips
  Execution done;
  std::vector<KnobRow> knobs{};
  bool saw_negative = false;    ///< a value of the images that were read
  Judging judging{};            ///< as of PreparedRun
  PrecisionChoice precision{};  ///< as of PreparedRun
};

}  // namespace mho
