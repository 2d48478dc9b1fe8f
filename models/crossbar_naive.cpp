// The twin of the kernel: an MVM in plain loops, cell by cell and pass by pass, with one normal
// draw per cell and read, column and conversion. Slow; the kernel's judge in the tests.
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

/// The code of one read: the noises of column and converter drawn each for itself.
std::int32_t code_in(const ProgrammedArray& array, const Readout& readout, const Conversion& c,
                     const ColumnConversion& own, int column, const ColumnRead& read,
                     const Stream& reads) {
  const int slice = slice_of(array, column);
  const auto lsb = static_cast<double>(c.lsb[c.uniform ? 0 : slice]);
  const double cell_noise = read.noise_units * 65536.0 / lsb;
  double late_noise = 0;
  if (readout.noisy()) {
    float normals[2];
    reads.child(0).normals(2 * static_cast<std::uint64_t>(column), normals);
    const auto nominal = static_cast<double>(readout.range(slice).lsb);
    late_noise = (readout.column_noise * 65536.0 * static_cast<double>(normals[0]) +
                  readout.converter_noise * nominal * static_cast<double>(normals[1])) /
                 lsb;
  }
  const auto steps = static_cast<std::int32_t>(read.steps);
  if (c.narrow)
    return code_of<float>(c, readout.thresholds, column, own, steps, static_cast<float>(cell_noise),
                          static_cast<float>(late_noise));
  return code_of<double>(c, readout.thresholds, column, own, steps, cell_noise, late_noise);
}

}  // namespace

void mvm_naive(const ProgrammedArray& array, const Readout& readout, const MvmBatch& batch,
               const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity) {
  const MvmFormat& f = array.format;
  const Conversion conversion = conversion_of(array, readout);
  const std::vector<ColumnConversion> columns = columns_of(array, readout, conversion);
  const bool noisy = readout.noisy() || !array.variance.empty();
  const auto items = static_cast<std::int64_t>(batch.inputs.size()) / array.rows;
  require(static_cast<std::int64_t>(partial_sums.size()) == items * array.outputs,
          "mvm_naive: partial_sums are not [items][outputs]");
  for (std::int64_t item = 0; item < items; ++item) {
    const auto input = batch.inputs.subspan(item * array.rows, array.rows);
    const auto sums = partial_sums.subspan(item * array.outputs, array.outputs);
    std::vector<std::int64_t> accumulated(array.columns, 0);
    Pass pass;
    for (pass.group = 0; pass.group < f.row_groups(array.rows); ++pass.group) {
      for (pass.phase = 0; pass.phase < f.phases(); ++pass.phase) {
        for (pass.slice = 0; pass.slice < f.input_slices(); ++pass.slice, ++pass.index) {
          Stream reads = noise;
          if (noisy)
            reads = noise.child(batch.image[item]).child(batch.position[item]).child(pass.index);
          for (int c = 0; c < array.columns; ++c) {
            const ColumnRead read = read_column(array, input, pass, c, reads);
            const std::int64_t code =
                code_in(array, readout, conversion, columns[c], c, read, reads);
            const int sign =
                array.column_sign[static_cast<std::size_t>(pass.group) * array.columns_padded + c] *
                (pass.phase == 1 ? -1 : 1);
            accumulated[c] += sign * code * (std::int64_t{1} << (pass.slice * f.dac_bits));
          }
        }
      }
      for (int r = 0; r < rows_in_group(array, pass.group); ++r)
        for (int o = 0; o < array.outputs; ++o)
          sums[o] += array.correction[static_cast<std::size_t>(pass.group) * array.outputs + o] *
                     input[pass.group * f.active_rows + r];
    }
    for (int c = 0; c < array.columns; ++c)
      sums[array.column_output[c]] += column_value(readout, conversion, slice_of(array, c), c,
                                                   array.column_shift[c], accumulated[c]);
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
