#include "sim/figures/operands.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mho {

void OperandValues::fields(Fields& f) {
  f.choice("form", form,
           {{"uniform", "every integer up to the magnitude is equally likely"},
            {"constant", "all are the same"}},
           "How the values are distributed.", Presence::optional);
  f.number("magnitude", magnitude, {-1, 1},
           "The largest value, or the constant, as a share of the largest integer; below 0: a "
           "negative constant, of weights alone.",
           Presence::optional);
  f.number("zeros", zeros, {0, 1}, "Share of the values that are zero instead.",
           Presence::optional);
  f.rule(form == OperandForm::constant || magnitude >= 0, "magnitude",
         "is negative, which only a constant may be");
}

void Operands::fields(Fields& f) {
  f.section("inputs", inputs, "What drives the rows; absent: uniform over all integers.");
  f.section("weights", weights, "What the cells hold; absent: uniform over all integers.");
  f.gone("signed_inputs", "allowed: inputs_are_signed, for a macro's signed_inputs says how");
  f.flag("inputs_are_signed", inputs_are_signed,
         "Inputs have signs, and are driven as the macro's signed_inputs says.",
         Presence::optional);
  f.rule(!inputs || inputs->magnitude >= 0, "inputs", "have a magnitude of 0 to 1");
}

void draw_operands(const OperandValues& wanted, std::int32_t largest, bool both_signs,
                   const Stream& stream, std::span<std::int32_t> values) {
  const auto bound = static_cast<std::int32_t>(std::lround(wanted.magnitude * largest));
  if (wanted.form == OperandForm::constant) {
    std::fill(values.begin(), values.end(), bound);
  } else {
    const std::int32_t lowest = both_signs ? -bound : 0;
    stream.integers(0, static_cast<std::uint32_t>(bound - lowest + 1), values);
    for (std::int32_t& value : values) value += lowest;
  }
  if (wanted.zeros <= 0) return;
  constexpr std::uint32_t kParts = std::uint32_t{1} << 24;
  std::vector<std::int32_t> chance(values.size());
  stream.child(0).integers(0, kParts, chance);
  const double limit = wanted.zeros * kParts;
  for (std::size_t n = 0; n < values.size(); ++n)
    if (chance[n] < limit) values[n] = 0;
}

}  // namespace mho
