#include "sim/engine/plan/line_buffer.hpp"

#include <algorithm>

#include "sim/base/division.hpp"

namespace mho {

std::int64_t pixels_to_fetch(const WindowAt& window, const WindowAt& previous) {
  if (window.image != previous.image || window.row != previous.row)
    return std::ssize(window.pixels);
  return std::count_if(window.pixels.begin(), window.pixels.end(), [&](int pixel) {
    return !std::binary_search(previous.pixels.begin(), previous.pixels.end(), pixel);
  });
}

std::int64_t bits_to_fetch(std::int64_t window_bits, std::int64_t fetched, std::int64_t pixels) {
  return pixels == 0 ? 0 : ceil_divide(window_bits * fetched, pixels);
}

std::int64_t pixel_accesses(const BufferSpec& buffer, std::span<const int> pixels,
                            std::int64_t pixel_bits) {
  if (!buffer.packing) return std::ssize(pixels) * buffer.accesses(pixel_bits);
  std::int64_t accesses = 0;
  for (std::size_t first = 0, end = 0; first < pixels.size(); first = end) {
    while (end < pixels.size() && pixels[end] - pixels[first] == static_cast<int>(end - first))
      ++end;
    accesses += buffer.read_accesses(pixels[first] * pixel_bits,
                                     static_cast<std::int64_t>(end - first) * pixel_bits);
  }
  return accesses;
}

}  // namespace mho
