#include "models/crossbar/kernel/turns.hpp"

#include <algorithm>
#include <cstring>

#include "models/crossbar/kernel/layout.hpp"

namespace mho {

namespace {

std::size_t code_bytes(const KernelJob& job) {
  return job.small_cells != nullptr ? sizeof(std::uint8_t) : sizeof(std::int16_t);
}

bool drives_nothing(const KernelJob& job, const DrivePass& pass, int item, int row) {
  const std::int64_t at = static_cast<std::int64_t>(item) * job.code_stride + row;
  if (job.driven == nullptr)
    return job.small_cells != nullptr ? reinterpret_cast<const std::uint8_t*>(job.codes)[at] == 0
                                      : job.codes[at] == 0;
  const std::int64_t input = static_cast<std::int64_t>(item) * job.rows + pass.first_row + row;
  return job.driven->format.pass_code(job.inputs[input], pass.polarity, pass.slice) == 0;
}

/// Numbers the rows that are not zero by the turn that drives them.
void number_rows(const KernelJob& job, const DrivePass& pass, Turns& turns) {
  const int active = turns.array.format.active_rows;
  turns.turn_of_row.resize(static_cast<std::size_t>(job.items) * pass.rows);
  for (int item = 0; item < job.items; ++item) {
    int driven = 0;
    std::int32_t* of = &turns.turn_of_row[static_cast<std::size_t>(item) * pass.rows];
    for (int r = 0; r < pass.rows; ++r)
      of[r] = drives_nothing(job, pass, item, r) ? -1 : driven++ / active;
  }
}

void keep_codes(const KernelJob& job, Turns& turns) {
  const std::size_t count = static_cast<std::size_t>(job.items) * job.code_stride;
  const auto* codes = reinterpret_cast<const std::uint8_t*>(job.codes);
  turns.all_codes.assign(codes, codes + count * code_bytes(job));
  if (job.variance != nullptr) turns.all_squares.assign(job.squares, job.squares + count);
}

/// Leaves the rows of one turn driven, and no others.
void drive_turn(KernelJob& job, const DrivePass& pass, int turn, Turns& turns) {
  const std::size_t bytes = code_bytes(job);
  const int driven = job.driven_per_input;
  for (int item = 0; item < job.items; ++item)
    for (int r = 0; r < pass.rows; ++r) {
      const bool on = turns.turn_of_row[static_cast<std::size_t>(item) * pass.rows + r] == turn;
      const std::size_t at =
          static_cast<std::size_t>(item) * job.code_stride + static_cast<std::size_t>(r) * driven;
      auto* codes = reinterpret_cast<std::uint8_t*>(job.codes) + at * bytes;
      if (on)
        std::memcpy(codes, &turns.all_codes[at * bytes], driven * bytes);
      else
        std::memset(codes, 0, driven * bytes);
      if (job.variance == nullptr) continue;
      for (int d = 0; d < driven; ++d)
        job.squares[at + d] = on ? turns.all_squares[at + d] : std::int16_t{0};
    }
}

int rows_of_turn(const DrivePass& pass, int turn, int item, const Turns& turns) {
  const ZeroSkipping skipping = turns.array.format.zero_skipping;
  if (skipping == ZeroSkipping::none) return pass.rows;
  const auto of = turns.turn_of_row.begin() + static_cast<std::ptrdiff_t>(item) * pass.rows;
  if (skipping == ZeroSkipping::row) return static_cast<int>(std::count(of, of + pass.rows, turn));
  return std::all_of(of, of + pass.rows, [](int t) { return t < 0; }) ? 0 : pass.rows;
}

/// Adds one item's accumulators of the turn to its total, and leaves the codes in `codes` where
/// that is not empty.
template <class Integer>
void add_codes(const KernelJob& job, const DrivePass& pass, const Turns& turns, const Integer* own,
               Integer* total, std::vector<std::int32_t>& codes) {
  const MvmFormat& f = turns.array.format;
  const int group = pass.first_row / f.group_rows(job.rows);
  const std::int32_t* sign =
      job.column_sign + static_cast<std::int64_t>(group) * job.columns_padded;
  const bool negative = pass.polarity == 1 || f.negative_slice(pass.slice);
  const int shift = pass.slice * job.dac_bits;
  for (int c = 0; c < job.columns; ++c) total[c] += own[c];
  for (int c = 0; c < static_cast<int>(codes.size()); ++c) {
    const Integer code = ((sign[c] < 0) != negative ? -own[c] : own[c]) >> shift;
    codes[c] = static_cast<std::int32_t>(code) - job.code_min;
  }
}

void count(int rows, int drives, const PassSteps& steps, int index, int item, Turns& turns) {
  const MvmFormat& f = turns.array.format;
  if (!turns.records.empty())
    turns.records[static_cast<std::size_t>(item) * f.passes(turns.array.rows) + index] = {
        drives, steps.time};
  if (turns.activity == nullptr) return;
  MvmActivity& a = *turns.activity;
  a.drives += drives;
  a.row_drives += std::int64_t{rows} * f.rows_per_input() * drives;
  a.samples += std::int64_t{drives} * turns.array.columns;
  a.conversions += turns.array.columns;
  a.shift_adds += turns.array.columns;
  a.adc_steps += steps.energy;
}

}  // namespace

bool begin_turn(KernelJob& job, const DrivePass& pass, int turn) {
  Turns& turns = *job.turns;
  const ZeroSkipping skipping = turns.array.format.zero_skipping;
  const bool by_row = skipping == ZeroSkipping::row;
  if (turn == 0 && skipping != ZeroSkipping::none) number_rows(job, pass, turns);
  if (turn == 0 && by_row) keep_codes(job, turns);
  turns.rows.resize(job.items);
  bool any = false;
  for (int item = 0; item < job.items; ++item) {
    turns.rows[item] = rows_of_turn(pass, turn, item, turns);
    any |= turns.rows[item] > 0;
  }
  if (any && by_row) drive_turn(job, pass, turn, turns);
  return any;
}

void end_turn(KernelJob& job, const DrivePass& pass, int index) {
  Turns& turns = *job.turns;
  if (turns.readout == nullptr) return;
  const ConversionSteps& steps = turns.readout->steps;
  turns.codes.resize(steps.of_code.empty() ? 0 : job.columns);
  for (int item = 0; item < job.items; ++item) {
    if (turns.rows[item] == 0) continue;
    const std::int64_t at = static_cast<std::int64_t>(item) * job.columns_padded;
    if (job.narrow)
      add_codes(job, pass, turns, job.accumulated_32 + at, turns.total_32 + at, turns.codes);
    else
      add_codes(job, pass, turns, job.accumulated_64 + at, turns.total_64 + at, turns.codes);
    count(turns.rows[item], turns.array.format.drives_of(pass.slice),
          steps_of(steps, turns.codes, job.columns), index, item, turns);
  }
  const std::int64_t accumulators = static_cast<std::int64_t>(job.items) * job.columns_padded;
  if (job.narrow) std::fill_n(job.accumulated_32, accumulators, 0);
  if (!job.narrow) std::fill_n(job.accumulated_64, accumulators, 0);
}

}  // namespace mho
