#include "sim/chip/macro_readout.hpp"

#include <utility>

namespace mho {

namespace {

Thresholds converters_of(const TileKind& kind, const AdcRange& range, const Stream& stream) {
  const int converters = kind.adcs_per_macro();
  std::vector<double> switching = kind.macro().analog()->adc->thresholds(converters, stream);
  for (double& threshold : switching) threshold += range.code_min;
  return Thresholds(converters, range.code_min, range.code_max, switching);
}

}  // namespace

Readout macro_readout(const TileKind& kind, const MvmFormat& format, std::vector<AdcRange> ranges,
                      const Effects& effects, const Stream& stream) {
  const AnalogMacroSpec& macro = *kind.macro().analog();
  Readout readout;
  readout.ranges = std::move(ranges);
  readout.quantizes = effects.has(Effect::adc_quantization);
  if (readout.quantizes && effects.has(Effect::adc_mismatch) && macro.adc->has_mismatch())
    readout.thresholds = converters_of(kind, readout.ranges[0], stream);
  if (effects.has(Effect::adc_noise)) readout.converter_noise = macro.adc->noise_codes();
  readout.steps = macro.adc->steps(readout.ranges[0]);
  readout.steps.converters = kind.adcs_per_macro();
  if (!readout.quantizes) readout.steps.of_code.clear();
  if (!macro.column) return readout;
  const double full_cell = 1.0 * format.full_level() * format.largest_code();
  if (effects.has(Effect::column_noise)) readout.column_noise = macro.column->noise * full_cell;
  if (effects.has(Effect::column_limit)) {
    if (macro.column->limit > 0) readout.column_limit = macro.column->limit * full_cell;
    readout.saturation = macro.column->saturation / full_cell;
  }
  return readout;
}

Readout macro_readout(const TileKind& kind, const MvmFormat& format, double full_scale,
                      const Effects& effects, const Stream& stream) {
  const Adc& adc = *kind.macro().analog()->adc;
  std::vector<AdcRange> one{adc.range_for(full_scale, format.signed_conversion())};
  return macro_readout(kind, format, std::move(one), effects, stream);
}

}  // namespace mho
