// The part of an output pixel's window that is inside the input.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

#include "sim/base/division.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// The rows and columns of a pixel's window that are inside the input.
struct WindowPart {
  int row, column;  ///< input position of kernel element (0, 0); may be outside
  int i_begin, i_end, j_begin, j_end;

  int count() const { return (i_end - i_begin) * (j_end - j_begin); }
};

/// Kernel elements [begin, end) whose input position start + k * dilation is in [0, size).
inline std::pair<int, int> inside(int start, int dilation, int kernel, int size) {
  const int begin = start >= 0 ? 0 : std::min(kernel, ceil_divide(-start, dilation));
  const int end = start >= size ? 0 : std::min(kernel, ceil_divide(size - start, dilation));
  return {begin, std::max(begin, end)};
}

inline WindowPart window_part(const Window& w, const QuantizedTensor& in,
                              const QuantizedTensor& out, int position) {
  WindowPart part;
  part.row = position / out.width * w.stride_h - w.pad_top;
  part.column = position % out.width * w.stride_w - w.pad_left;
  std::tie(part.i_begin, part.i_end) = inside(part.row, w.dilation_h, w.kernel_h, in.height);
  std::tie(part.j_begin, part.j_end) = inside(part.column, w.dilation_w, w.kernel_w, in.width);
  return part;
}

/// Elements of a pixel's window on the input or its padding; a last window of ceil_mode reaches
/// beyond both.
inline int padded_count(const Window& w, const QuantizedTensor& in, const WindowPart& part) {
  const auto taps = [](int kernel, int dilation, int room) {
    return std::min(kernel, (room - 1) / dilation + 1);
  };
  return taps(w.kernel_h, w.dilation_h, in.height + w.pad_bottom - part.row) *
         taps(w.kernel_w, w.dilation_w, in.width + w.pad_right - part.column);
}

/// Calls body(value) for each input pixel of a channel in the window.
template <class Body>
void for_window(const Window& w, const WindowPart& part, const std::int32_t* channel, int width,
                Body body) {
  for (int i = part.i_begin; i < part.i_end; ++i) {
    const std::int32_t* row =
        channel + std::ptrdiff_t{part.row + i * w.dilation_h} * width + part.column;
    for (int j = part.j_begin; j < part.j_end; ++j) body(row[j * w.dilation_w]);
  }
}

}  // namespace mho
