// Of a chip that is not always at work.
#include "sim/figures/metrics/rows.hpp"

namespace mho {

namespace {

constexpr MetricNeed kDuty{[](const MetricInputs& run) { return run.duty.has_value(); },
                           "a number of inferences a day: --inferences-per-day"};
constexpr MetricNeed kInferences{
    [](const MetricInputs& run) { return run.duty && run.duty->per_inference; },
    "at least one inference a day"};

bool has_gates(const MetricInputs& run) {
  const auto& states = run.found.chip.spec().power_states;
  return run.duty && states && states->power_gating;
}
constexpr MetricNeed kGates{has_gates, "power gates: chip.power_states.power_gating"};
constexpr MetricNeed kBreakEven{
    [](const MetricInputs& run) { return has_gates(run) && run.duty->break_even.has_value(); },
    "power gates, and a gap from which they pay"};

}  // namespace

void add_duty_cycle_metrics(std::vector<MetricRow>& rows) {
  rows.push_back({"duty.inferences_per_day", "",
                  "Inferences a day, evenly spaced, one after another.",
                  "run: duty_cycle.inferences_per_day", kDuty,
                  [](const MetricInputs& run) { return run.duty->inferences_per_day; }});
  rows.push_back({"duty.most_per_day", "", "Inferences a day that the chip can serve.",
                  "86400 s x throughput.steady, without that x throughput.average", kDuty,
                  [](const MetricInputs& run) { return run.duty->most_per_day; }});
  rows.push_back({"duty.busy", "%",
                  "Time in which the chip works on an inference, or a batch of them.",
                  "latency of an image or batch x images or batches a day / 86400 s, at most 100 "
                  "%; with duty.inferences_per_day, latency.first",
                  kDuty, [](const MetricInputs& run) { return 100 * run.duty->busy_share; }});
  rows.push_back({"duty.energy_per_day", "J", "Of a day's inferences and of the time between them.",
                  "duty.inferences_per_day x duty.energy_per_inference; of no inference, idle or "
                  "gated power x 86400 s",
                  kDuty, [](const MetricInputs& run) { return run.duty->per_day.value(); },
                  of_duty_energy()});
  rows.push_back({"duty.power", "W", "Mean over the day.", "duty.energy_per_day / 86400 s", kDuty,
                  [](const MetricInputs& run) { return run.duty->per_day.value() / kDaySeconds; },
                  of_duty_energy()});
  rows.push_back(
      {"duty.energy_per_inference", "J",
       "Of one inference with the time until the next, the whole system: its actions, static power "
       "while it lasts, and what is drawn in the wait; of a batch, its share of these.",
       "actions of energy.per_inference, plus static power x latency.first, plus the waiting time "
       "x duty.power.idle; or, where that is longer than duty.break_even, x duty.power.gated plus "
       "duty.wake_energy",
       kInferences, [](const MetricInputs& run) { return run.duty->per_inference->value(); },
       of_duty_energy()});
  rows.push_back({"duty.power.idle", "W",
                  "Of the powered chip, and the memory beside it, between inferences: static "
                  "power, without the clock tree where that stops.",
                  "sum over the chip's parts of instances x static power; chip: power_states",
                  kDuty, [](const MetricInputs& run) { return run.duty->powers.idle.value(); },
                  of_waiting(&StatePowers::idle)});
  rows.push_back({"duty.power.gated", "W",
                  "The same with the power gates open: controller, host link, memory beside the "
                  "chip, and what the switches leave of the rest.",
                  "chip: power_states.power_gating", kGates,
                  [](const MetricInputs& run) { return run.duty->powers.gated.value(); },
                  of_waiting(&StatePowers::gated)});
  rows.push_back({"duty.gated", "%", "Time with the power gates open.",
                  "waiting time without waking up, where it is longer than duty.break_even", kGates,
                  [](const MetricInputs& run) { return 100 * run.duty->gated_share; }});
  rows.push_back({"duty.wake_energy", "J",
                  "Of one wake-up; with weights that were lost, of reading and writing them too.",
                  "chip: power_states.power_gating; weights x price of a bit of memory or host "
                  "link, plus energy.programming",
                  kGates, [](const MetricInputs& run) { return run.duty->wake.value(); }});
  rows.push_back({"duty.break_even", "s", "Waiting time from which opening the power gates pays.",
                  "wake-up time, plus duty.wake_energy / (duty.power.idle - duty.power.gated)",
                  kBreakEven,
                  [](const MetricInputs& run) { return run.duty->break_even->value(); }});
}

}  // namespace mho
