// What of a window has to be read from a buffer: pure functions of pixel lists, without a time.
#pragma once

#include <cstdint>
#include <span>

#include "models/memories/buffer.hpp"

namespace mho {

/// The window of an output position: pixels of the input, ascending.
struct WindowAt {
  std::int64_t image = 0;
  int row = 0;  ///< of the output
  std::span<const int> pixels;
};

/// Pixels of `window` that a shift window has to fetch after `previous`, the window that was read
/// before it on the same tile: those that `previous` did not have; all of them when that one
/// belonged to another row or image.
std::int64_t pixels_to_fetch(const WindowAt& window, const WindowAt& previous);

/// Bits of a window of `window_bits` that come with `fetched` of its `pixels`; every pixel has an
/// equal share, rounded up (a tile may hold some channels of a pixel only). 0 of a window without
/// pixels.
std::int64_t bits_to_fetch(std::int64_t window_bits, std::int64_t fetched, std::int64_t pixels);

/// Accesses that read whole pixels of `pixel_bits`, ascending, from a buffer in which the tensor
/// begins at a word. Without packing each pixel has words of its own; with packing, runs of
/// consecutive pixels are read as one, and two runs may touch the same word twice.
std::int64_t pixel_accesses(const BufferSpec& buffer, std::span<const int> pixels,
                            std::int64_t pixel_bits);

}  // namespace mho
