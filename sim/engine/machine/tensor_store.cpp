#include "sim/engine/machine/tensor_store.hpp"

#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr std::int32_t kNotHeld = std::numeric_limits<std::int32_t>::min();

}  // namespace

TensorStore::TensorStore(const StorePlan& plan, const QuantizedTensor& tensor, bool values)
    : plan_(plan),
      channels_(values ? tensor.channels : 0),
      passed_(plan.reader_layers.size(), 0),
      at_(plan.reader_layers.size(), 0) {}

bool TensorStore::has_room_for(std::int64_t image, int pixel) const {
  return number(image, plan_.sequence[pixel]) == admitted_ &&
         admitted_ - released_ < plan_.capacity;
}

void TensorStore::reserve(std::int64_t image, int pixel) {
  require(has_room_for(image, pixel), "a pixel was sent to a store that has no room for it");
  ++admitted_;
  peak_ = std::max(peak_, admitted_ - released_);
  room_.notify(sc_core::SC_ZERO_TIME);  // it may be another sender's turn
}

TensorStore::Image& TensorStore::open(std::int64_t image) {
  require(image >= first_image_, "an image was used after all its readers had passed it");
  while (image >= first_image_ + std::ssize(images_)) {
    const std::size_t pixels = plan_.sequence.size();
    images_.push_back({IntTensor(pixels * channels_, kNotHeld), std::vector<bool>(pixels, false)});
  }
  return images_[image - first_image_];
}

void TensorStore::arrive(std::int64_t image, int pixel, std::span<const std::int32_t> values) {
  Image& target = open(image);
  require(!target.held[pixel] && std::ssize(values) == channels_, "a pixel arrived twice");
  const std::size_t pixels = plan_.sequence.size();
  for (int c = 0; c < channels_; ++c) target.values[c * pixels + pixel] = values[c];
  target.held[pixel] = true;
  arrived_.notify(sc_core::SC_ZERO_TIME);
}

bool TensorStore::holds(std::int64_t image, int pixel) const {
  const std::int64_t index = image - first_image_;
  return index >= 0 && index < std::ssize(images_) && images_[index].held[pixel];
}

std::span<const std::int32_t> TensorStore::tensor(std::int64_t image) { return open(image).values; }

void TensorStore::drop(std::int64_t number) {
  const auto per_image = static_cast<std::int64_t>(plan_.pixels.size());
  Image& image = open(number / per_image);
  const int pixel = plan_.pixels[number % per_image];
  require(image.held[pixel], "a pixel was released before it arrived");
  image.held[pixel] = false;
  for (int c = 0; c < channels_; ++c) image.values[c * plan_.sequence.size() + pixel] = kNotHeld;
}

void TensorStore::release(int reader, std::int64_t image, int horizon) {
  passed_[reader] = std::max(passed_[reader], number(image, horizon));
  at_[reader] = std::max(at_[reader], image);
  const std::int64_t passed = *std::min_element(passed_.begin(), passed_.end());
  const bool frees = passed > released_;
  while (released_ < passed) drop(released_++);
  const std::int64_t first = *std::min_element(at_.begin(), at_.end());
  for (; first_image_ < first; ++first_image_)
    if (!images_.empty()) images_.pop_front();
  if (frees) room_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace mho
