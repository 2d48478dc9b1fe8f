// The limits that bear on a run's figures, said beside them.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/engine/engine.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/results/results.hpp"
#include "sim/run/accuracy.hpp"
#include "sim/run/run_spec.hpp"
#include "sim/run/scored.hpp"

namespace mho {

/// `warns`: it changes how figures are read, and does not only say where they are from.
struct Note {
  std::string text;
  bool warns = false;
};

/// What of the timed run was not simulated or not computed.
std::vector<std::string> notes_on_engine(const RunSpec& spec, const Chip& chip,
                                         const EngineResult& engine);

std::vector<Note> notes_on(const RunSpec& spec, const Chip& chip, const Placement& placement);

/// Where converters lose a tenth and more of a layer's column sums, by rounding or by clipping, and
/// why: of either the layer that loses most.
std::vector<std::string> notes_on_ranges(const QuantizedGraph& graph,
                                         const std::vector<RangeUse>& use);

/// What the run took for granted of its inputs. `saw_negative`: a value of the images that were
/// read (none are without values).
std::vector<std::string> notes_on_inputs(const RunSpec& spec, bool saw_negative);

/// How well the loss is known, and how much would have to be simulated for +- spec.precision (1
/// point where that is 0).
std::vector<std::string> notes_on_accuracy(const AccuracySpec& spec,
                                           const AccuracyResult& accuracy);

/// Where there is no interval, or one that says nothing.
std::vector<std::string> notes_on_score(const ScoredResult& scored);

/// Where the workload does better than the peak, which it may: what the peak is of.
std::vector<std::string> notes_on_peaks(const Results& results);

/// What the intervals of modelled figures are of, and which component brings most of the doubt.
std::vector<std::string> notes_on_intervals(const Results& results);

}  // namespace mho
