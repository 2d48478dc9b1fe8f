#include "sim/run/peak_mac_array.hpp"

#include <initializer_list>

#include "sim/base/error.hpp"
#include "sim/mapping/dataflow.hpp"
#include "sim/run/pricing.hpp"

namespace mho {

namespace {

/// Channels and outputs of the convolution that stands for a full row-stationary array, and the
/// steps of an output-stationary one: long enough that edges do not show.
constexpr int kManyChannels = 256;
/// A row-stationary layer's kernel: the one that most layers have.
constexpr int kKernel = 3;

ArrayLayer full_layer(const MacArraySpec& array, int weight_bits, int activation_bits) {
  ArrayLayer layer;
  layer.weight_bits = weight_bits;
  layer.input_bits = layer.output_bits = activation_bits;
  switch (array.dataflow) {
    case Dataflow::weight_stationary:
      layer.channels = array.rows;
      layer.outputs = array.columns;
      layer.output_h = layer.input_h = array.accumulator_depth / array.accumulator_banks;
      break;
    case Dataflow::output_stationary:
      layer.channels = kManyChannels;
      layer.outputs = array.columns;
      layer.output_h = layer.input_h = array.rows;
      break;
    case Dataflow::row_stationary:
      layer.channels = layer.outputs = kManyChannels;
      layer.kernel_h = layer.kernel_w = kKernel;
      layer.output_h = layer.output_w = array.columns;
      layer.input_h = layer.input_w = array.columns + kKernel - 1;
      break;
  }
  layer.vector_operations = 3 * std::int64_t{layer.outputs};  // scale, bias, activation
  return layer;
}

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
  const ArrayLayer layer = full_layer(array, weight_bits, activation_bits);
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
