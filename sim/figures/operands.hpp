// The inputs and weights that a peak is taken with. Published energies of macros depend on their
// data: one reports random operands, another a range of average outputs, a third half of the inputs
// zero. Ignored: correlation between operands.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/base/random.hpp"
#include "sim/config/fields.hpp"

namespace mho {

enum class OperandForm {
  uniform,  ///< every integer up to a magnitude equally likely
  constant  ///< all the same
};

/// The values of one operand. What the integers' range is follows from the bits.
struct OperandValues {
  OperandForm form = OperandForm::uniform;
  double magnitude = 1;  ///< of the largest integer: uniform up to it, or the constant
  double zeros = 0;      ///< share that is zero instead, independently drawn

  void fields(Fields& f);
};

/// Independent of each other; absent: uniform over all integers, as the peak metrics of a run are
/// taken.
struct Operands {
  std::optional<OperandValues> inputs;   ///< of both signs where uniform and signed
  std::optional<OperandValues> weights;  ///< of both signs where uniform
  bool inputs_are_signed = false;        ///< driven as the macro drives signed inputs

  void fields(Fields& f);
};

/// Fills `values` with integers of [0, largest], or [-largest, largest]; a function of the stream.
void draw_operands(const OperandValues& wanted, std::int32_t largest, bool both_signs,
                   const Stream& stream, std::span<std::int32_t> values);

}  // namespace mho
