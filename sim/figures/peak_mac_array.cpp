#include "sim/figures/peak_mac_array.hpp"

#include "sim/base/error.hpp"
#include "sim/figures/pricing.hpp"
#include "sim/mapping/dataflow.hpp"
#include "sim/run/full_arrays.hpp"

namespace mho {

namespace {

/// Those whose energy counts for a level.
ActionCounts of_level(const Chip& chip, const ActionCounts& counts, Level level) {
  ActionCounts chosen;
  for (std::size_t i = 0; i < kActions; ++i) {
    const auto action = static_cast<Action>(i);
    if (counts[action] != 0 && chip.main().part_of(action)->counts_for == level)
      chosen[action] = counts[action];
  }
  return chosen;
}

/// Static power of what level macro counts.
Power array_leakage(const Chip& chip) {
  Power sum;
  for (const Part& part : chip.parts())
    if (part.level == Level::tile && part.counts_for == Level::macro)
      sum += static_cast<double>(part.per_holder) * part.leakage;
  return sum;
}

}  // namespace

Peak peak_of_mac_array(const Chip& chip, int weight_bits, int activation_bits) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const ArrayLayer layer = full_array_layer(array, weight_bits, activation_bits);
  Peak peak;
  ActionCounts counts;
  for (const ArrayJob& job : array_jobs(layer, chip, 1)) {
    counts += job.counts;
    ++peak.mvms;
  }
  peak.actions = of_level(chip, counts, Level::macro);
  peak.tile_actions = of_level(chip, counts, Level::tile);
  peak.chip_actions = of_level(chip, counts, Level::chip);
  peak.arrays = chip.tiles();
  peak.macs = layer.macs() / peak.mvms;
  const Time cycle =
      static_cast<double>(array.cycles_per_mac(weight_bits, activation_bits)) / array.clock;
  peak.interval = cycle * (static_cast<double>(peak.macs) / static_cast<double>(array.macs()));

  const double macs = static_cast<double>(layer.macs());
  const double macs_per_second = static_cast<double>(array.macs()) / cycle.value();
  const auto power = [&](const ActionCounts& actions) {
    return to_energy(energy_of(chip.main(), actions)) / from_si<Time>(macs / macs_per_second);
  };
  const Power in_array = power(peak.actions);
  const Power in_tile = in_array + power(peak.tile_actions);
  const Power buffer = power(peak.chip_actions);
  const double tiles = chip.tiles();
  const double rate = 2 * macs_per_second;
  peak.macro = {rate, in_array + array_leakage(chip)};
  peak.tile = {rate, in_tile + chip.main().leakage()};
  peak.chip = {rate * tiles, (in_tile + buffer) * tiles + chip.leakage()};
  return peak;
}

}  // namespace mho
