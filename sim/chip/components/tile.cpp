// The components of a tile beside those of its macros or its MAC array: what moves pixels, adds
// partial sums, and computes between layers.
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"

namespace mho {

void TileSpec::components(Components& c) {
  if (macros > 0) macro.components(c);
  if (core)
    c.add({.name = "core_accumulator",
           .section = "core.accumulator",
           .level = Level::tile,
           .costs = &core->accumulator,
           .instances = cores(),
           .use = {.bits = kSumBits},
           .actions = {{Action::core_accumulate, "add",
                        "one partial sum added to another within a core"}}});
  if (mac_array) mac_array->components(c);
  if (moves_pixels()) pixel_components(c);
  c.add({.name = "vector_unit",
         .section = "vector_unit",
         .level = Level::tile,
         .costs = &vector_unit.cost,
         .use = {.bits = kActivationBits, .copies = 1.0 * vector_unit.lanes},
         .sizes = {"vector_unit.lanes"},
         .actions = {{Action::vector_operation, "operation", "one elementary operation"}}});
  c.add_time({"vector_unit.clock", &vector_unit.clock});
  c.add_time({"vector_unit.cycle", &vector_unit.cycle});
  if (moves_pixels())
    c.add({.name = "control",
           .section = "control",
           .level = Level::tile,
           .costs = &control,
           .use = {.bits = 1},
           .actions = {{Action::control_step, "step", "one output pixel sequenced"}}});
}

void TileSpec::pixel_components(Components& c) {
  c.add({.name = "input_buffer",
         .section = "input_buffer",
         .level = Level::tile,
         .costs = &input_buffer,
         .sizes = memory_sizes("input_buffer"),
         .actions =
             accesses("input_buffer", input_buffer, Action::buffer_read, Action::buffer_write)});
  if (line_buffer)
    c.add({.name = "line_buffer",
           .section = "line_buffer",
           .level = Level::tile,
           .costs = &*line_buffer,
           .instances = macros,
           .use = {.bits = 1, .copies = 8 * static_cast<double>(line_buffer->capacity_bytes)},
           .sizes = {"line_buffer.capacity"},
           .actions = {{Action::line_buffer_bit, "bit", "one bit written and read"}}});
  if (output_buffer)
    c.add({.name = "output_buffer",
           .section = "output_buffer",
           .level = Level::tile,
           .costs = &*output_buffer,
           .sizes = memory_sizes("output_buffer"),
           .actions = accesses("output_buffer", *output_buffer, Action::output_buffer_read,
                               Action::output_buffer_write)});
  c.add({.name = "bus",
         .section = "bus",
         .level = Level::tile,
         .costs = &bus,
         .use = {.bits = 1, .copies = 1.0 * input_buffer.width_bits},
         .sizes = {"input_buffer.width"},
         .actions = {{Action::bus_bit, "bit", "one bit from the buffer to the macros"}}});
  c.add({.name = "accumulator",
         .section = "accumulator",
         .level = Level::tile,
         .costs = &accumulator,
         .use = {.bits = kSumBits},
         .actions = {{Action::accumulate, "add", "one partial sum added to another"}}});
}

}  // namespace mho
