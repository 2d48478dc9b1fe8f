// The twin of the kernel: an MVM in plain loops, cell by cell and pass by pass, with one normal
// draw per cell and read, column and conversion. Slow; the kernel's judge in the tests.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "models/crossbar/conversion.hpp"
#include "models/crossbar/kernel/layout.hpp"
#include "models/crossbar/mvm.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// The DAC code of an input in one drive: a slice of the magnitude, where its sign is the
/// polarity's, or of the whole input; complemented on the second row of an xnor pair.
std::int32_t dac_code(const MvmFormat& f, std::int32_t input, int polarity, int slice, int side) {
  std::int32_t driven = input + f.input_offset();
  if (f.input_polarities() == 2) driven = (input < 0) == (polarity == 1) ? std::abs(input) : 0;
  const std::int32_t mask = f.slice_mask(slice);
  if (f.drives_signs()) {
    const std::int32_t code = (std::abs(input) >> (slice * f.dac_bits)) & mask;
    return input < 0 ? -code : code;
  }
  const std::int32_t code = (driven >> (slice * f.dac_bits)) & mask;
  return side == 0 ? code : mask - code;
}

/// Input slices first_slice .. end_slice - 1 of one polarity, of some inputs of one row group: what
/// is converted at once.
struct Pass {
  int group = 0, polarity = 0, index = 0;
  int first_slice = 0, end_slice = 0;
  std::vector<int> inputs;  ///< driven together; none: the pass is skipped
};

/// The inputs of a row group that are driven together in one polarity and code slice, turn by turn.
std::vector<std::vector<int>> turns_of(const ProgrammedArray& array,
                                       std::span<const std::int32_t> input, int group, int polarity,
                                       int slice) {
  const MvmFormat& f = array.format;
  const int first = group * f.group_rows(array.rows);
  std::vector<int> all, nonzero;
  for (int r = first; r < first + rows_in_group(array, group); ++r) {
    all.push_back(r);
    if (f.pass_code(input[r], polarity, slice) != 0) nonzero.push_back(r);
  }
  switch (f.zero_skipping) {
    case ZeroSkipping::none:
      return {all};
    case ZeroSkipping::slice:
      return {nonzero.empty() ? nonzero : all};
    case ZeroSkipping::row:
      break;
  }
  std::vector<std::vector<int>> turns(f.turns(array.rows));
  for (std::size_t n = 0; n < nonzero.size(); ++n) turns[n / f.active_rows].push_back(nonzero[n]);
  return turns;
}

/// The sum of one column in one pass: exact steps, and the noise of its cells in units.
struct ColumnRead {
  std::int64_t steps = 0;
  double noise_units = 0;
};

ColumnRead read_column(const ProgrammedArray& array, std::span<const std::int32_t> input,
                       const Pass& pass, int column, const Stream& noise) {
  const MvmFormat& f = array.format;
  const int sides = f.rows_per_input(), terms = array.drive.terms;
  ColumnRead read;
  for (int slice = pass.first_slice; slice < pass.end_slice; ++slice) {
    const Stream reads = noise.child(static_cast<std::uint64_t>(slice) + 1);
    const int shift = (slice - pass.first_slice) * f.dac_bits;
    for (const int of_input : pass.inputs)
      for (int d = 0; d < sides * terms; ++d) {
        const int row = of_input * sides + d / terms;
        const int r = (of_input - pass.group * f.group_rows(array.rows)) * sides * terms + d;
        const std::int32_t code =
            dac_code(f, input[row / sides], pass.polarity, slice, row % sides);
        const std::size_t cell = cell_offset(array, pass.group, r, column);
        const std::int64_t level = array.drive.level(f, row, r % terms, code);
        read.steps += level * (std::int64_t{1} << shift) * array.conductance[cell];
        if (array.variance.empty() || r % terms != 0) continue;
        float normal = 0;
        reads.normals(static_cast<std::uint64_t>(row) * array.columns + column, {&normal, 1});
        const double weight = f.input == InputDrive::pulse_count
                                  ? std::sqrt(static_cast<double>(std::abs(code)))
                                  : static_cast<double>(code);
        read.noise_units += std::ldexp(weight, shift) *
                            std::sqrt(array.variance[cell] * array.variance_step) *
                            static_cast<double>(normal);
      }
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

/// What cells and row wires take of these inputs.
void count_charges(const ProgrammedArray& array, std::span<const std::int32_t> inputs,
                   MvmActivity& activity) {
  const MvmFormat& f = array.format;
  const int sides = f.rows_per_input();
  for (std::size_t i = 0; i < inputs.size(); ++i)
    for (int polarity = 0; polarity < f.input_polarities(); ++polarity)
      for (int slice = 0; slice < f.input_slices(); ++slice)
        for (int side = 0; side < sides; ++side) {
          const std::int64_t code = dac_code(f, inputs[i], polarity, slice, side);
          activity.driven_conductance +=
              (f.input == InputDrive::voltage ? code * code : std::abs(code)) *
              array.row_conductance[i % array.rows * sides + side];
          activity.row_charge += f.column_turns(array.columns) * f.row_charge(code);
        }
}

void count(const ProgrammedArray& array, const Readout& readout, const Pass& pass,
           const std::vector<std::int64_t>& codes, MvmActivity& activity, PassRecord& record) {
  std::vector<std::int64_t> above = codes;
  for (std::int64_t& code : above) code -= readout.ranges[0].code_min;
  const PassSteps steps = steps_of(readout.steps, above, array.columns);
  const int drives = pass.end_slice - pass.first_slice;
  record = {drives, steps.time};
  const int turns = array.format.column_turns(array.columns);
  // The slices that copies of the weights take at once are one drive of the array.
  if (pass.first_slice % array.format.weight_copies == 0)
    activity.drives += std::int64_t{drives} * turns;
  activity.row_drives += std::ssize(pass.inputs) * array.format.rows_per_input() * drives * turns;
  activity.samples += std::int64_t{drives} * array.columns;
  activity.conversions += array.columns;
  activity.shift_adds += array.columns;
  activity.adc_steps += steps.energy;
}

}  // namespace

void mvm_naive(const ProgrammedArray& array, const Readout& readout, const MvmBatch& batch,
               const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity,
               std::span<PassRecord> passes) {
  require(batch.layout == BatchLayout::by_item, "mvm_naive: inputs must be [items][rows]");
  const MvmFormat& f = array.format;
  const Conversion conversion = conversion_of(array, readout);
  const std::vector<ColumnConversion> columns = columns_of(array, readout, conversion);
  const bool noisy = readout.noisy() || !array.variance.empty();
  const auto items = static_cast<std::int64_t>(batch.inputs.size()) / array.rows;
  require(static_cast<std::int64_t>(partial_sums.size()) == items * array.outputs,
          "mvm_naive: partial_sums are not [items][outputs]");
  MvmActivity counted;
  std::vector<PassRecord> records(static_cast<std::size_t>(items) * f.passes(array.rows));
  for (std::int64_t item = 0; item < items; ++item) {
    const auto input = batch.inputs.subspan(item * array.rows, array.rows);
    const auto sums = partial_sums.subspan(item * array.outputs, array.outputs);
    std::vector<std::int64_t> accumulated(array.columns, 0);
    Pass pass;
    for (pass.group = 0; pass.group < f.row_groups(array.rows); ++pass.group) {
      for (pass.polarity = 0; pass.polarity < f.input_polarities(); ++pass.polarity) {
        for (int slice = 0; slice < f.code_slices(); ++slice) {
          pass.first_slice = slice * f.slices_at_once();
          pass.end_slice = pass.first_slice + f.drives_of(slice);
          for (std::vector<int>& turn : turns_of(array, input, pass.group, pass.polarity, slice)) {
            pass.inputs = std::move(turn);
            const int index = pass.index++;
            if (pass.inputs.empty()) continue;
            Stream reads = noise;
            if (noisy)
              reads = noise.child(batch.image[item]).child(batch.position[item]).child(index);
            std::vector<std::int64_t> codes(array.columns);
            for (int c = 0; c < array.columns; ++c) {
              const ColumnRead read = read_column(array, input, pass, c, reads);
              codes[c] = code_in(array, readout, conversion, columns[c], c, read, reads);
              const bool negative = pass.polarity == 1 || f.negative_slice(pass.first_slice);
              const std::size_t of =
                  static_cast<std::size_t>(pass.group) * array.columns_padded + c;
              const int sign = array.column_sign[of] * (negative ? -1 : 1);
              accumulated[c] +=
                  sign * codes[c] * (std::int64_t{1} << (pass.first_slice * f.dac_bits));
            }
            count(array, readout, pass, codes, counted,
                  records[item * f.passes(array.rows) + index]);
          }
        }
      }
      for (int r = 0; r < rows_in_group(array, pass.group); ++r)
        for (int o = 0; o < array.outputs; ++o)
          sums[o] += array.correction[static_cast<std::size_t>(pass.group) * array.outputs + o] *
                     input[pass.group * f.group_rows(array.rows) + r];
    }
    for (int c = 0; c < array.columns; ++c) {
      const std::int64_t value = column_value(readout, conversion, slice_of(array, c), c,
                                              array.column_shift[c], accumulated[c]);
      if (array.column_output[c] < array.outputs) sums[array.column_output[c]] += value;
      if (array.column_output[c] == array.outputs)
        for (int o = 0; o < array.outputs; ++o) sums[o] -= value;
    }
    for (int o = 0; o < array.outputs; ++o) sums[o] += array.constant[o];
  }
  if (!passes.empty()) std::copy(records.begin(), records.end(), passes.begin());
  if (activity == nullptr) return;
  *activity += counted;
  count_charges(array, batch.inputs, *activity);
}

}  // namespace mho
