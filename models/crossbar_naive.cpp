// The twin of the kernel: an MVM in plain loops, cell by cell and pass by pass, with one normal
// draw per cell and read. Slow; the kernel's judge in the tests.
#include <cmath>
#include <cstdlib>

#include "models/crossbar.hpp"
#include "models/crossbar_conversion.hpp"
#include "models/crossbar_layout.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// The DAC code of an input in one pass: a slice of the magnitude, where its sign is the phase's.
std::int32_t dac_code(const MvmFormat& f, std::int32_t input, int phase, int slice) {
  if (f.signed_inputs && (input < 0) != (phase == 1)) return 0;
  return (std::abs(input) >> (slice * f.dac_bits)) & ((1 << f.dac_bits) - 1);
}

struct Pass {
  int group = 0, phase = 0, slice = 0, index = 0;
};

/// The sum of one column in one pass: exact steps, and the noise of its cells in units.
struct ColumnRead {
  std::int64_t steps = 0;
  double noise_units = 0;
};

ColumnRead read_column(const ProgrammedArray& array, std::span<const std::int32_t> input,
                       const Pass& pass, int column, const Stream& noise) {
  ColumnRead read;
  for (int r = 0; r < rows_in_group(array, pass.group); ++r) {
    const int row = pass.group * array.format.active_rows + r;
    const std::int32_t code = dac_code(array.format, input[row], pass.phase, pass.slice);
    const std::size_t cell = cell_offset(array, pass.group, r, column);
    read.steps += static_cast<std::int64_t>(code) * array.conductance[cell];
    if (array.variance.empty()) continue;
    float normal = 0;
    noise.normals(static_cast<std::uint64_t>(row) * array.columns + column, {&normal, 1});
    read.noise_units +=
        code * std::sqrt(array.variance[cell] * array.variance_step) * static_cast<double>(normal);
  }
  return read;
}

}  // namespace

void mvm_naive(const ProgrammedArray& array, const AdcRange& range, const MvmBatch& batch,
               const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity) {
  const MvmFormat& f = array.format;
  const Conversion conversion = conversion_of(array, range);
  const double codes_per_unit = 65536.0 / static_cast<double>(range.lsb);
  const auto items = static_cast<std::int64_t>(batch.inputs.size()) / array.rows;
  require(static_cast<std::int64_t>(partial_sums.size()) == items * array.outputs,
          "mvm_naive: partial_sums are not [items][outputs]");
  for (std::int64_t item = 0; item < items; ++item) {
    const auto input = batch.inputs.subspan(item * array.rows, array.rows);
    const auto sums = partial_sums.subspan(item * array.outputs, array.outputs);
    Pass pass;
    for (pass.group = 0; pass.group < f.row_groups(array.rows); ++pass.group) {
      for (pass.phase = 0; pass.phase < f.phases(); ++pass.phase) {
        for (pass.slice = 0; pass.slice < f.input_slices(); ++pass.slice, ++pass.index) {
          Stream reads = noise;
          if (!array.variance.empty())
            reads = noise.child(batch.image[item]).child(batch.position[item]).child(pass.index);
          for (int c = 0; c < array.columns; ++c) {
            const ColumnRead read = read_column(array, input, pass, c, reads);
            const std::int64_t code = convert(conversion, static_cast<std::int32_t>(read.steps),
                                              read.noise_units * codes_per_unit);
            const int sign =
                array.column_sign[static_cast<std::size_t>(pass.group) * array.columns_padded + c] *
                (pass.phase == 1 ? -1 : 1);
            const int shift = array.column_shift[c] + pass.slice * f.dac_bits;
            sums[array.column_output[c]] += sign * code * range.lsb * (std::int64_t{1} << shift);
          }
        }
      }
      for (int r = 0; r < rows_in_group(array, pass.group); ++r)
        for (int o = 0; o < array.outputs; ++o)
          sums[o] += array.correction[static_cast<std::size_t>(pass.group) * array.outputs + o] *
                     input[pass.group * f.active_rows + r];
    }
  }
  if (activity == nullptr) return;
  *activity += activity_of(array, items);
  for (std::int64_t i = 0; i < items * array.rows; ++i)
    for (int phase = 0; phase < f.phases(); ++phase)
      for (int slice = 0; slice < f.input_slices(); ++slice) {
        const std::int64_t code = dac_code(f, batch.inputs[i], phase, slice);
        activity->driven_conductance += code * code * array.row_conductance[i % array.rows];
      }
}

}  // namespace mho
