// The distribution of a non-negative integer (a waiting time, an occupancy), of which percentiles
// are asked. Values below 64 are kept exactly, larger ones by their leading 6 bits: a percentile is
// at most 1/32 too low, the maximum is exact. Memory grows with the logarithm of the largest value.
#pragma once

#include <cstdint>
#include <vector>

namespace mho {

class Distribution {
 public:
  /// Notes `value` >= 0, `weight` >= 0 times (a duration: weighted with time).
  void add(std::int64_t value, std::int64_t weight = 1);

  /// The largest value whose weight of smaller ones is below `share` (in (0, 1]) of the whole: 0.5
  /// the median; lower end of its class. 0 when nothing was noted.
  std::int64_t percentile(double share) const;
  std::int64_t max() const { return max_; }
  std::int64_t weight() const { return weight_; }

 private:
  std::vector<std::int64_t> weights_;  ///< by class
  std::int64_t weight_ = 0;
  std::int64_t max_ = 0;
};

}  // namespace mho
