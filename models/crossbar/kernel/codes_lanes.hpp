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

/// What kLanes inputs drive in both polarities together: their magnitudes, or with one polarity the
/// inputs with their offset; two's complement as it is.
[[gnu::always_inline]] inline I32 driven_inputs(const KernelJob& job, I32 value, int count) {
  if (job.input_offset == 0) return value;
  I32 offset = I32{} + job.input_offset;
  for (int i = count; i < kLanes; ++i) offset[i] = 0;
  return value + offset;
}

/// Magnitudes of the inputs that drive this pass's polarity, vector by vector:
/// body(item, row in the group, magnitudes), zeros beyond the group's rows.
template <class Body>
[[gnu::always_inline]] inline void for_magnitudes(KernelJob& job, const PassOfChunk& pass,
                                                  Body body) {
  I32 all{};
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* input =
        job.inputs + static_cast<std::int64_t>(item) * job.rows + pass.first_row;
    for (int r = 0; r < pass.rows; r += kLanes) {
      const I32 value = driven_inputs(job, load_front(input + r, pass.rows - r), pass.rows - r);
      if (job.twos_complement) {
        all |= value ^ (value >> 31);
        body(item, r, value & ((1 << job.magnitude_bits) - 1));
        continue;
      }
      const I32 negative = job.input_polarities == 2 ? value >> 31 : I32{};
      const I32 magnitude = (value ^ negative) - negative;
      all |= magnitude;
      body(item, r,
           job.input_polarities == 2 ? magnitude & (pass.polarity == 1 ? negative : ~negative)
                                     : magnitude);
    }
  }
  for (int i = 0; i < kLanes; ++i) job.magnitudes |= static_cast<std::uint32_t>(all[i]);
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
  const std::int64_t bytes = static_cast<std::int64_t>(job.items) * job.code_stride;
  for (std::int64_t i = 0; i < bytes; i += 4 * kLanes)
    store(codes + i, (load<I32>(job.byte_magnitudes + i) >> pass.shift) & mask);
}

}  // namespace
}  // namespace mho
