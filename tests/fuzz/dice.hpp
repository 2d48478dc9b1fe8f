// Choices of a mutation: a function of the seed, like all randomness here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "sim/base/random.hpp"

namespace mho::fuzz {

class Dice {
 public:
  explicit Dice(Stream stream) : stream_(stream) {}

  std::uint32_t word() {
    const auto words = stream_.words({next_++, 0, 0, 0});
    return words[0];
  }
  /// In [0, count), count > 0.
  std::size_t below(std::size_t count) { return word() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <class List>
  const auto& of(const List& list) {
    return *(std::begin(list) + static_cast<std::ptrdiff_t>(below(std::size(list))));
  }

 private:
  Stream stream_;
  std::uint32_t next_ = 0;
};

}  // namespace mho::fuzz
