// The metrics, group by group: a metric is one row, with all that is known of it. A new metric is a
// new row, and what MetricInputs does not have yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/figures/metrics/inputs.hpp"
#include "sim/figures/metrics/makeup.hpp"

namespace mho {

void add_accuracy_metrics(std::vector<MetricRow>& rows);
void add_score_metrics(std::vector<MetricRow>& rows);
void add_efficiency_metrics(std::vector<MetricRow>& rows);
void add_energy_metrics(std::vector<MetricRow>& rows);
void add_timing_metrics(std::vector<MetricRow>& rows);
void add_duty_cycle_metrics(std::vector<MetricRow>& rows);
void add_carbon_metrics(std::vector<MetricRow>& rows);
void add_count_metrics(std::vector<MetricRow>& rows);

// How metrics of several groups are found.
inline constexpr const char* kPeak =
    "actions of one full array's random MVMs x prices, plus static power over the MVM interval";
inline constexpr const char* kLedger =
    "counted actions x prices, plus static power x simulated time";
inline constexpr const char* kEngine = "timed engine";

// What they need.
inline constexpr MetricNeed kAlways{[](const MetricInputs&) { return true; }, nullptr};
inline constexpr MetricNeed kMemory{
    [](const MetricInputs& run) { return run.found.chip.spec().off_chip.has_value(); },
    "a memory beside the chip: chip.off_chip"};
inline constexpr MetricNeed kTwoTurns{
    [](const MetricInputs& run) { return run.steady.has_value(); },
    "two images, or whole batches, in the engine: --engine-images"};
inline constexpr MetricNeed kTokens{[](const MetricInputs& run) { return run.tokens > 0; },
                                    "a network that reads tokens"};

inline std::optional<double> where(bool holds, double value) {
  return holds ? std::optional(value) : std::nullopt;
}

}  // namespace mho
