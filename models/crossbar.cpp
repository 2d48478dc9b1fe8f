// The crossbar's front: activity, column sums for calibration, and the kernel's call.
#include "models/crossbar.hpp"

#include <cmath>
#include <cstdlib>

#include "models/crossbar_conversion.hpp"
#include "models/crossbar_layout.hpp"
#include "sim/base/error.hpp"

namespace mho {

MvmActivity& MvmActivity::operator+=(const MvmActivity& other) {
  passes += other.passes;
  row_drives += other.row_drives;
  samples += other.samples;
  conversions += other.conversions;
  shift_adds += other.shift_adds;
  cell_reads += other.cell_reads;
  driven_conductance += other.driven_conductance;
  return *this;
}

MvmActivity activity_of(const ProgrammedArray& array, std::int64_t items) {
  const MvmFormat& f = array.format;
  MvmActivity activity;
  activity.passes = items * f.passes(array.rows);
  activity.row_drives = items * array.rows * f.input_slices() * f.phases();
  activity.samples = activity.passes * array.columns;
  activity.conversions = activity.samples;
  activity.shift_adds = activity.conversions;
  activity.cell_reads = activity.row_drives * array.outputs * f.cell_columns_per_output();
  return activity;
}

Conversion conversion_of(const ProgrammedArray& array, const AdcRange& range) {
  require(range.lsb > 0 && range.code_min <= 0 && range.code_max > 0, "mvm: ADC range is empty");
  const MvmFormat& f = array.format;
  Conversion c;
  c.code_min = range.code_min;
  c.code_max = range.code_max;
  c.scale = array.fixed_step * 65536.0 / static_cast<double>(range.lsb);
  const double codes_per_unit = 65536.0 / static_cast<double>(range.lsb);
  c.noise_variance =
      array.variance_step * (1 << square_shift(f.dac_bits)) * codes_per_unit * codes_per_unit;
  const double single = 16777216.0;
  const double largest_cell =
      (1 << f.cell_bits) - 1 + (f.signed_conversion() ? 0.0 : array.g_min_units);
  const double largest_sum =
      largest_cell * ((1 << f.dac_bits) - 1) * std::min(f.active_rows, array.rows);
  const double largest_code =
      std::max(-static_cast<double>(range.code_min), static_cast<double>(range.code_max));
  const double accumulated = largest_code * f.row_groups(array.rows) * f.phases() *
                             std::ldexp(1.0, f.input_slices() * f.dac_bits);
  c.narrow = largest_sum <= single && largest_code <= single && accumulated < 2147483648.0;
  return c;
}

void column_sums(const ProgrammedArray& array, const MvmBatch& batch, std::vector<float>& sums) {
  const MvmFormat& f = array.format;
  const std::size_t items = batch.inputs.size() / array.rows;
  const int mask = (1 << f.dac_bits) - 1;
  sums.assign(items * f.passes(array.rows) * array.columns, 0.0f);
  float* out = sums.data();
  std::vector<std::int32_t> steps(array.columns);
  for (std::size_t item = 0; item < items; ++item) {
    const std::int32_t* input = &batch.inputs[item * array.rows];
    for (int g = 0; g < f.row_groups(array.rows); ++g) {
      for (int phase = 0; phase < f.phases(); ++phase) {
        for (int slice = 0; slice < f.input_slices(); ++slice, out += array.columns) {
          steps.assign(array.columns, 0);
          for (int r = 0; r < rows_in_group(array, g); ++r) {
            const std::int32_t x = input[g * f.active_rows + r];
            if (f.signed_inputs && (x < 0) != (phase == 1)) continue;
            const int code = (std::abs(x) >> (slice * f.dac_bits)) & mask;
            const std::int16_t* cells = &array.conductance[cell_offset(array, g, r, 0)];
            for (int c = 0; c < array.columns; ++c) steps[c] += code * cells[2 * c];
          }
          for (int c = 0; c < array.columns; ++c)
            out[c] = static_cast<float>(steps[c] * array.fixed_step);
        }
      }
    }
  }
}

void mvm(const ProgrammedArray& array, const AdcRange& range, const MvmBatch& batch,
         const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity) {
  mvm_naive(array, range, batch, noise, partial_sums, activity);
}

const char* mvm_instruction_set() { return "SSE2"; }

}  // namespace mho
