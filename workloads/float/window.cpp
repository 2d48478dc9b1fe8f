// Convolution as im2col and a matrix product, and pooling. One and two spatial dimensions are run
// as three, with leading dimensions of 1.
#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <span>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/products.hpp"
#include "workloads/float/operators.hpp"
#include "workloads/windows/window_copies.hpp"

namespace mho {

namespace {

struct Window : WindowShape {
  std::array<std::int64_t, 3> end_pad{0, 0, 0};

  Window(const Attributes& attributes, const Shape& in, const Shape& out) {
    const std::size_t axes = in.size() - 2;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const std::size_t at = axis + 3 - axes;
      input[at] = in[axis + 2];
      output[at] = out[axis + 2];
      kernel[at] = attributes.kernel[axis];
      stride[at] = attributes.strides[axis];
      dilation[at] = attributes.dilations[axis];
      pad[at] = attributes.pads[axis];
      end_pad[at] = attributes.pads[axis + axes];
    }
  }

  static std::int64_t product(const std::array<std::int64_t, 3>& sizes) {
    return sizes[0] * sizes[1] * sizes[2];
  }
  bool is_pointwise() const { return kernel == stride && product(kernel) == 1 && input == output; }

  /// Where along `axis` tap `k` of output `o` reads; outside 0..input-1 is padding.
  std::int64_t source(int axis, std::int64_t o, std::int64_t k) const {
    return o * stride[axis] - pad[axis] + k * dilation[axis];
  }
  bool inside(int axis, std::int64_t at) const { return at >= 0 && at < input[axis]; }

  /// Taps [first, last) of output `o` along `axis` that read inside the image.
  std::pair<std::int64_t, std::int64_t> taps(int axis, std::int64_t o) const {
    const std::int64_t begin = source(axis, o, 0), step = dilation[axis];
    const std::int64_t first = begin >= 0 ? 0 : ceil_divide(-begin, step);
    const std::int64_t last = begin >= input[axis] ? 0 : (input[axis] - 1 - begin) / step + 1;
    return {first, std::min(last, kernel[axis])};
  }
  /// Taps of output `o` along `axis` that read the image or its padding: a window of ceil_mode may
  /// reach beyond both.
  std::int64_t padded_taps(int axis, std::int64_t o) const {
    const std::int64_t room = input[axis] + end_pad[axis] - 1 - source(axis, o, 0);
    return std::min(kernel[axis], room / dilation[axis] + 1);
  }
};

/// The im2col matrix is made in pieces of about this many elements, to stay in the cache.
constexpr std::int64_t kPiece = std::int64_t{1} << 16;

/// One group of one image: filters x depth times depth x positions.
void convolve(const Window& window, const float* image, std::int64_t channels, const float* weights,
              std::int64_t filters, float* out) {
  const std::int64_t positions = window.positions(), depth = channels * window.tap_count();
  if (window.is_pointwise()) {
    multiply({weights, filters, depth, depth}, {image, depth, positions, positions}, out,
             positions);
    return;
  }
  using Copies = WindowCopies<float>;
  const Copies copies(window);
  const std::span<const float> all(image, static_cast<std::size_t>(channels * window.inputs()));
  const std::vector<float> bordered = copies.bordered(all, channels, 0.0F, std::identity());
  const std::int64_t piece =
      std::min(positions, std::max<std::int64_t>(kPiece / depth / 64 * 64, 64));
  std::vector<float> matrix(static_cast<std::size_t>(depth * piece) + Copies::kSlack);
  std::vector<Copies::Run> runs;
  for (std::int64_t first = 0; first < positions; first += piece) {
    const std::int64_t count = std::min(piece, positions - first);
    runs.clear();
    for (std::int64_t position = first; position < first + count; ++position)
      copies.add(runs, bordered.data() + copies.window(position), true);
    float* to = matrix.data();
    for (std::int64_t row = 0; row < depth; ++row)
      to = copies.copy_row(runs, copies.row_offset(row), to);
    multiply({weights, filters, depth, depth}, {matrix.data(), depth, count, count}, out + first,
             positions);
  }
}

/// One window over one channel's image, by its place in the output.
struct Covered {
  const float* channel;
  std::array<std::int64_t, 3> output;
};

/// Calls visit(value) for each input under the window, padding left out.
template <class Visit>
void for_each_input(const Window& window, const Covered& covered, const Visit& visit) {
  const auto [first_d, last_d] = window.taps(0, covered.output[0]);
  const auto [first_h, last_h] = window.taps(1, covered.output[1]);
  const auto [first_w, last_w] = window.taps(2, covered.output[2]);
  for (std::int64_t kd = first_d; kd < last_d; ++kd) {
    const std::int64_t d = window.source(0, covered.output[0], kd);
    for (std::int64_t kh = first_h; kh < last_h; ++kh) {
      const std::int64_t h = window.source(1, covered.output[1], kh);
      const float* line = covered.channel + (d * window.input[1] + h) * window.input[2];
      for (std::int64_t kw = first_w; kw < last_w; ++kw) {
        visit(line[window.source(2, covered.output[2], kw)]);
      }
    }
  }
}

template <class Reduce>
Tensor pool(const Attributes& attributes, const Tensor& input, const Shape& output,
            const Reduce& reduce) {
  const Window window(attributes, input.shape, output);
  Tensor result{output, {}};
  result.values.reserve(static_cast<std::size_t>(element_count(output)));
  const std::int64_t size = Window::product(window.input);
  for (std::int64_t channel = 0; channel < output[0] * output[1]; ++channel) {
    Covered covered{input.values.data() + channel * size, {}};
    for (covered.output[0] = 0; covered.output[0] < window.output[0]; ++covered.output[0]) {
      for (covered.output[1] = 0; covered.output[1] < window.output[1]; ++covered.output[1]) {
        for (covered.output[2] = 0; covered.output[2] < window.output[2]; ++covered.output[2]) {
          result.values.push_back(reduce(window, covered));
        }
      }
    }
  }
  return result;
}

}  // namespace

Tensor run_conv(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Tensor &input = *inputs[0], &weights = *inputs[1];
  const Window window(attributes, input.shape, output);
  const std::int64_t groups = attributes.group, channels = weights.shape[1];
  const std::int64_t filters = output[1] / groups, positions = Window::product(window.output);
  const std::int64_t depth = channels * Window::product(window.kernel);
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(element_count(output)))};
  for (std::int64_t part = 0; part < output[0] * groups; ++part) {  // [image][group]
    convolve(window, input.values.data() + part * channels * Window::product(window.input),
             channels, weights.values.data() + part % groups * filters * depth, filters,
             result.values.data() + part * filters * positions);
  }
  if (inputs.size() < 3 || !inputs[2]) return result;
  for (std::int64_t line = 0; line < output[0] * output[1]; ++line) {
    const float bias = inputs[2]->values[line % output[1]];
    float* first = result.values.data() + line * positions;
    for (std::int64_t i = 0; i < positions; ++i) first[i] += bias;
  }
  return result;
}

Tensor run_max_pool(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  return pool(attributes, *inputs[0], output, [](const Window& window, const Covered& covered) {
    float largest = -std::numeric_limits<float>::infinity();
    for_each_input(window, covered, [&](float value) { largest = std::max(largest, value); });
    return largest;
  });
}

Tensor run_average_pool(const Attributes& attributes, const Arguments& inputs,
                        const Shape& output) {
  const bool padding_counts = attributes.count_include_pad;
  return pool(attributes, *inputs[0], output, [=](const Window& window, const Covered& covered) {
    double sum = 0;
    std::int64_t count = 0;
    for_each_input(window, covered, [&](float value) {
      sum += static_cast<double>(value);
      ++count;
    });
    if (padding_counts) {
      count = 1;
      for (int axis = 0; axis < 3; ++axis) count *= window.padded_taps(axis, covered.output[axis]);
    }
    return static_cast<float>(sum / static_cast<double>(count));
  });
}

Tensor run_global_average_pool(const Attributes&, const Arguments& inputs, const Shape& output) {
  const std::int64_t channels = element_count(output);
  const std::int64_t size = element_count(inputs[0]->shape) / channels;
  Tensor result{output, {}};
  for (std::int64_t channel = 0; channel < channels; ++channel) {
    const float* first = inputs[0]->values.data() + channel * size;
    double sum = 0;
    for (std::int64_t i = 0; i < size; ++i) sum += static_cast<double>(first[i]);
    result.values.push_back(static_cast<float>(sum / static_cast<double>(size)));
  }
  return result;
}

}  // namespace mho
