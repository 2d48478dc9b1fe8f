// A pure function of a target conductance, remembered: an array's targets are a few levels repeated
// thousands of times, and curves cost far more than looking them up. Exact: a value is found by its
// argument's bits, and computed when another one has taken its place.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace mho {

template <class Value, class Function>
class Remembered {
 public:
  explicit Remembered(Function function) : function_(function) {}

  const Value& operator()(float target) {
    const auto bits = std::bit_cast<std::uint32_t>(target);
    Entry& entry = entries_[bits * 0x9e3779b1U >> 23];  // multiplicative hash (Knuth)
    if (entry.bits != bits || !entry.known) entry = {bits, true, function_(target)};
    return entry.value;
  }

 private:
  struct Entry {
    std::uint32_t bits = 0;
    bool known = false;
    Value value{};
  };

  Function function_;
  std::array<Entry, 512> entries_{};
};

template <class Value, class Function>
Remembered<Value, Function> remembered(Function function) {
  return Remembered<Value, Function>(function);
}

}  // namespace mho
