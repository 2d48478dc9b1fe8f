// The components that macros of every arithmetic have, behind those of their own.
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"
#include "sim/chip/macro_spec.hpp"

namespace mho {

namespace {

std::vector<ListedAction> input_register_actions(const MacroSpec& macro) {
  ListedAction bit{Action::input_register_bit, "bit", "one input bit written and read"};
  if (!macro.digital()) return {std::move(bit)};
  return with_toggles(std::move(bit),
                      {Action::input_register_toggle, "toggle", "one input bit that changed"},
                      macro.input_register, 1);
}

}  // namespace

void MacroSpec::components(Components& c) {
  // As stated, before a visitor moves the clock.
  const Time cycle = digital() && digital()->clock.value() > 0 ? 1.0 / digital()->clock : Time();
  std::visit([&](auto& own) { own.components(c, *this); }, circuits);
  if (lines)
    c.add({.name = "lines",
           .section = "macro.lines",
           .level = Level::macro,
           .costs = &*lines,
           .instances = rows + columns * cells_per_column(),
           .sizes = {"macro.rows", "macro.columns"}});
  c.add({.name = "input_register",
         .section = "macro.input_register",
         .level = Level::macro,
         .costs = &input_register,
         .use = {.bits = 1,
                 .copies = static_cast<double>(active_rows) * register_bits,
                 .time = cycle},
         .sizes = {"macro.active_rows", "macro.register_bits"},
         .actions = input_register_actions(*this)});
  c.add({.name = "output_register",
         .section = "macro.output_register",
         .level = Level::macro,
         .costs = &output_register,
         .use = {.bits = sum_bits(), .copies = 1.0 * sums(), .time = cycle},
         .sizes = {"macro.columns"},
         .actions = {{Action::output_register_sum, "sum", "one partial sum written and read"}}});
}

}  // namespace mho
