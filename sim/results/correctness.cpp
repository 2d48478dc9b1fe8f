#include "sim/results/correctness.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

Correctness::Correctness(std::span<const int> predicted, std::span<const std::int32_t> labels)
    : images_(static_cast<int>(labels.size())), bytes_(ceil_divide(labels.size(), 8), 0) {
  require(predicted.size() == labels.size(), "one prediction for each label");
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (predicted[i] == labels[i]) bytes_[i / 8] |= static_cast<std::uint8_t>(0x80 >> i % 8);
}

Correctness::Correctness(const std::string& hex, int images) : images_(images) {
  const std::size_t bytes = ceil_divide(static_cast<std::size_t>(std::max(images, 0)), 8);
  for (std::size_t i = 0; i < std::min(hex.size() / 2, bytes); ++i) {
    unsigned byte = 0;
    const char* digits = hex.data() + 2 * i;
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) break;
    bytes_.push_back(static_cast<std::uint8_t>(byte));
  }
  if (hex.size() != 2 * bytes || bytes_.size() != bytes)
    throw InputError({}, "judged",
                     "must be the hex digits of " + std::to_string(images) + " images");
}

int Correctness::count() const {
  int right = 0;
  for (const std::uint8_t byte : bytes_) right += std::popcount(byte);
  return right;
}

double Correctness::percent() const {
  require(images_ > 0, "a share of no images");
  return 100.0 * count() / images_;
}

std::string Correctness::hex() const {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const std::uint8_t byte : bytes_) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace mho
