// What the metrics that are costs are made of: the modelled shares that their intervals follow
// from.
#pragma once

#include <functional>
#include <vector>

#include "sim/figures/metrics/inputs.hpp"

namespace mho {

/// Of a run's metric; empty: of constants alone.
using Makeup = std::function<std::vector<ModelledShare>(const MetricInputs& run)>;

/// Of the energy per inference, of what counts for this level and those within; off_chip: of the
/// whole system.
Makeup of_energy(Level level);
/// Of the memory beside the chip.
Makeup of_memory_energy();
/// Of the power at a peak.
Makeup of_peak(Level level);
Makeup of_area(Level level);

// Of a duty cycle: its energy, the power between inferences, the same with gates open.
Makeup of_duty_energy();
Makeup of_waiting(Power StatePowers::*power);

}  // namespace mho
