#include "sim/figures/duty_cycle.hpp"

#include <algorithm>
#include <cmath>

#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

Power total(const Chip& chip, const Part& part) {
  return static_cast<double>(chip.instances(part)) * part.leakage;
}

/// Of a part while the power gates are open.
Power gated(const PowerGatingSpec& gating, const Part& part, Power idle) {
  if (part.waiting == Waiting::stays_on) return idle;
  const bool retained =
      gating.weights == GatedWeights::retained && part.waiting == Waiting::keeps_weights;
  return (retained ? gating.retention : 1 - gating.share) * idle;
}

/// So many bits in one stretch, from the memory or over the host link.
Energy reading(const Chip& chip, std::int64_t bits) {
  const auto price = [&](Action action) { return chip.price(action).energy; };
  const double number = static_cast<double>(bits);
  if (!chip.spec().off_chip) return number * price(Action::host_link_bit);
  const DramSpec& memory = *chip.spec().off_chip;
  const Energy bursts =
      number * (price(Action::off_chip_read_bit) + price(Action::off_chip_link_bit));
  if (memory.timing != MemoryTiming::banks) return bursts;
  const double rows = std::ceil(number / 8 / static_cast<double>(memory.banks->row_bytes));
  return bursts + rows * price(Action::off_chip_activate);
}

std::int64_t weight_bits(const QuantizedGraph& graph, const Placement& placement) {
  std::int64_t bits = 0;
  for (const LayerPlacement& layer : placement.layers) {
    if (layer.dynamic) continue;
    const MatrixWeights& weights = graph.layers[static_cast<std::size_t>(layer.layer)].weights;
    bits += std::int64_t{weights.outputs} * weights.rows_per_group * weights.bits * layer.replicas;
  }
  return bits;
}

/// By kind of tile, with one pulse a cell and row.
std::vector<ProgrammingEffort> one_pulse(const Chip& chip, const Placement& placement) {
  std::vector<ProgrammingEffort> effort;
  for (const TileKind& kind : chip.kinds()) {
    Placement of_kind = placement;
    std::erase_if(of_kind.layers,
                  [&](const LayerPlacement& layer) { return layer.tile_kind != kind.index(); });
    const ProgrammingWork work = programming_work(of_kind);
    effort.push_back({work.cells, work.rows});
  }
  return effort;
}

}  // namespace

StatePowers state_powers(const Chip& chip, const Part& part) {
  const PowerStatesSpec states = chip.spec().power_states.value_or(PowerStatesSpec{});
  const bool beside = part.level == Level::off_chip;
  const Power busy = total(chip, part);
  Power idle = busy;
  if (states.clock_gating && part.waiting == Waiting::stops) idle = Power();
  if (beside && states.memory_idle) idle = states.memory_idle->power;
  const bool gates = states.power_gating && !beside;
  return {busy, idle, gates ? gated(*states.power_gating, part, idle) : idle};
}

StatePowers state_powers(const Chip& chip) {
  StatePowers powers;
  for (const Part& part : chip.parts()) {
    const StatePowers of_part = state_powers(chip, part);
    powers.busy += of_part.busy;
    powers.idle += of_part.idle;
    powers.gated += of_part.gated;
  }
  return powers;
}

WeightLoad weight_load(const Chip& chip, const QuantizedGraph& graph, const Placement& placement,
                       const std::vector<ProgrammingEffort>& effort) {
  // Weights that every inference brings in anyway are in its own energy.
  if (placement.reloads || placement.layers.empty()) return {};
  const std::int64_t bits = weight_bits(graph, placement);
  const WeightWriting writing =
      priced_writing(chip, effort.empty() ? one_pulse(chip, placement) : effort);
  return {reading(chip, bits) + writing.energy, chip.memory_transfer(bits) + writing.time};
}

DutyCycle duty_cycle(const DutyCycleSpec& spec, const Chip& chip, const InferenceCost& inference,
                     const WeightLoad& load, const Place& where) {
  DutyCycle duty;
  duty.inferences_per_day = spec.inferences_per_day;
  duty.most_per_day = kDaySeconds / inference.interval.value();
  if (duty.inferences_per_day > duty.most_per_day)
    throw InputError(where, "duty_cycle.inferences_per_day",
                     "is " + format_si(duty.inferences_per_day, "") +
                         ", more than the chip serves; allowed: at most " +
                         format_si(std::floor(duty.most_per_day), "") + " a day");
  duty.powers = state_powers(chip);
  const PowerStatesSpec states = chip.spec().power_states.value_or(PowerStatesSpec{});
  Time waking;
  if (const auto& gating = states.power_gating) {
    const bool lost = gating->weights == GatedWeights::lost;
    duty.wake = gating->wake_energy + (lost ? load.energy : Energy());
    waking = gating->wake_time + (lost ? load.time : Time());
    const Power saved = duty.powers.idle - duty.powers.gated;
    // The chip is powered, and draws as much as idle, while it wakes up.
    if (saved.value() > 0) duty.break_even = waking + duty.wake / saved;
  }
  const Time day = from_si<Time>(kDaySeconds);
  if (duty.inferences_per_day == 0) {
    duty.gated_share = duty.break_even ? 1 : 0;
    duty.per_day = (duty.break_even ? duty.powers.gated : duty.powers.idle) * day;
    return duty;
  }
  const Time between = inference.batch * day / duty.inferences_per_day;
  const Time busy = std::min(inference.latency, between);
  const Time gap = between - busy;
  duty.busy_share = busy / between;
  Energy waiting = duty.powers.idle * gap;
  if (duty.break_even && gap > *duty.break_even) {
    duty.gated_share = (gap - waking) / between;
    waiting = duty.wake + duty.powers.idle * waking + duty.powers.gated * (gap - waking);
  }
  duty.per_inference = inference.actions + (duty.powers.busy * busy + waiting) / inference.batch;
  duty.per_day = duty.inferences_per_day * *duty.per_inference;
  return duty;
}

}  // namespace mho
