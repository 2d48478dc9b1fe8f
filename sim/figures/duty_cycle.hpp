// A chip that is not always busy: so many inferences a day, evenly spaced, one after another. What
// it draws in between follows from its power states. An inference keeps the chip busy from its
// first bit to its last, or up to the next one where they overlap; the chip opens its power gates
// in a gap that is longer than waking up takes and long enough to pay for it.
#pragma once

#include <optional>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

inline constexpr double kDaySeconds = 86400;

/// One inference, and how fast they can follow one another.
struct InferenceCost {
  Energy actions;    ///< without static power
  Time latency;      ///< of a batch
  Time interval;     ///< in the steady state: between two batches / batch
  double batch = 1;  ///< inferences that the chip makes together, once all their inputs are there
};

/// Loading all weights of the arrays again, as a wake-up that lost them does.
struct WeightLoad {
  Energy energy;  ///< reading them from memory, or over the host link, and writing the cells
  Time time;
};

/// What a chip draws by state.
struct StatePowers {
  Power busy;   ///< static
  Power idle;   ///< powered, its clock stopped if that is gated
  Power gated;  ///< power gates open; idle without any
};

struct DutyCycle {
  double inferences_per_day = 0;
  double most_per_day = 0;  ///< that the chip serves
  double busy_share = 0;    ///< of the time
  double gated_share = 0;   ///< of the time, with the power gates open
  StatePowers powers;
  std::optional<Time> break_even;  ///< gap from which gating pays; none: it never does
  Energy wake;                     ///< of one wake-up, with the weights that it loads
  Energy per_day;
  std::optional<Energy> per_inference;  ///< with its share of the idle time; none without any
};

/// Of all instances of one part.
StatePowers state_powers(const Chip& chip, const Part& part);
StatePowers state_powers(const Chip& chip);

/// `effort`: by kind of tile, of writing the weights once; empty: one pulse a cell and row.
WeightLoad weight_load(const Chip& chip, const QuantizedGraph& graph, const Placement& placement,
                       const std::vector<ProgrammingEffort>& effort);

/// Throws InputError (at `where`, key duty_cycle.inferences_per_day) when they are more than the
/// chip can serve.
DutyCycle duty_cycle(const DutyCycleSpec& spec, const Chip& chip, const InferenceCost& inference,
                     const WeightLoad& load, const Place& where);

}  // namespace mho
