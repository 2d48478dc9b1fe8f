#include "sim/figures/metrics/makeup.hpp"

#include <algorithm>

#include "models/costs/spreads.hpp"
#include "sim/figures/part_amounts.hpp"

namespace mho {

namespace {

/// Of chips of constants nothing is added up.
template <class Amounts>
Makeup makeup(double (*spread)(ModelClass), const Amounts& amounts) {
  return [=](const MetricInputs& run) {
    if (!run.spent) return std::vector<ModelledShare>();
    return amounts(run).shares(spread);
  };
}

/// Power of every part in a state.
PartAmounts waiting_amounts(const Chip& chip, Power StatePowers::*power) {
  PartAmounts amounts(chip);
  for (std::size_t i = 0; i < chip.parts().size(); ++i) {
    const Part& part = chip.parts()[i];
    amounts.add(i, part.modelled_static, (state_powers(chip, part).*power).value());
  }
  return amounts;
}

/// Of a day. Waking up is taken for a constant: reading and writing weights mostly is.
PartAmounts day_amounts(const MetricInputs& run) {
  const Chip& chip = run.found.chip;
  const DutyCycle& duty = *run.duty;
  PartAmounts amounts(chip);
  amounts.add(run.spent->actions, duty.inferences_per_day / run.images);
  amounts.add(waiting_amounts(chip, &StatePowers::busy), kDaySeconds * duty.busy_share);
  amounts.add(waiting_amounts(chip, &StatePowers::idle),
              kDaySeconds * (1 - duty.busy_share - duty.gated_share));
  amounts.add(waiting_amounts(chip, &StatePowers::gated), kDaySeconds * duty.gated_share);
  amounts.add_constant(std::max(0.0, duty.per_day.value() - amounts.whole()));
  return amounts;
}

}  // namespace

Makeup of_energy(Level level) {
  return makeup(energy_spread, [level](const MetricInputs& run) {
    return run.spent->all.of([level](Level counts_for) { return counts_for <= level; });
  });
}

Makeup of_memory_energy() {
  return makeup(energy_spread, [](const MetricInputs& run) {
    return run.spent->all.of([](Level counts_for) { return counts_for == Level::off_chip; });
  });
}

Makeup of_peak(Level level) {
  return makeup(energy_spread, [level](const MetricInputs& run) {
    return peak_amounts(run.found.chip, run.found.peak, level);
  });
}

Makeup of_area(Level level) {
  return makeup(area_spread,
                [level](const MetricInputs& run) { return area_amounts(run.found.chip, level); });
}

Makeup of_duty_energy() { return makeup(energy_spread, day_amounts); }

Makeup of_waiting(Power StatePowers::*power) {
  return makeup(energy_spread, [power](const MetricInputs& run) {
    return waiting_amounts(run.found.chip, power);
  });
}

}  // namespace mho
