// What a readout amounts to on one array.
#include "models/crossbar/conversion.hpp"

#include <algorithm>

#include "models/crossbar/kernel/layout.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr double kStepsPerUnit = 1 << kPartialSumFraction;

void check(const ProgrammedArray& array, const Readout& readout) {
  const std::size_t slices = array.format.converted_slices();
  require(readout.ranges.size() == 1 || readout.ranges.size() == slices,
          "mvm: not one ADC range, or one per weight slice");
  const AdcRange& first = readout.ranges[0];
  for (const AdcRange& range : readout.ranges)
    require(range.lsb > 0 && range.code_min <= 0 && range.code_max > 0 &&
                range.code_min == first.code_min && range.code_max == first.code_max,
            "mvm: ADC range is empty, or its slices have different codes");
  const Thresholds& t = readout.thresholds;
  require(readout.quantizes || t.empty(), "mvm: thresholds without quantization");
  require(t.empty() || (t.code_min() == first.code_min && t.code_max() == first.code_max),
          "mvm: thresholds of other codes than the range's");
  require(readout.column_noise >= 0 && readout.converter_noise >= 0 && readout.column_limit > 0 &&
              readout.saturation >= 0,
          "mvm: readout out of range");
  require(
      readout.gain.size() <= 1 || readout.gain.size() == static_cast<std::size_t>(array.columns),
      "mvm: not one gain, or one per column");
}

/// The lowest code of an exact conversion; the range is symmetric.
constexpr std::int32_t kLowest = -2147483647;

ColumnConversion conversion_at(const ProgrammedArray& array, const Readout& readout,
                               std::int64_t nominal_lsb, std::int64_t lsb) {
  const double codes_per_unit = kStepsPerUnit / static_cast<double>(lsb);
  const double unit_codes = codes_per_unit * codes_per_unit;
  const double converter =
      readout.converter_noise * static_cast<double>(nominal_lsb) / static_cast<double>(lsb);
  ColumnConversion c;
  c.scale = array.fixed_step * kStepsPerUnit / static_cast<double>(lsb);
  c.noise_variance = array.variance_step * (1 << square_shift(array.format)) * unit_codes;
  c.floor_variance =
      readout.column_noise * readout.column_noise * unit_codes + converter * converter;
  c.limit = readout.column_limit * codes_per_unit;
  c.saturation = readout.saturation / codes_per_unit;
  return c;
}

}  // namespace

Conversion conversion_of(const ProgrammedArray& array, const Readout& readout) {
  check(array, readout);
  const MvmFormat& f = array.format;
  Conversion c;
  c.limited = readout.limits();
  c.uniform = readout.ranges.size() == 1 && !c.limited && readout.thresholds.empty();
  const auto one_step = static_cast<std::int64_t>(array.fixed_step * kStepsPerUnit);
  require(readout.quantizes || static_cast<double>(one_step) == array.fixed_step * kStepsPerUnit,
          "mvm: a fixed step below 2^-16 units");
  for (int s = 0; s < (c.uniform ? 1 : f.converted_slices()); ++s) {
    const std::int64_t nominal = readout.range(s).lsb;
    c.lsb.push_back(readout.quantizes ? nominal : one_step);
    c.by_slice.push_back(conversion_at(array, readout, nominal, c.lsb.back()));
  }
  c.code_min = readout.quantizes ? readout.ranges[0].code_min : kLowest;
  c.code_max = readout.quantizes ? readout.ranges[0].code_max : -kLowest;
  const double single = 16777216.0;
  const double largest_cell =
      f.full_level() + (f.signed_conversion() ? 0.0 : f.group_weight() * array.g_min_units);
  const double largest_sum = largest_cell * f.largest_code() * std::min(f.active_rows, array.rows);
  const double largest_code =
      std::max(-static_cast<double>(c.code_min), static_cast<double>(c.code_max));
  // 1 + 2^bits + ... over the converted input slices.
  const double slice_weights =
      (std::ldexp(1.0, f.code_slices() * f.code_bits()) - 1) / (std::ldexp(1.0, f.code_bits()) - 1);
  const double accumulated =
      largest_code * f.turns(array.rows) * f.input_polarities() * slice_weights;
  c.narrow = largest_sum <= single && largest_code <= single && accumulated < 2147483648.0;
  return c;
}

std::vector<ColumnConversion> columns_of(const ProgrammedArray& array, const Readout& readout,
                                         const Conversion& conversion) {
  std::vector<ColumnConversion> columns(array.columns_padded);
  const Thresholds& t = readout.thresholds;
  for (int c = 0; c < array.columns; ++c) {
    columns[c] = conversion.by_slice[conversion.uniform ? 0 : slice_of(array, c)];
    if (!t.empty()) columns[c].table = c % t.converters() * t.stride();
  }
  return columns;
}

std::int64_t column_value(const Readout& readout, const Conversion& conversion, int slice,
                          int column, int shift, std::int64_t accumulated) {
  const std::int64_t lsb = conversion.lsb[conversion.uniform ? 0 : slice];
  const std::int64_t value = accumulated * lsb * (std::int64_t{1} << shift);
  if (readout.gain.empty()) return value;
  const double gain = readout.gain.size() == 1 ? readout.gain[0] : readout.gain[column];
  return std::llrint(static_cast<double>(value) * gain);
}

}  // namespace mho
