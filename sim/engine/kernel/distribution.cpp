#include "sim/engine/kernel/distribution.hpp"

#include <algorithm>
#include <bit>

namespace mho {

namespace {

constexpr int kLeadingBits = 6;
constexpr std::int64_t kPerOctave = std::int64_t{1} << (kLeadingBits - 1);

std::size_t class_of(std::int64_t value) {
  const int bits = std::bit_width(static_cast<std::uint64_t>(value));
  const int dropped = std::max(0, bits - kLeadingBits);
  return static_cast<std::size_t>(dropped * kPerOctave + (value >> dropped));
}

std::int64_t lower_end(std::size_t index) {
  const auto number = static_cast<std::int64_t>(index);
  if (number < 2 * kPerOctave) return number;
  const std::int64_t dropped = number / kPerOctave - 1;
  return (number - dropped * kPerOctave) << dropped;
}

}  // namespace

void Distribution::add(std::int64_t value, std::int64_t weight) {
  if (weight == 0) return;
  const std::size_t index = class_of(value);
  if (index >= weights_.size()) weights_.resize(index + 1);
  weights_[index] += weight;
  weight_ += weight;
  max_ = std::max(max_, value);
}

std::int64_t Distribution::percentile(double share) const {
  const double wanted = share * static_cast<double>(weight_);
  std::int64_t below = 0;
  for (std::size_t index = 0; index < weights_.size(); ++index) {
    below += weights_[index];
    if (weights_[index] > 0 && static_cast<double>(below) >= wanted) return lower_end(index);
  }
  return 0;
}

}  // namespace mho
