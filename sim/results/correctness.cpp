#include "sim/results/correctness.hpp"

#include <bit>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

Correctness::Correctness(std::span<const int> predicted, std::span<const std::int32_t> labels)
    : images_(static_cast<int>(labels.size())), bytes_(ceil_divide(labels.size(), 8), 0) {
  require(predicted.size() == labels.size(), "one prediction for each label");
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (predicted[i] == labels[i]) bytes_[i / 8] |= static_cast<std::uint8_t>(0x80 >> i % 8);
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
