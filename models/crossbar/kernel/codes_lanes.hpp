// DAC codes of the crossbar kernel: slices of the inputs' magnitudes, for the items of one chunk.
// Bytes are packed once for all slices of a polarity; a slice then takes two operations for a whole
// vector of bytes.
#pragma once

#include "models/crossbar/kernel/kernel.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

struct PassOfChunk {
  int first_row = 0;
  int rows = 0;
  int steps = 0;  ///< multiply-adds of Products::kRows rows
  int polarity = 0;
  int slice = 0;
  int shift = 0;          ///< of the input slice
  bool negative = false;  ///< its codes are subtracted
  int index = 0;
  std::int64_t first_cell = 0;  ///< of the row group, in cells and variances
  const std::int32_t* sign = nullptr;
};

/// How inputs become magnitudes: what a job says, where stores to its results cannot change it.
struct Driving {
  std::int32_t offset;
  std::int32_t bits_mask;
  bool twos_complement;
  bool both_polarities;
  bool negative;  ///< the polarity of the pass

  Driving(const KernelJob& job, const PassOfChunk& pass)
      : offset(job.input_offset),
        bits_mask((1 << job.magnitude_bits) - 1),
        twos_complement(job.twos_complement),
        both_polarities(job.input_polarities == 2),
        negative(pass.polarity == 1) {}

  /// The inputs with their offset, in the first `count` lanes.
  [[gnu::always_inline]] I32 driven(I32 value, int count) const {
    if (offset == 0) return value;
    I32 added = I32{} + offset;
    for (int i = count; i < kLanes; ++i) added[i] = 0;
    return value + added;
  }

  /// The magnitudes of driven inputs that drive this pass's polarity; two's complement's bits. Adds
  /// those of both polarities to `all`.
  [[gnu::always_inline]] I32 magnitudes(I32 value, I32& all) const {
    if (twos_complement) {
      all |= value ^ (value >> 31);
      return value & bits_mask;
    }
    const I32 below_zero = both_polarities ? value >> 31 : I32{};
    const I32 magnitude = (value ^ below_zero) - below_zero;
    all |= magnitude;
    if (!both_polarities) return magnitude;
    return magnitude & (negative ? below_zero : ~below_zero);
  }
};

inline void keep_magnitudes(KernelJob& job, I32 all) {
  for (int i = 0; i < kLanes; ++i) job.magnitudes |= static_cast<std::uint32_t>(all[i]);
}

/// Magnitudes of the inputs that drive this pass's polarity, vector by vector:
/// body(item, row in the group, magnitudes), zeros beyond the group's rows.
template <class Body>
[[gnu::always_inline]] inline void for_magnitudes(KernelJob& job, const PassOfChunk& pass,
                                                  Body body) {
  const Driving driving(job, pass);
  const int rows = pass.rows;
  I32 all{};
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* input =
        job.inputs + static_cast<std::int64_t>(item) * job.rows + pass.first_row;
    for (int r = 0; r < rows; r += kLanes) {
      const I32 value = driving.driven(load_front(input + r, rows - r), rows - r);
      body(item, r, driving.magnitudes(value, all));
    }
  }
  keep_magnitudes(job, all);
}

/// The same of inputs by row: body(step, item, magnitudes of the step's rows), zeros beyond the
/// group's rows.
template <int kRows, class Body>
[[gnu::always_inline]] inline void for_words(KernelJob& job, const PassOfChunk& pass, Body body) {
  const Driving driving(job, pass);
  const std::int64_t stride = job.row_stride;
  const std::int32_t* row = job.inputs + pass.first_row * stride;
  const int items = job.items, rows = pass.rows, steps = pass.steps;
  I32 all{};
  for (int step = 0; step < steps; ++step) {
    const int parts = rows - step * kRows < kRows ? rows - step * kRows : kRows;
    for (int item = 0; item < items; item += kLanes) {
      const int count = items - item;
      I32 magnitudes[kRows] = {};
#pragma GCC unroll 4
      for (int part = 0; part < kRows; ++part) {
        if (part >= parts) continue;
        const std::int32_t* from = row + part * stride + item;
        const I32 value = count >= kLanes ? load<I32>(from) : load_front(from, count);
        magnitudes[part] = driving.magnitudes(driving.driven(value, count), all);
      }
      body(step, item, magnitudes);
    }
    row += kRows * stride;
  }
  keep_magnitudes(job, all);
}

/// One word of a step's parts.
template <int kRows>
[[gnu::always_inline]] inline I32 word_of(const I32 (&parts)[kRows]) {
  I32 word = parts[0];
  for (int part = 1; part < kRows; ++part) word |= parts[part] << (part * 32 / kRows);
  return word;
}

[[gnu::always_inline]] inline I32 slice_of(const KernelJob& job, I32 magnitude, int slice) {
  return (magnitude >> (slice * job.dac_bits)) & ((1 << job.dac_bits) - 1);
}

[[gnu::always_inline]] inline I32 square_of(I32 code) {
  return add_pair_products(I32{}, code, code);
}

[[gnu::always_inline]] inline void add_row_squares(KernelJob& job, int row, I32 squares) {
  std::int32_t* sums = job.row_squares + row;  // padded by the caller
  store(sums, load<I32>(sums) + squares);
}

/// Adds to a row's squares those of all lanes.
[[gnu::always_inline]] inline void add_lanes_to_row(KernelJob& job, int row, I32 squares) {
  for (int i = 0; i < kLanes; ++i) job.row_squares[row] += squares[i];
}

/// Codes (and squares) of one pass, of inputs by row.
template <class Products>
inline void fill_words(KernelJob& job, const PassOfChunk& pass) {
  constexpr int kRows = Products::kRows;
  auto* codes = reinterpret_cast<std::int32_t*>(job.codes);
  auto* squares = reinterpret_cast<std::int32_t*>(job.variance != nullptr ? job.squares : nullptr);
  const int square_shift = job.square_shift, code_shift = pass.slice * job.dac_bits;
  const I32 half = I32{} + ((1 << square_shift) >> 1);
  const std::int32_t mask = (1 << job.dac_bits) - 1;
  const bool summed = job.row_squares != nullptr;
  const int first_row = pass.first_row, rows = pass.rows;
  for_words<kRows>(job, pass, [&](int step, int item, const I32(&magnitudes)[kRows]) {
    const std::int64_t at = static_cast<std::int64_t>(step) * kChunkWords + item;
    I32 parts[kRows];
#pragma GCC unroll 4
    for (int part = 0; part < kRows; ++part) parts[part] = (magnitudes[part] >> code_shift) & mask;
    store(codes + at, word_of(parts));
    if (squares == nullptr && !summed) return;
#pragma GCC unroll 4
    for (int part = 0; part < kRows; ++part) {
      parts[part] = square_of(parts[part]);
      if (summed && step * kRows + part < rows)
        add_lanes_to_row(job, first_row + step * kRows + part, parts[part]);
      parts[part] = (parts[part] + half) >> square_shift;
    }
    if (kRows == 2 && squares != nullptr) store(squares + at, word_of(parts));
  });
}

/// The magnitudes of one row group and polarity as 16-bit pairs, of inputs by row.
inline void pack_pairs(KernelJob& job, const PassOfChunk& pass) {
  auto* words = reinterpret_cast<std::int32_t*>(job.pair_magnitudes);
  for_words<2>(job, pass, [&](int step, int item, const I32(&magnitudes)[2]) {
    store(words + static_cast<std::int64_t>(step) * kChunkWords + item, word_of(magnitudes));
  });
}

/// Codes and squares of one pass from packed pairs, two rows at once: of codes of at most 8 bits.
inline void slice_pairs(KernelJob& job, const PassOfChunk& pass) {
  const auto* words = reinterpret_cast<const std::int32_t*>(job.pair_magnitudes);
  auto* codes = reinterpret_cast<std::int32_t*>(job.codes);
  auto* squares = reinterpret_cast<std::int32_t*>(job.squares);
  const int shift = pass.shift, square_shift = job.square_shift;
  const auto half = static_cast<std::uint16_t>((1 << square_shift) >> 1);
  const bool squared = job.variance != nullptr;
  const int count = pass.steps * kChunkWords;
  // Bits that a shift brings in from the upper row are masked away.
  const int bits = 16 - shift < job.dac_bits ? 16 - shift : job.dac_bits;
  const I32 mask = I32{} + static_cast<std::int32_t>(0x00010001U * ((1U << bits) - 1));
  for (int i = 0; i < count; i += kLanes) {
    const I32 code = (load<I32>(words + i) >> shift) & mask;
    store(codes + i, code);
    if (!squared) continue;
    const U16 value = reinterpret_cast<U16>(code);
    store(squares + i, reinterpret_cast<I32>((value * value + half) >> square_shift));
  }
}

/// The magnitudes of one row group and polarity as bytes, of inputs by row.
inline void pack_words(KernelJob& job, const PassOfChunk& pass) {
  auto* words = reinterpret_cast<std::int32_t*>(job.byte_magnitudes);
  for_words<4>(job, pass, [&](int step, int item, const I32(&magnitudes)[4]) {
    store(words + static_cast<std::int64_t>(step) * kChunkWords + item, word_of(magnitudes));
    if (job.row_squares == nullptr) return;
    for (int part = 0; part < 4 && step * 4 + part < pass.rows; ++part)
      for (int s = 0; s < job.input_slices; ++s)
        add_lanes_to_row(job, pass.first_row + step * 4 + part,
                         square_of(slice_of(job, magnitudes[part], s)));
  });
}

/// Codes (and squares) of one pass.
template <class Products>
inline void fill_codes(KernelJob& job, const PassOfChunk& pass) {
  const I32 half = I32{} + ((1 << job.square_shift) >> 1);
  for_magnitudes(job, pass, [&](int item, int r, I32 magnitude) {
    const std::int64_t at = static_cast<std::int64_t>(item) * job.code_stride + r;
    const I32 code = slice_of(job, magnitude, pass.slice);
    Products::store_codes(Products::codes(job) + at, code);
    if (job.variance == nullptr && job.row_squares == nullptr) return;
    const I32 square = square_of(code);
    if (job.variance != nullptr) store_16(job.squares + at, (square + half) >> job.square_shift);
    if (job.row_squares != nullptr) add_row_squares(job, pass.first_row + r, square);
  });
}

/// The magnitudes of one row group and polarity as bytes.
inline void pack_magnitudes(KernelJob& job, const PassOfChunk& pass) {
  for_magnitudes(job, pass, [&](int item, int r, I32 magnitude) {
    store_8(job.byte_magnitudes + static_cast<std::int64_t>(item) * job.code_stride + r, magnitude);
    if (job.row_squares == nullptr) return;
    I32 squares{};
    for (int s = 0; s < job.input_slices; ++s) squares += square_of(slice_of(job, magnitude, s));
    add_row_squares(job, pass.first_row + r, squares);
  });
}

/// Byte codes of one pass from packed magnitudes. Bits that a shift brings in from the next byte
/// are masked away.
inline void slice_bytes(KernelJob& job, const PassOfChunk& pass) {
  const int bits = job.dac_bits < 8 - pass.shift ? job.dac_bits : 8 - pass.shift;
  const I32 mask = I32{} + static_cast<std::int32_t>(0x01010101U * ((1U << bits) - 1));
  auto* codes = reinterpret_cast<std::uint8_t*>(job.codes);
  const std::int64_t bytes = job.row_stride != 0
                                 ? std::int64_t{4} * pass.steps * kChunkWords
                                 : static_cast<std::int64_t>(job.items) * job.code_stride;
  for (std::int64_t i = 0; i < bytes; i += 4 * kLanes)
    store(codes + i, (load<I32>(job.byte_magnitudes + i) >> pass.shift) & mask);
}

}  // namespace
}  // namespace mho
