// The weights of one block in exact integers, and their product with input vectors: what a digital
// macro computes; of floats those that alignment leaves (crossbar/block_float.hpp). Thread-safe
// once made.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/crossbar/mvm_format.hpp"

namespace mho {

class DigitalArray {
 public:
  /// `weights` are [outputs][rows], as block_weights gives them.
  DigitalArray(const MvmFormat& format, int rows, int outputs, std::vector<std::int32_t> weights);

  /// Adds 2^fraction times the products of inputs ([items][rows]) to sums ([items][outputs]).
  void add_products(std::span<const std::int32_t> inputs, int fraction,
                    std::span<std::int64_t> sums) const;

 private:
  FloatFormat floats_;
  int active_rows_;
  std::size_t rows_, outputs_;
  std::vector<std::int32_t> weights_;
  std::int64_t largest_weight_sum_ = 0;  ///< of magnitudes, over outputs
};

}  // namespace mho
