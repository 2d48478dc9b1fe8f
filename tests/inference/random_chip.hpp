// Macros of every kind at random, whose arrays hold what they are asked for.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>

#include "tests/mapping/small_chip.hpp"

namespace mho {

/// Integers from a stream, one after another.
class Draws {
 public:
  explicit Draws(const Stream& stream) : stream_(stream) {}
  int between(int low, int high) {
    std::int32_t value = 0;
    stream_.integers(next_++, static_cast<std::uint32_t>(high - low + 1), {&value, 1});
    return low + value;
  }
  bool coin() { return between(0, 1) == 1; }

 private:
  Stream stream_;
  std::uint64_t next_ = 0;
};

/// A chip whose arrays hold at least one output of these weights.
inline SmallChip random_chip(int weight_bits, Draws& draws) {
  SmallChip small;
  small.cell.bits = draws.between(1, 8);
  small.dac_bits = draws.between(1, 8);
  small.rows = draws.between(1, 40);
  small.active_rows = draws.coin() ? small.rows : draws.between(1, small.rows);
  const Encoding encodings[] = {Encoding::differential, Encoding::offset,
                                Encoding::twos_complement};
  small.encoding = encodings[draws.between(0, 2)];
  const Encoding of_one_bit[] = {Encoding::xnor, Encoding::xnor_cell, Encoding::differential};
  if (weight_bits == 1) small.encoding = of_one_bit[draws.between(0, 2)];
  const bool differential = small.encoding == Encoding::differential;
  const bool offset = small.encoding == Encoding::offset;
  small.subtraction = draws.coin() ? Subtraction::digital : Subtraction::analog;
  if (small.encoding == Encoding::xnor_cell) small.subtraction = Subtraction::analog;
  small.flip = offset && draws.coin();
  small.unit_column = offset && !small.flip && draws.coin();
  small.two_sided = differential && draws.coin();
  small.devices = draws.coin() ? 1 : draws.between(2, 3);
  small.input = static_cast<InputDrive>(draws.between(0, 2));
  small.accumulation = draws.between(0, 2) == 0 ? Accumulation::analog : Accumulation::digital;
  small.signed_inputs = static_cast<SignedInput>(draws.between(0, 3));
  if (small.signed_inputs == SignedInput::twos_complement) {
    small.dac_bits = 1;
    small.accumulation = Accumulation::digital;
  }
  const bool sees_signs = (differential && small.subtraction == Subtraction::analog) ||
                          small.encoding == Encoding::xnor_cell;
  if (small.signed_inputs == SignedInput::row_pair && !sees_signs)
    small.signed_inputs = SignedInput::offset;
  if (small.encoding == Encoding::xnor_cell) small.cell.bits = 1;
  if ((differential || (offset && !small.flip)) && draws.coin())
    small.summed_slices = std::min(draws.between(1, 3), kMostSummedBits / small.cell.bits);
  if (small.accumulation == Accumulation::digital) small.weight_copies = draws.between(1, 3);
  if (small.encoding == Encoding::xnor) {
    small.cell.bits = 1;
    small.rows += small.rows % 2;
    small.active_rows += small.active_rows % 2;
  }
  small.cell.g_min_steps = draws.between(0, 2);
  MvmFormat format;
  format.weight_bits = weight_bits;
  format.cell_bits = small.cell.bits;
  format.encoding = small.encoding;
  format.subtraction = small.subtraction;
  format.devices = small.devices;
  format.unit_column = small.unit_column;
  format.summed_slices = small.summed_slices;
  format.weight_copies = small.weight_copies;
  // Levels that a weight does not need are left out and the others stand further apart: a g_min of
  // whole steps is no whole unit then.
  const int slices = format.magnitude_slices();
  if ((format.stored_bits() + slices - 1) / slices != small.cell.bits && small.summed_slices == 1)
    small.cell.g_min_steps = 0;
  small.columns =
      format.cell_columns(draws.between(1, 5)) + small.weight_copies * draws.between(0, 3);
  small.tiles = 4096;
  return small;
}

/// Input bits whose sums keep to the resolution of a column sum: analog accumulation of 40 rows of
/// 8-bit cells holds 10.
inline int driven_bits(const SmallChip& chip, int bits) {
  return chip.accumulation == Accumulation::analog ? std::min(bits, 10) : bits;
}

inline std::string text_of(const SmallChip& c) {
  std::ostringstream out;
  out << c.rows << "x" << c.columns << " cells of " << c.cell.bits << " bits, g_min "
      << c.cell.g_min_steps << ", active " << c.active_rows << ", dac " << c.dac_bits
      << ", encoding " << static_cast<int>(c.encoding)
      << (c.subtraction == Subtraction::digital ? ", digital" : ", analog")
      << (c.flip ? ", flip" : "") << (c.two_sided ? ", two-sided" : "")
      << (c.unit_column ? ", unit column" : "") << ", " << c.devices << " devices, "
      << c.summed_slices << " slices summed, " << c.weight_copies << " copies, signed inputs "
      << static_cast<int>(c.signed_inputs) << ", input " << static_cast<int>(c.input)
      << (c.accumulation == Accumulation::analog ? ", analog accumulation" : "");
  return out.str();
}

}  // namespace mho
