// Uniform random draws of a search, one after the other: the same for the same seed on every
// machine, which the distributions of <random> are not.
#pragma once

#include <cstdint>

#include "sim/base/random.hpp"

namespace mho {

class Draws {
 public:
  explicit Draws(std::int64_t seed) : stream_(static_cast<std::uint64_t>(seed)) {}

  /// In [0, 1).
  double uniform() { return word() * 0x1p-32; }
  /// In [0, bound), bound > 0.
  int below(std::size_t bound) { return static_cast<int>(word() * std::uint64_t{bound} >> 32); }

 private:
  std::uint32_t word() { return stream_.words({drawn_++, 0, 0, 0})[0]; }

  Stream stream_;
  std::uint32_t drawn_ = 0;
};

}  // namespace mho
