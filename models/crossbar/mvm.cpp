// The crossbar's front: activity, column sums for calibration, and the kernel's call.
#include "models/crossbar/mvm.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>

#include "models/crossbar/conversion.hpp"
#include "models/crossbar/kernel/kernel.hpp"
#include "models/crossbar/kernel/layout.hpp"
#include "models/crossbar/kernel/small.hpp"
#include "models/crossbar/kernel/turns.hpp"
#include "models/crossbar/kernel/whole.hpp"
#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

MvmActivity& MvmActivity::operator+=(const MvmActivity& other) {
  drives += other.drives;
  row_drives += other.row_drives;
  samples += other.samples;
  conversions += other.conversions;
  shift_adds += other.shift_adds;
  adc_steps += other.adc_steps;
  driven_conductance += other.driven_conductance;
  row_charge += other.row_charge;
  product_toggles += other.product_toggles;
  changed_products += other.changed_products;
  nonzero_products += other.nonzero_products;
  changed_sums += other.changed_sums;
  input_toggles += other.input_toggles;
  return *this;
}

MvmActivity activity_of(const ProgrammedArray& array, std::int64_t items) {
  const MvmFormat& f = array.format;
  MvmActivity activity;
  const std::int64_t turns = f.column_turns(array.columns);
  activity.drives = items * f.drives_in_turn(array.rows) * turns;
  activity.row_drives =
      items * array.rows * f.rows_per_input() * f.input_slices() * f.input_polarities() * turns;
  activity.samples = items * f.drives(array.rows) * array.columns;
  activity.conversions = items * f.passes(array.rows) * array.columns;
  activity.shift_adds = activity.conversions;
  return activity;
}

namespace {

const CrossbarKernel& kernel_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::sse2:
      return crossbar_sse2;
    case InstructionSet::avx2:
      return crossbar_avx2;
    case InstructionSet::avx512:
      return crossbar_avx512;
    case InstructionSet::avx512vnni:
      return crossbar_avx512vnni;
  }
  throw Bug("mvm: unknown instruction set");
}

/// Items of a chunk: those by row fill whole vectors.
int chunk_items(BatchLayout layout) {
  return layout == BatchLayout::by_row ? kChunkWords : kChunkItems;
}

/// Codes and accumulators of one chunk.
struct WorkSpace {
  std::unique_ptr<std::int16_t[]> codes;
  std::vector<std::int32_t> accumulated_32;
  std::vector<std::int64_t> accumulated_64;
  std::vector<std::int32_t> turn_32;
  std::vector<std::int64_t> turn_64;
  std::vector<std::int64_t> shifted;
  std::vector<std::int32_t> row_squares;
  std::vector<ColumnConversion> columns;
  std::vector<float> narrow_columns;
  std::vector<std::int32_t> tables;
};

std::int64_t check_batch(const ProgrammedArray& array, const Readout& readout,
                         const MvmBatch& batch) {
  const std::size_t items = batch.inputs.size() / array.rows;
  require(batch.inputs.size() == items * array.rows, "mvm: inputs are not [items][rows]");
  const bool noisy = readout.noisy() || !array.variance.empty();
  require(!noisy || (batch.image.size() == items && batch.position.size() == items),
          "mvm: noise needs the image and position of every item");
  return static_cast<std::int64_t>(items);
}

/// The part of a job that is the same for every chunk.
KernelJob job_for(InstructionSet set, const ProgrammedArray& array, std::int64_t items,
                  BatchLayout layout, WorkSpace& space) {
  const MvmFormat& f = array.format;
  KernelJob job;
  job.conductance = array.conductance.data();
  if (array.variance.empty() && multiplies_small_cells(set, array)) {
    job.small_cells = array.small.cells.data();
    job.small_shift = array.small.shift;
  }
  job.column_sign = array.column_sign.data();
  job.rows = array.rows;
  job.active_rows = f.group_rows(array.rows);
  job.columns = array.columns;
  job.columns_padded = array.columns_padded;
  job.input_polarities = f.input_polarities();
  job.input_slices = f.code_slices();
  job.dac_bits = f.code_bits();
  job.magnitude_bits = f.magnitude_input_bits();
  job.square_shift = square_shift(f);
  if (f.zero_skipping == ZeroSkipping::row) job.turns_per_slice = f.turns(array.rows);
  job.input_offset = f.input_offset();
  job.twos_complement = f.signs_by(SignedInput::twos_complement);
  job.driven_per_input = driven_per_input(array);
  if (!codes_are_levels(array)) job.driven = &array;
  job.fixed_step = array.fixed_step;
  const bool by_row = layout == BatchLayout::by_row;
  if (by_row) job.row_stride = items;
  const auto chunk =
      static_cast<std::size_t>(by_row ? kChunkWords : std::min<std::int64_t>(items, kChunkItems));
  job.code_stride = ceil_divide(most_driven_rows(array), kColumnBlock) * kColumnBlock;
  // Two blocks of whole vectors: codes, and squares or byte magnitudes, which never go together.
  const std::size_t codes = ceil_divide(chunk * job.code_stride, 64) * 64;
  space.codes = std::make_unique_for_overwrite<std::int16_t[]>((by_row ? 3 : 2) * codes);
  job.codes = space.codes.get();
  job.squares = job.codes + codes;
  if (by_row) job.pair_magnitudes = job.squares + codes;
  job.byte_magnitudes = reinterpret_cast<std::uint8_t*>(job.squares);
  return job;
}

/// The float columns of a narrow job, out of `space`.
NarrowColumns narrow_columns(WorkSpace& space) {
  const std::size_t count = space.columns.size();
  space.narrow_columns.resize(5 * count);
  space.tables.resize(count);
  float* values = space.narrow_columns.data();
  for (std::size_t c = 0; c < count; ++c) {
    const ColumnConversion& column = space.columns[c];
    values[c] = static_cast<float>(column.scale);
    values[count + c] = static_cast<float>(column.noise_variance);
    values[2 * count + c] = static_cast<float>(column.floor_variance);
    values[3 * count + c] = static_cast<float>(column.limit);
    values[4 * count + c] = static_cast<float>(column.saturation);
    space.tables[c] = column.table;
  }
  return {values,
          values + count,
          values + 2 * count,
          values + 3 * count,
          values + 4 * count,
          space.tables.data()};
}

/// The readout's part of a job.
void set_readout(KernelJob& job, const ProgrammedArray& array, const Readout& readout,
                 const Conversion& conversion, const Stream& noise, WorkSpace& space) {
  job.narrow = conversion.narrow;
  job.uniform = conversion.uniform;
  job.limited = conversion.limited;
  job.early_noise = job.variance != nullptr || (readout.noisy() && !conversion.limited);
  job.late_noise = readout.noisy() && conversion.limited;
  job.scale = conversion.by_slice[0].scale;
  job.noise_variance = conversion.by_slice[0].noise_variance;
  job.floor_variance = conversion.by_slice[0].floor_variance;
  job.code_min = conversion.code_min;
  job.code_max = conversion.code_max;
  job.noise_key = noise.key();
  if (job.late_noise) job.late_noise_key = noise.child(0).key();
  if (!readout.thresholds.empty()) {
    job.thresholds = readout.thresholds.table();
    job.threshold_steps = readout.thresholds.steps();
    job.threshold_padding = readout.thresholds.padding();
  }
  if (conversion.narrow && conversion.uniform) return;
  space.columns = columns_of(array, readout, conversion);
  job.columns_of = space.columns.data();
  if (conversion.narrow) job.narrow_columns = narrow_columns(space);
}

void set_chunk(KernelJob& job, const MvmBatch& batch, std::int64_t first, std::int64_t items) {
  job.items = static_cast<int>(std::min<std::int64_t>(items - first, chunk_items(batch.layout)));
  job.inputs = &batch.inputs[job.row_stride != 0 ? first : first * job.rows];
  if (batch.image.empty()) return;
  job.image = &batch.image[first];
  job.position = &batch.position[first];
}

void check_magnitudes(const ProgrammedArray& array, const KernelJob& job) {
  const int bits = array.format.magnitude_input_bits() - (job.twos_complement ? 1 : 0);
  require(job.magnitudes >> bits == 0, "mvm: input out of range");
}

/// Whether a code counts the same in all columns of a weight slice.
bool counts_alike(const Readout& readout) {
  return readout.gain.empty() && readout.ranges.size() == 1;
}

/// The digital side of one item: codes of its columns shifted and added, times LSB and gain; what a
/// unit column gives is taken from all outputs. `shifted` is work space, [outputs].
template <class Code>
void recombine(const ProgrammedArray& array, const Readout& readout, const Conversion& conversion,
               const Code* codes, std::span<std::int64_t> shifted, std::span<std::int64_t> sums) {
  const bool same = counts_alike(readout);
  std::fill(shifted.begin(), shifted.end(), 0);
  const int of_slice = array.outputs + array.format.unit_outputs();
  for (int first = 0; first < array.columns; first += of_slice) {
    const int slice = slice_of(array, first), shift = array.column_shift[first];
    const auto value = [&](int column) {
      return same ? static_cast<std::int64_t>(codes[column]) << shift
                  : column_value(readout, conversion, slice, column, shift, codes[column]);
    };
    const std::int64_t unit = array.format.unit_column ? value(first + array.outputs) : 0;
    for (int o = 0; o < array.outputs; ++o) shifted[o] += value(first + o) - unit;
  }
  const std::int64_t factor = same ? column_value(readout, conversion, 0, 0, 0, 1) : 1;
  for (int o = 0; o < array.outputs; ++o) sums[o] += shifted[o] * factor;
}

/// The same of a whole chunk on vectors, where all columns count alike and none is a unit; else
/// nothing.
std::optional<CodesJob> codes_at_once(const ProgrammedArray& array, const Readout& readout,
                                      const Conversion& conversion) {
  if (!conversion.narrow || array.format.unit_column || !counts_alike(readout)) return std::nullopt;
  CodesJob codes;
  codes.columns = array.columns;
  codes.columns_padded = array.columns_padded;
  codes.outputs = array.outputs;
  codes.column_shift = array.column_shift.data();
  codes.factor = column_value(readout, conversion, 0, 0, 0, 1);
  return codes;
}

/// Adds the codes that a chunk accumulated to its sums, [items][outputs].
void add_chunk(const CrossbarKernel& kernel, const KernelJob& job, const ProgrammedArray& array,
               const Readout& readout, const Conversion& conversion,
               std::optional<CodesJob> at_once, WorkSpace& space, std::span<std::int64_t> sums) {
  if (at_once) {
    at_once->codes = space.accumulated_32.data();
    at_once->items = job.items;
    at_once->sums = sums.data();
    return kernel.add_codes(*at_once);
  }
  for (int i = 0; i < job.items; ++i) {
    const auto own = sums.subspan(static_cast<std::size_t>(i) * array.outputs, array.outputs);
    const std::int64_t at = static_cast<std::int64_t>(i) * array.columns_padded;
    if (job.narrow)
      recombine(array, readout, conversion, space.accumulated_32.data() + at, space.shifted, own);
    else
      recombine(array, readout, conversion, space.accumulated_64.data() + at, space.shifted, own);
  }
}

/// The sum of each row group's inputs, [groups][items].
std::vector<std::int64_t> input_sums(const ProgrammedArray& array, const MvmBatch& batch) {
  const std::int64_t items = std::ssize(batch.inputs) / array.rows;
  const int groups = array.format.row_groups(array.rows),
            active = array.format.group_rows(array.rows);
  std::vector<std::int64_t> sums(static_cast<std::size_t>(groups * items), 0);
  for (int g = 0; g < groups; ++g) {
    std::int64_t* to = &sums[static_cast<std::size_t>(g * items)];
    const int first = g * active, rows = rows_in_group(array, g);
    if (batch.layout == BatchLayout::by_row) {
      for (int r = first; r < first + rows; ++r)
        for (std::int64_t i = 0; i < items; ++i) to[i] += batch.inputs[r * items + i];
    } else {
      for (std::int64_t i = 0; i < items; ++i) {
        const auto group = batch.inputs.subspan(i * array.rows + first, rows);
        to[i] = std::accumulate(group.begin(), group.end(), std::int64_t{0});
      }
    }
  }
  return sums;
}

/// Adds what the encoding owes to all items: per unit of each row group's input sum, and once.
void correct(const ProgrammedArray& array, const MvmBatch& batch,
             std::span<std::int64_t> partial_sums) {
  const std::int64_t items = std::ssize(batch.inputs) / array.rows;
  const std::vector<std::int64_t> of_groups = input_sums(array, batch);
  for (std::int64_t i = 0; i < items; ++i) {
    std::int64_t* sums = &partial_sums[i * array.outputs];
    for (int g = 0; g < array.format.row_groups(array.rows); ++g) {
      const std::int64_t input_sum = of_groups[g * items + i];
      const std::int64_t* correction =
          &array.correction[static_cast<std::size_t>(g) * array.outputs];
      for (int o = 0; o < array.outputs; ++o) sums[o] += correction[o] * input_sum;
    }
    for (int o = 0; o < array.outputs; ++o) sums[o] += array.constant[o];
  }
}

bool is_corrected(const ProgrammedArray& array) {
  const auto zero = [](std::int64_t value) { return value == 0; };
  return !std::all_of(array.correction.begin(), array.correction.end(), zero) ||
         !std::all_of(array.constant.begin(), array.constant.end(), zero);
}

std::int64_t driven_conductance(const ProgrammedArray& array,
                                std::span<const std::int32_t> row_squares) {
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < array.row_conductance.size(); ++r)
    sum += row_squares[r] * array.row_conductance[r];
  return sum;
}

/// Pulses of any length that the inputs drive: row_squares has only their lengths.
std::int64_t pulses(const MvmFormat& f, std::span<const std::int32_t> inputs) {
  std::int64_t sum = 0;
  for (const std::int32_t input : inputs)
    for (int polarity = 0; polarity < f.input_polarities(); ++polarity) {
      const std::int32_t driven = f.driven(input, polarity);
      for (int slice = 0; slice < f.input_slices(); ++slice) {
        const std::int32_t code = f.dac_code(driven, slice);
        sum += code != 0 ? 1 : 0;
        if (f.rows_per_input() == 2) sum += code != f.slice_mask(slice) ? 1 : 0;
      }
    }
  return sum;
}

/// Lets the kernel accumulate each turn of a chunk for itself, for `turns` to look at.
void set_turns(KernelJob& job, Turns& turns, std::int64_t first, std::span<PassRecord> passes,
               WorkSpace& space) {
  turns.total_32 = job.accumulated_32;
  turns.total_64 = job.accumulated_64;
  const std::size_t accumulators = static_cast<std::size_t>(job.items) * turns.array.columns_padded;
  if (job.narrow) space.turn_32.assign(accumulators, 0);
  if (!job.narrow) space.turn_64.assign(accumulators, 0);
  job.accumulated_32 = space.turn_32.data();
  job.accumulated_64 = space.turn_64.data();
  const std::size_t per_item = turns.array.format.passes(turns.array.rows);
  if (!passes.empty()) turns.records = passes.subspan(first * per_item, job.items * per_item);
  job.turns = &turns;
}

/// All passes at once; their activity would have to be counted pass by pass.
void whole_product(InstructionSet set, const ProgrammedArray& array, const MvmBatch& batch,
                   const Stream& noise, std::span<std::int64_t> partial_sums) {
  const WholeArray& whole = *array.whole;
  mvm_on(set, whole.product, whole.range, batch, noise, partial_sums, nullptr);
  if (is_corrected(array)) correct(array, batch, partial_sums);
}

/// Whether the kernel takes inputs by row: not where they are looked at one by one.
bool takes_rows(const ProgrammedArray& array, const Readout& readout, bool counted) {
  return codes_are_levels(array) && array.format.zero_skipping == ZeroSkipping::none &&
         !(counted && readout.steps.end_early());
}

}  // namespace

std::vector<std::int32_t> inputs_by_item(const MvmBatch& batch) {
  const std::size_t items = batch.image.size(), rows = batch.inputs.size() / items;
  std::vector<std::int32_t> inputs(batch.inputs.size());
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = 0; i < items; ++i) inputs[i * rows + r] = batch.inputs[r * items + i];
  return inputs;
}

void mvm_on(InstructionSet set, const ProgrammedArray& array, const Readout& readout,
            const MvmBatch& batch, const Stream& noise, std::span<std::int64_t> partial_sums,
            MvmActivity* activity, std::span<PassRecord> passes) {
  const std::int64_t items = check_batch(array, readout, batch);
  require(partial_sums.size() == static_cast<std::size_t>(items) * array.outputs,
          "mvm: partial_sums are not [items][outputs]");
  const bool counted = activity != nullptr || !passes.empty();
  if (!counted && converts_exactly(array, readout))
    return whole_product(set, array, batch, noise, partial_sums);
  if (batch.layout == BatchLayout::by_row && !takes_rows(array, readout, counted)) {
    const std::vector<std::int32_t> inputs = inputs_by_item(batch);
    return mvm_on(set, array, readout, {inputs, batch.image, batch.position}, noise, partial_sums,
                  activity, passes);
  }
  const CrossbarKernel& kernel = kernel_of(set);
  const Conversion conversion = conversion_of(array, readout);
  if (is_corrected(array)) correct(array, batch, partial_sums);
  WorkSpace space;
  space.shifted.resize(array.outputs);
  KernelJob job = job_for(set, array, items, batch.layout, space);
  if (!array.variance.empty()) job.variance = array.variance.data();
  set_readout(job, array, readout, conversion, noise, space);
  const MvmFormat& f = array.format;
  Turns turns{array, &readout, activity, {}};
  const bool by_turns =
      f.zero_skipping != ZeroSkipping::none || (counted && readout.steps.end_early());
  if (!by_turns && activity != nullptr) *activity += activity_of(array, items);
  const bool lengths = f.input == InputDrive::pulse_width;
  const std::int64_t column_turns = f.column_turns(array.columns);
  if (activity != nullptr && lengths)
    activity->row_charge += column_turns * pulses(f, batch.inputs);
  require(passes.empty() || passes.size() == static_cast<std::size_t>(items) * f.passes(array.rows),
          "mvm: passes are not [items][passes]");
  const auto per_item = static_cast<std::size_t>(f.passes(array.rows));
  for (std::size_t i = 0; i < passes.size(); ++i)
    passes[i] = {by_turns ? 0 : f.drives_of_pass(static_cast<int>(i % per_item), array.rows), 0};

  const std::optional<CodesJob> at_once = codes_at_once(array, readout, conversion);
  const int chunk = chunk_items(batch.layout);
  for (std::int64_t first = 0; first < items; first += chunk) {
    set_chunk(job, batch, first, items);
    const std::size_t accumulators = static_cast<std::size_t>(job.items) * array.columns_padded;
    if (job.narrow) space.accumulated_32.assign(accumulators + kColumnBlock, 0);
    if (!job.narrow) space.accumulated_64.assign(accumulators, 0);
    job.accumulated_32 = space.accumulated_32.data();
    job.accumulated_64 = space.accumulated_64.data();
    if (activity != nullptr) {
      space.row_squares.assign(array.row_conductance.size() + kColumnBlock, 0);
      job.row_squares = space.row_squares.data();
    }
    if (by_turns) set_turns(job, turns, first, passes, space);
    kernel.run(job);
    check_magnitudes(array, job);
    add_chunk(kernel, job, array, readout, conversion, at_once, space,
              partial_sums.subspan(first * array.outputs,
                                   static_cast<std::size_t>(job.items) * array.outputs));
    if (activity == nullptr) continue;
    activity->driven_conductance += driven_conductance(array, space.row_squares);
    if (!lengths)
      activity->row_charge += column_turns * std::accumulate(space.row_squares.begin(),
                                                             space.row_squares.begin() +
                                                                 std::ssize(array.row_conductance),
                                                             std::int64_t{0});
  }
}

void mvm(const ProgrammedArray& array, const Readout& readout, const MvmBatch& batch,
         const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity,
         std::span<PassRecord> passes) {
  mvm_on(instruction_set(), array, readout, batch, noise, partial_sums, activity, passes);
}

void column_sums(const ProgrammedArray& array, const MvmBatch& batch, std::vector<float>& sums) {
  const std::int64_t items = static_cast<std::int64_t>(batch.inputs.size()) / array.rows;
  const std::int64_t per_item =
      static_cast<std::int64_t>(array.format.passes(array.rows)) * array.columns;
  sums.assign(static_cast<std::size_t>(items * per_item), 0.0F);
  WorkSpace space;
  const InstructionSet set = instruction_set();
  require(batch.layout == BatchLayout::by_item, "column_sums: inputs must be [items][rows]");
  KernelJob job = job_for(set, array, items, batch.layout, space);
  const CrossbarKernel& kernel = kernel_of(set);
  Turns turns{array, nullptr, nullptr, {}};
  if (array.format.zero_skipping == ZeroSkipping::row) job.turns = &turns;
  for (std::int64_t first = 0; first < items; first += kChunkItems) {
    set_chunk(job, batch, first, items);
    job.column_sums = sums.data() + first * per_item;
    kernel.run(job);
    check_magnitudes(array, job);
  }
}

const char* mvm_instruction_set() { return name_of(instruction_set()); }

}  // namespace mho
