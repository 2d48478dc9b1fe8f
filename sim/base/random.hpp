// Randomness as a function (DESIGN promise 8): Random123's Philox4x32-10 under a key that says what
// the numbers are for. A Stream is a value of 64 bits; child streams are keyed by what they belong
// to (trial, layer, array, purpose), so adding an array moves nobody else's numbers, and any number
// can be drawn at any time, by any thread. Thread-safe: nothing here has state.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace mho {

/// What a stream is drawn for. The values are part of the results' definition: append, never
/// renumber.
enum class Purpose : std::uint32_t {
  programming = 1,
  read_noise = 2,
  synthetic_data = 3,
  converters = 4
};

class Stream {
 public:
  explicit Stream(std::uint64_t seed) : key_(seed) {}

  /// The stream of part number `index` of this one; distinct indices give independent streams. Its
  /// key is the first two words of a counter made of the index that no draw uses.
  Stream child(std::uint64_t index) const;
  Stream child(Purpose purpose) const { return child(static_cast<std::uint64_t>(purpose)); }

  std::uint64_t key() const { return key_; }

  /// Philox4x32-10 under this key: four independent uniform 32-bit words. Counters whose last word
  /// is 2^31 or more belong to child(), normals() and integers().
  std::array<std::uint32_t, 4> words(const std::array<std::uint32_t, 4>& counter) const;

  /// Standard normals number first, first + 1, ... of this stream; the value of number n depends on
  /// the stream and n only, and has the same bits on every instruction set. Number n is made of
  /// word w = n % 16 / 4 of the counter numbered 4 (n / 16) + n % 4: words 0 and 1 are a Box-Muller
  /// pair, words 2 and 3 another (normal.hpp).
  void normals(std::uint64_t first, std::span<float> out) const;

  /// Normal number n in plain code: the twin of normals(). Slow.
  float normal_by_definition(std::uint64_t n) const;

  /// Uniform words number first, first + 1, ... in [0, bound), bound > 0, by multiply-shift (bias <
  /// bound / 2^32).
  void integers(std::uint64_t first, std::uint32_t bound, std::span<std::int32_t> out) const;

 private:
  std::uint64_t key_;
};

}  // namespace mho
