// What the operands of a digital macro make switch: weights stay, inputs come slice by slice, the
// highest first, after lines at zero. Counts are of partial products, one for each bit of a weight
// and of an input slice, an AND: it toggles where the input's bit does and the weight's bit is one.
// Operands are two's complements, of floats their aligned mantissas. Thread-safe once made.
//
// Ignored: what the lines held before an MVM. Of random bits as many toggle against zero as against
// the bits before; of words that are mostly zero up to half as many, in the first slice alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/crossbar/mvm.hpp"
#include "models/crossbar/mvm_format.hpp"

namespace mho {

class OperandToggles {
 public:
  /// `weights` are [outputs][rows].
  OperandToggles(const MvmFormat& format, int rows, int outputs,
                 std::span<const std::int32_t> weights);

  /// Adds what MVMs of inputs ([items][rows]) do.
  void add(std::span<const std::int32_t> inputs, MvmActivity& activity) const;

 private:
  void add_integers(std::span<const std::int32_t> inputs, MvmActivity& activity) const;
  void add_group(std::span<const std::int32_t> inputs, std::size_t first,
                 MvmActivity& activity) const;
  /// Slices with any of these bits.
  int slices_in(std::uint32_t bits) const;

  struct Row {
    std::int32_t ones = 0;     ///< of the bits of all weights
    std::int32_t nonzero = 0;  ///< columns of weights that are not zero
  };
  FloatFormat floats_;
  int slice_bits_, active_rows_, columns_;
  std::uint32_t input_mask_;
  std::uint32_t slice_ends_ = 0;  ///< the lowest bit of every slice
  std::vector<Row> rows_;
};

}  // namespace mho
