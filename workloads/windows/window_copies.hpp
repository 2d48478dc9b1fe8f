// The im2col matrix of convolutions, [rows][positions]: a row is the input shifted, so that
// neighbouring positions are copied together, out of an input with borders that make all windows
// whole. One and two spatial dimensions are run as three, with leading dimensions of 1.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace mho {

/// Windows along depth, height and width.
struct WindowShape {
  std::array<std::int64_t, 3> input{1, 1, 1}, output{1, 1, 1}, kernel{1, 1, 1};
  std::array<std::int64_t, 3> stride{1, 1, 1}, dilation{1, 1, 1};
  std::array<std::int64_t, 3> pad{0, 0, 0};  ///< before the input

  std::int64_t tap_count() const { return kernel[0] * kernel[1] * kernel[2]; }
  std::int64_t positions() const { return output[0] * output[1] * output[2]; }
  std::int64_t inputs() const { return input[0] * input[1] * input[2]; }
};

template <class Element>
class WindowCopies {
 public:
  explicit WindowCopies(const WindowShape& shape) : shape_(shape) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      reach_[axis] = (shape.output[axis] - 1) * shape.stride[axis] +
                     (shape.kernel[axis] - 1) * shape.dilation[axis] + 1;
  }

  /// Elements of a channel with its borders.
  std::int64_t bordered_size() const { return reach_[0] * reach_[1] * reach_[2]; }

  /// All channels with their borders, each element as `as` makes it, and room for copying.
  template <class Source, class As>
  std::vector<Element> bordered(std::span<const Source> input, std::int64_t channels,
                                Element border, const As& as) const {
    std::vector<Element> all(static_cast<std::size_t>(channels * bordered_size()) + kSlack, border);
    std::array<std::int64_t, 3> inside;
    for (std::size_t axis = 0; axis < 3; ++axis)
      inside[axis] = std::min(shape_.input[axis], reach_[axis] - shape_.pad[axis]);
    for (std::int64_t channel = 0; channel < channels; ++channel)
      for (std::int64_t d = 0; d < inside[0]; ++d)
        for (std::int64_t h = 0; h < inside[1]; ++h) {
          const Source* from = input.data() + channel * shape_.inputs() +
                               (d * shape_.input[1] + h) * shape_.input[2];
          Element* to = all.data() + channel * bordered_size() +
                        place(d + shape_.pad[0], h + shape_.pad[1], shape_.pad[2]);
          std::transform(from, from + std::max<std::int64_t>(inside[2], 0), to, as);
        }
    return all;
  }

  /// Where the element of a row of the matrix (channel, then tap) lies in a window.
  std::ptrdiff_t row_offset(std::int64_t row) const {
    const std::int64_t taps = shape_.tap_count(), tap = row % taps;
    const std::int64_t plane = shape_.kernel[1] * shape_.kernel[2];
    return row / taps * bordered_size() + place(tap / plane * shape_.dilation[0],
                                                tap % plane / shape_.kernel[2] * shape_.dilation[1],
                                                tap % shape_.kernel[2] * shape_.dilation[2]);
  }

  /// Where the window of an output position begins.
  std::ptrdiff_t window(std::int64_t position) const {
    const std::int64_t plane = shape_.output[1] * shape_.output[2];
    return place(position / plane * shape_.stride[0],
                 position % plane / shape_.output[2] * shape_.stride[1],
                 position % shape_.output[2] * shape_.stride[2]);
  }

  /// Elements beyond a bordered input that are read, and beyond copied ones that are written.
  static constexpr std::size_t kSlack = 16;

  /// Windows that lie `step` elements after one another.
  struct Run {
    const Element* from = nullptr;  ///< the first one
    std::ptrdiff_t step = 0;
    std::size_t count = 0;
  };
  /// Adds a window to the runs, the last one if it goes on.
  static void add(std::vector<Run>& runs, const Element* from, bool may_join) {
    if (may_join && !runs.empty()) {
      Run& last = runs.back();
      if (last.count == 1) last.step = from - last.from;
      if (from - last.from == last.step * static_cast<std::ptrdiff_t>(last.count)) {
        ++last.count;
        return;
      }
    }
    runs.push_back({from, 0, 1});
  }

  /// One row of the matrix at all windows of the runs; returns the end of what it wrote, behind
  /// which kSlack elements may hold leftovers.
  static Element* copy_row(std::span<const Run> runs, std::ptrdiff_t offset, Element* to) {
    for (const Run& run : runs) {
      const Element* from = run.from + offset;
      if (run.step == 1)  // whole vectors; what is too much is written over by the next run
        for (std::size_t i = 0; i < run.count; i += kSlack)
          std::memcpy(to + i, from + i, kSlack * sizeof(Element));
      else
        for (std::size_t i = 0; i < run.count; ++i)
          to[i] = from[static_cast<std::ptrdiff_t>(i) * run.step];
      to += run.count;
    }
    return to;
  }

 private:
  std::ptrdiff_t place(std::int64_t d, std::int64_t h, std::int64_t w) const {
    return (d * reach_[1] + h) * reach_[2] + w;
  }

  WindowShape shape_;
  std::array<std::int64_t, 3> reach_;  ///< of all windows together
};

}  // namespace mho
