#include "devices/effects.hpp"

#include "sim/base/error.hpp"

namespace mho {

const char* name_of(Effect effect) {
  switch (effect) {
    case Effect::programming_error:
      return "programming_error";
    case Effect::device_variation:
      return "device_variation";
    case Effect::stuck_cells:
      return "stuck_cells";
    case Effect::drift:
      return "drift";
    case Effect::temperature:
      return "temperature";
    case Effect::read_noise:
      return "read_noise";
    case Effect::telegraph_noise:
      return "telegraph_noise";
    case Effect::nonlinearity:
      return "nonlinearity";
    case Effect::dac_error:
      return "dac_error";
    case Effect::wire_resistance:
      return "wire_resistance";
    case Effect::column_limit:
      return "column_limit";
    case Effect::column_noise:
      return "column_noise";
    case Effect::adc_mismatch:
      return "adc_mismatch";
    case Effect::adc_noise:
      return "adc_noise";
    case Effect::adc_quantization:
      return "adc_quantization";
  }
  throw Bug("an effect without a name");
}

const char* sentence_of(Effect effect) {
  switch (effect) {
    case Effect::programming_error:
      return "writes that miss their target";
    case Effect::device_variation:
      return "devices that differ from one another";
    case Effect::stuck_cells:
      return "cells that do not switch";
    case Effect::drift:
      return "conductances that change with age";
    case Effect::temperature:
      return "a chip at another temperature than its cells were characterized at";
    case Effect::read_noise:
      return "noise of the cells, white from read to read";
    case Effect::telegraph_noise:
      return "traps that switch between two states";
    case Effect::nonlinearity:
      return "current of a cell not proportional to the voltage";
    case Effect::dac_error:
      return "row drivers that miss their levels";
    case Effect::wire_resistance:
      return "resistance of rows, columns and their terminals";
    case Effect::column_limit:
      return "columns that saturate";
    case Effect::column_noise:
      return "noise of sensing before the converter";
    case Effect::adc_mismatch:
      return "converter thresholds that are off";
    case Effect::adc_noise:
      return "noise of the converter";
    case Effect::adc_quantization:
      return "rounding and clipping to codes";
  }
  throw Bug("an effect without a sentence");
}

std::optional<Effect> effect_named(std::string_view name) {
  for (std::size_t i = 0; i < kEffects; ++i)
    if (name == name_of(static_cast<Effect>(i))) return static_cast<Effect>(i);
  return std::nullopt;
}

}  // namespace mho
