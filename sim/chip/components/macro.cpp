// The components that macros of every arithmetic have, behind those of their own.
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"
#include "sim/chip/macro_spec.hpp"

namespace mho {

void MacroSpec::components(Components& c) {
  // As stated, before a visitor moves the clock.
  const Time cycle = digital() ? 1.0 / digital()->clock : Time();
  std::visit([&](auto& own) { own.components(c, *this); }, circuits);
  c.add({.name = "input_register",
         .section = "macro.input_register",
         .level = Level::macro,
         .costs = &input_register,
         .use = {.bits = 1, .copies = static_cast<double>(rows) * kActivationBits, .time = cycle},
         .sizes = {"macro.rows"},
         .actions = {{Action::input_register_bit, "bit", "one input bit written and read"}}});
  c.add({.name = "output_register",
         .section = "macro.output_register",
         .level = Level::macro,
         .costs = &output_register,
         .use = {.bits = kPartialSumBits, .copies = 1.0 * sums(), .time = cycle},
         .sizes = {"macro.columns"},
         .actions = {{Action::output_register_sum, "sum", "one partial sum written and read"}}});
}

}  // namespace mho
