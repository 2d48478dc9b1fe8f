// The components of a tile's MAC array. What its peak counts as the macro's is the array with its
// registers, wires and accumulators.
#include <algorithm>

#include "sim/chip/components/components.hpp"
#include "sim/chip/mac_array_spec.hpp"

namespace mho {

void MacArraySpec::components(Components& c) {
  const Time cycle = 1.0 / clock;
  const Use operand{.bits = input_bits, .time = cycle};

  c.add({.name = "mac",
         .section = "mac_array.mac",
         .level = Level::tile,
         .costs = &mac,
         .instances = macs(),
         .use = {.bits = weight_bits, .other_bits = input_bits, .time = cycle},
         .sizes = {"mac_array.weight_bits", "mac_array.input_bits"},
         .actions = {{Action::mac, "mac", "one multiply-accumulate"}},
         .counts_for = Level::macro});
  c.add(
      {.name = "mac_registers",
       .section = "mac_array.registers",
       .level = Level::tile,
       .costs = &registers,
       .instances = macs(),
       .use = operand,
       .other_sizes = {"mac_array.input_bits", "mac_array.scratchpad.filter_words",
                       "mac_array.scratchpad.input_words", "mac_array.scratchpad.sum_words"},
       .actions = {{Action::mac_register_access, "access", "one operand read or written at a MAC"}},
       .counts_for = Level::macro});
  c.add({.name = "mac_wires",
         .section = "mac_array.transfer",
         .level = Level::tile,
         .costs = &transfer,
         .instances = macs(),
         .use = operand,
         .other_sizes = {"mac_array.input_bits", "mac_array.scratchpad.filter_words_per_cycle",
                         "mac_array.scratchpad.input_words_per_cycle",
                         "mac_array.scratchpad.sum_words_per_cycle"},
         .actions = {{Action::mac_transfer, "transfer", "one operand moved to or between MACs"}},
         .counts_for = Level::macro});
  c.add({.name = "accumulators",
         .section = "mac_array.accumulators",
         .level = Level::tile,
         .costs = &accumulators,
         .use = {.bits = sum_bits,
                 .copies = static_cast<double>(columns) * std::max(1, accumulator_depth),
                 .time = cycle},
         .sizes = {"mac_array.columns", "mac_array.accumulator_depth"},
         .other_sizes = {"mac_array.accumulator_banks"},
         .actions = {{Action::accumulator_access, "access", "one sum read, added to and written"}},
         .counts_for = Level::macro});
  c.add({.name = "weight_fifo",
         .section = "mac_array.weight_fifo",
         .level = Level::tile,
         .costs = &weight_fifo,
         .sizes = memory_sizes("mac_array.weight_fifo"),
         .actions = accesses("mac_array.weight_fifo", weight_fifo, Action::weight_fifo_read,
                             Action::weight_fifo_write)});
  c.add_time({"mac_array.clock", &clock, source, true, true});
}

}  // namespace mho
