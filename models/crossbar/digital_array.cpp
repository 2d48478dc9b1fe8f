#include "models/crossbar/digital_array.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Sum in `Sum`, which must hold every partial sum; 32 bits go twice as fast as 64.
template <class Sum>
Sum dot(const std::int32_t* a, const std::int32_t* b, std::size_t rows) {
  Sum sum = 0;
  for (std::size_t r = 0; r < rows; ++r) sum += static_cast<Sum>(a[r]) * static_cast<Sum>(b[r]);
  return sum;
}

}  // namespace

DigitalArray::DigitalArray(const MvmFormat& format, int rows, int outputs,
                           std::vector<std::int32_t> weights)
    : floats_(format.floats),
      active_rows_(format.active_rows),
      rows_(static_cast<std::size_t>(rows)),
      outputs_(static_cast<std::size_t>(outputs)),
      weights_(std::move(weights)) {
  require(weights_.size() == rows_ * outputs_, "DigitalArray: not rows x outputs weights");
  if (floats_.mantissa_bits > 0)
    weights_ = aligned(weights_, rows, active_rows_, floats_, Exponent::kept);
  for (std::size_t o = 0; o < outputs_; ++o) {
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < rows_; ++r) sum += std::abs(weights_[o * rows_ + r]);
    largest_weight_sum_ = std::max(largest_weight_sum_, sum);
  }
}

void DigitalArray::add_products(std::span<const std::int32_t> inputs, int fraction,
                                std::span<std::int64_t> sums) const {
  const std::size_t items = inputs.size() / rows_;
  require(inputs.size() == items * rows_ && sums.size() == items * outputs_,
          "DigitalArray: wrong size of inputs or sums");
  std::vector<std::int32_t> floats;
  if (floats_.mantissa_bits > 0) {
    floats = aligned(inputs, static_cast<int>(rows_), active_rows_, floats_, Exponent::kept);
    inputs = floats;
  }
  std::int64_t largest_input = 0;
  for (const std::int32_t input : inputs)
    largest_input = std::max<std::int64_t>(largest_input, std::abs(std::int64_t{input}));
  const bool narrow =
      largest_input * largest_weight_sum_ <= std::numeric_limits<std::int32_t>::max();
  for (std::size_t i = 0; i < items; ++i)
    for (std::size_t o = 0; o < outputs_; ++o) {
      const std::int32_t* input = inputs.data() + i * rows_;
      const std::int32_t* weight = weights_.data() + o * rows_;
      const std::int64_t sum = narrow ? dot<std::int32_t>(input, weight, rows_)
                                      : dot<std::int64_t>(input, weight, rows_);
      sums[i * outputs_ + o] += sum << fraction;
    }
}

}  // namespace mho
