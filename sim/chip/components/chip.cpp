// The components of a chip beside its tiles, and of what stands beside the chip.
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"

namespace mho {

namespace {

void power_components(PowerStatesSpec& states, Components& c) {
  if (states.clock)
    c.add({.name = "clock_tree",
           .section = "power_states.clock",
           .level = Level::chip,
           .costs = &*states.clock,
           .waiting = Waiting::stops});
  if (states.controller)
    c.add({.name = "power_controller",
           .section = "power_states.controller",
           .level = Level::chip,
           .costs = &*states.controller,
           .waiting = Waiting::stays_on});
}

void memory_components(DramSpec& memory, Components& c) {
  c.add({.name = "off_chip_interface",
         .section = "off_chip.interface",
         .level = Level::chip,
         .costs = &memory.interface,
         .circuit = Circuit::link,
         .use = {.bits = 1},
         .other_sizes = {"off_chip.channels", "off_chip.width", "off_chip.outstanding"},
         .actions = {{Action::off_chip_link_bit, "bit", "one bit through the PHY"}}});
  c.add({.name = "off_chip",
         .section = "off_chip",
         .level = Level::off_chip,
         .costs = &memory,
         .actions = {{Action::off_chip_read_bit,
                      "read_bit",
                      "one bit of a burst read",
                      memory.read_energy,
                      {"off_chip.read_energy"}},
                     {Action::off_chip_write_bit,
                      "write_bit",
                      "one bit of a burst written",
                      memory.write_energy,
                      {"off_chip.write_energy"}},
                     {Action::off_chip_activate,
                      "activate",
                      "one row opened and closed",
                      memory.activate_energy,
                      {"off_chip.activate_energy"}}}});
}

}  // namespace

void ChipSpec::components(Components& c) {
  if (!sequenced()) noc.components(c, tiles_per_chip());
  // Identical chips of a chain have a port to each side.
  if (chip_link)
    c.add({.name = "chip_link",
           .section = "chip_link.port",
           .level = Level::chip,
           .costs = &chip_link->cost,
           .instances = 2,
           .circuit = Circuit::link,
           .use = {.bits = 1},
           .other_sizes = {"chip_link.width"},
           .actions = {{Action::chip_link_bit, "bit", "one bit from a chip to its neighbor"}}});
  c.add({.name = "global_buffer",
         .section = "global_buffer",
         .level = Level::chip,
         .costs = &global_buffer,
         .sizes = memory_sizes("global_buffer"),
         .actions = accesses("global_buffer", global_buffer, Action::global_buffer_read,
                             Action::global_buffer_write)});
  c.add({.name = "host_link",
         .section = "host_link.port",
         .level = Level::chip,
         .costs = &host_link.cost,
         .circuit = Circuit::link,
         .use = {.bits = 1},
         .other_sizes = {"host_link.width"},
         .actions = {{Action::host_link_bit, "bit", "one bit to or from the host"}},
         .waiting = Waiting::stays_on});
  if (power_states) power_components(*power_states, c);
  if (off_chip) memory_components(*off_chip, c);
}

}  // namespace mho
