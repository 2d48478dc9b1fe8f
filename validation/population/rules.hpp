// The rules by which every macro of a population becomes a machine: its stated inputs (arrays,
// bits, converters, supply, time of an invocation) as they are, a model for everything else,
// nothing by hand. README.md of this folder has the rules in words.
#pragma once

#include <string>

#include "sim/chip/components/components.hpp"
#include "validation/population/table.hpp"

namespace mho {

/// How a macro computes, from the table's architecture, cell and compute model.
enum class Reading {
  charge,        ///< cells with capacitors share charge (QR)
  bit_lines,     ///< cells discharge bit lines (QS)
  sram_current,  ///< static cells drive currents (IS)
  nvm_current,   ///< resistive or floating-gate cells drive currents (IS)
  digital        ///< multipliers and adder trees
};
const char* name_of(Reading reading);

struct ModelledMacro {
  Reading reading = Reading::digital;
  std::string converter;  ///< kind of its cost model; "": none
  std::string chip;       ///< YAML
  int weight_bits = 0;    ///< of the peak that is simulated
  int activation_bits = 0;
  double rows = 0;             ///< of one dot product
  Level level = Level::macro;  ///< at which its figures are
};

/// Throws InputError, with no place, where the table does not state enough: the length of a dot
/// product, the time of an invocation.
ModelledMacro modelled_macro(const MeasuredMacro& macro);

}  // namespace mho
