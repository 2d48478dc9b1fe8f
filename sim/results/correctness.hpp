// Which of some labelled images were classified correctly, one bit an image, in the data set's
// order: what paired comparisons of trials, conditions and whole designs are made of.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mho {

class Correctness {
 public:
  /// Of no image.
  Correctness() = default;
  /// Image i is right where predicted[i] is labels[i]; throws Bug unless both have as many.
  Correctness(std::span<const int> predicted, std::span<const std::int32_t> labels);

  /// Of so many images, from hex() of them; throws InputError when the text is not that of as many.
  Correctness(const std::string& hex, int images);

  int images() const { return images_; }
  bool right(int image) const {
    return (bytes_[static_cast<std::size_t>(image) / 8] >> (7 - image % 8) & 1) != 0;
  }
  /// Images that are right.
  int count() const;
  /// Of at least one image.
  double percent() const;
  /// Two digits for eight images, the first of them in the highest bit, 1 = right; what is left of
  /// the last digits is 0.
  std::string hex() const;

  bool operator==(const Correctness&) const = default;

 private:
  int images_ = 0;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace mho
