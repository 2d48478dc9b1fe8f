#include "sim/figures/peak_mac_array.hpp"

#include <initializer_list>

#include "sim/base/error.hpp"
#include "sim/figures/pricing.hpp"
#include "sim/mapping/dataflow.hpp"
#include "sim/run/full_arrays.hpp"

namespace mho {

namespace {

ActionCounts some(const ActionCounts& counts, std::initializer_list<Action> actions) {
  ActionCounts chosen;
  for (const Action action : actions) chosen[action] = counts[action];
  return chosen;
}

/// Static power of what level macro counts.
Power array_leakage(const MacArraySpec& array) {
  return static_cast<double>(array.macs()) *
             (array.mac.leakage + array.registers.leakage + array.transfer.leakage) +
         array.accumulators.leakage;
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
  peak.actions = some(counts, {Action::mac, Action::mac_register_access, Action::mac_transfer,
                               Action::accumulator_access});
  peak.tile_actions =
      some(counts, {Action::weight_fifo_read, Action::weight_fifo_write, Action::vector_operation});
  peak.chip_actions = some(counts, {Action::global_buffer_read, Action::global_buffer_write});
  peak.arrays = chip.tiles();
  peak.macs = layer.macs() / peak.mvms;
  const Time cycle = static_cast<double>(array.passes(weight_bits, activation_bits)) / array.clock;
  peak.interval = cycle * (static_cast<double>(peak.macs) / static_cast<double>(array.macs()));

  const double macs = static_cast<double>(layer.macs());
  const double macs_per_second = static_cast<double>(array.macs()) / cycle.value();
  const auto power = [&](const ActionCounts& actions) {
    return to_energy(energy_of(chip, actions)) / from_si<Time>(macs / macs_per_second);
  };
  const Power in_array = power(peak.actions);
  const Power in_tile = in_array + power(peak.tile_actions);
  const Power buffer = power(peak.chip_actions);
  const double tiles = chip.tiles();
  const double rate = 2 * macs_per_second;
  peak.macro = {rate, in_array + array_leakage(array)};
  peak.tile = {rate, in_tile + chip.tile_leakage()};
  peak.chip = {rate * tiles, (in_tile + buffer) * tiles + chip.leakage()};
  return peak;
}

}  // namespace mho
