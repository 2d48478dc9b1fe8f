// Integer arithmetic of one output pixel. Both drivers and the integer reference call these, so
// that they agree bit for bit: integers are summed exactly, and the way from a sum to an output is
// one fixed sequence of double operations (library built with -ffp-contract=off), rounded once, to
// nearest, ties to even.
#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/quantized_graph.hpp"

namespace mho {

namespace {

const QuantizedTensor& tensor_of(const QuantizedGraph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

/// std::nearbyint for |x| < 2^51 in the default rounding mode: adding 1.5 * 2^52 leaves no bits for
/// the fraction, and the addition itself rounds ties to even.
std::int32_t round_to_even(double x) {
  constexpr double kNoFraction = 6755399441055744.0;
  return static_cast<std::int32_t>((x + kNoFraction) - kNoFraction);
}

/// Activation, requantization.
std::int32_t output_value(double real, const QuantizedLayer& layer, const QuantizedTensor& out) {
  return quantize_value(std::min(std::max(real, layer.clamp_low), layer.clamp_high), out);
}

/// The rows and columns of a pixel's window that are inside the input.
struct WindowPart {
  int row, column;  ///< input position of kernel element (0, 0); may be outside
  int i_begin, i_end, j_begin, j_end;

  int count() const { return (i_end - i_begin) * (j_end - j_begin); }
};

int ceil_divide(int a, int b) { return (a + b - 1) / b; }

/// Kernel elements [begin, end) whose input position start + k * dilation is in [0, size).
std::pair<int, int> inside(int start, int dilation, int kernel, int size) {
  const int begin = start >= 0 ? 0 : std::min(kernel, ceil_divide(-start, dilation));
  const int end = start >= size ? 0 : std::min(kernel, ceil_divide(size - start, dilation));
  return {begin, std::max(begin, end)};
}

WindowPart window_part(const Window& w, const QuantizedTensor& in, const QuantizedTensor& out,
                       int position) {
  WindowPart part;
  part.row = position / out.width * w.stride_h - w.pad_top;
  part.column = position % out.width * w.stride_w - w.pad_left;
  std::tie(part.i_begin, part.i_end) = inside(part.row, w.dilation_h, w.kernel_h, in.height);
  std::tie(part.j_begin, part.j_end) = inside(part.column, w.dilation_w, w.kernel_w, in.width);
  return part;
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

void max_pool_pixel(const QuantizedLayer& layer, const QuantizedTensor& in,
                    const QuantizedTensor& out, const std::int32_t* input, int position,
                    std::span<std::int32_t> pixel) {
  const WindowPart part = window_part(layer.window, in, out, position);
  require(part.count() > 0, "max_pool: a window must hold at least one input pixel");
  for (int c = 0; c < out.channels; ++c) {
    std::int32_t largest = std::numeric_limits<std::int32_t>::min();
    for_window(layer.window, part, input + std::ptrdiff_t{c} * in.pixels(), in.width,
               [&](std::int32_t value) { largest = std::max(largest, value); });
    pixel[static_cast<std::size_t>(c)] = output_value(largest * in.scale, layer, out);
  }
}

void average_pool_pixel(const QuantizedLayer& layer, const QuantizedTensor& in,
                        const QuantizedTensor& out, const std::int32_t* input, int position,
                        std::span<std::int32_t> pixel) {
  const Window& w = layer.window;
  const WindowPart part = window_part(w, in, out, position);
  const int divisor = layer.count_padding ? w.kernel_h * w.kernel_w : part.count();
  require(divisor > 0, "average_pool: a window must hold at least one input pixel");
  for (int c = 0; c < out.channels; ++c) {
    std::int64_t sum = 0;
    for_window(w, part, input + std::ptrdiff_t{c} * in.pixels(), in.width,
               [&](std::int32_t value) { sum += value; });
    pixel[static_cast<std::size_t>(c)] =
        output_value(static_cast<double>(sum) * in.scale / divisor, layer, out);
  }
}

/// Element of a tensor at (channel, position); a tensor of one pixel stands for all positions.
double operand(const QuantizedTensor& tensor, std::span<const std::int32_t> values, int channel,
               int position) {
  const std::ptrdiff_t index =
      tensor.pixels() == 1 ? channel : std::ptrdiff_t{channel} * tensor.pixels() + position;
  return values[static_cast<std::size_t>(index)] * tensor.scale;
}

void softmax_pixel(const QuantizedLayer& layer, const QuantizedTensor& in,
                   const QuantizedTensor& out, std::span<const std::int32_t> input, int position,
                   std::span<std::int32_t> pixel) {
  double largest = -std::numeric_limits<double>::infinity();
  for (int c = 0; c < in.channels; ++c)
    largest = std::max(largest, operand(in, input, c, position));
  double sum = 0;
  for (int c = 0; c < in.channels; ++c) sum += std::exp(operand(in, input, c, position) - largest);
  for (int c = 0; c < in.channels; ++c)
    pixel[static_cast<std::size_t>(c)] =
        output_value(std::exp(operand(in, input, c, position) - largest) / sum, layer, out);
}

/// Consecutive rows of the whole patch, from `row_begin` on.
void gather_range(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> input, int position, int row_begin,
                  std::span<std::int32_t> patch) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const Window& w = layer.window;
  // Fully connected: the patch is the input itself. Groups are consecutive channels, so that rows
  // of all groups are just (channel, kernel row, kernel column).
  if (w.kernel_h == in.height && w.kernel_w == in.width && w.pad_top == 0 && w.pad_left == 0 &&
      w.dilation_h == 1 && w.dilation_w == 1) {
    std::copy_n(input.begin() + row_begin, patch.size(), patch.begin());
    return;
  }
  const WindowPart part = window_part(w, in, tensor_of(graph, layer.output), position);
  const int kernel = w.kernel_h * w.kernel_w;
  int channel = row_begin / kernel;
  int i = row_begin % kernel / w.kernel_w;
  int j = row_begin % w.kernel_w;
  std::int32_t* to = patch.data();
  std::int32_t* const end = to + patch.size();
  while (to != end) {  // one kernel row, or what the range holds of it
    const int j_stop = std::min<std::ptrdiff_t>(w.kernel_w, j + (end - to));
    if (i < part.i_begin || i >= part.i_end) {
      to = std::fill_n(to, j_stop - j, 0);
    } else {
      const std::ptrdiff_t row =
          (std::ptrdiff_t{channel} * in.height + part.row + i * w.dilation_h) * in.width +
          part.column;
      const std::int32_t* from = input.data();
      for (; j < std::min(j_stop, part.j_begin); ++j) *to++ = 0;
      for (; j < std::min(j_stop, part.j_end); ++j) *to++ = from[row + j * w.dilation_w];
      for (; j < j_stop; ++j) *to++ = 0;
    }
    j = 0;
    if (++i == w.kernel_h) {
      i = 0;
      ++channel;
    }
  }
}

}  // namespace

std::int32_t quantize_value(double real, const QuantizedTensor& tensor) {
  const double low = tensor.min();
  const double high = tensor.max();
  return round_to_even(std::min(std::max(real / tensor.scale, low), high));
}

void gather_patch(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> input, int position, int row_begin, int row_end,
                  std::span<std::int32_t> patch) {
  require(row_end - row_begin == static_cast<int>(patch.size()),
          "gather_patch: the patch must have room for the rows asked for");
  const std::vector<int>& kept = layer.weights.kept_rows;
  if (kept.empty() || patch.empty())
    return gather_range(graph, layer, input, position, row_begin, patch);
  const int first = kept[static_cast<std::size_t>(row_begin)];
  std::vector<std::int32_t> range(
      static_cast<std::size_t>(kept[static_cast<std::size_t>(row_end) - 1] - first) + 1);
  gather_range(graph, layer, input, position, first, range);
  for (std::size_t i = 0; i < patch.size(); ++i)
    patch[i] =
        range[static_cast<std::size_t>(kept[static_cast<std::size_t>(row_begin) + i] - first)];
}

void exact_sums(const MatrixWeights& weights, std::span<const std::int32_t> patch,
                std::span<std::int64_t> sums) {
  const auto rows = static_cast<std::size_t>(weights.rows_per_group);
  const std::int32_t* weight = weights.values.data();
  for (std::size_t o = 0; o < sums.size(); ++o) {
    const std::size_t group = o / static_cast<std::size_t>(weights.outputs_per_group());
    const std::int32_t* value = patch.data() + group * rows;
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < rows; ++r) sum += std::int64_t{*weight++} * value[r];
    sums[o] = sum;
  }
}

void finish_matrix(const QuantizedGraph& graph, const QuantizedLayer& layer, int output_begin,
                   int fraction, std::span<const std::int64_t> sums,
                   std::span<std::int32_t> pixel) {
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const MatrixWeights& weights = layer.weights;
  const double in_scale = tensor_of(graph, layer.inputs[0]).scale;
  // The power of two is exact: a sum means the same at every fraction.
  const double step = std::ldexp(1.0, -fraction);
  const auto real_of = [&](std::size_t output, std::int64_t sum) {
    return static_cast<double>(sum) * step * (weights.scale[output] * in_scale);
  };
  if (weights.kept_outputs.empty()) {
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const std::size_t o = static_cast<std::size_t>(output_begin) + k;
      double real = real_of(o, sums[k]);
      if (!layer.bias.empty()) real += layer.bias[o];
      pixel[k] = output_value(real, layer, out);
    }
    return;
  }
  require(sums.size() == weights.kept_outputs.size() && std::ssize(pixel) == out.channels,
          "finish_matrix: a pruned layer is finished as a whole");
  std::size_t k = 0;
  for (std::size_t channel = 0; channel < pixel.size(); ++channel) {
    const bool kept = k < sums.size() && weights.kept_outputs[k] == static_cast<int>(channel);
    double real = kept ? real_of(k, sums[k]) : 0;
    if (!layer.bias.empty()) real += layer.bias[channel];
    pixel[channel] = output_value(real, layer, out);
    k += kept;
  }
}

void vector_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::span<const std::int32_t>> inputs, int position,
                  std::span<std::int32_t> pixel) {
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const auto finish = [&](int c, double real) {
    pixel[static_cast<std::size_t>(c)] = output_value(real, layer, out);
  };
  switch (layer.kind) {
    case LayerKind::matrix:
      throw Bug("vector_pixel: a matrix layer runs on arrays");
    case LayerKind::max_pool:
      return max_pool_pixel(layer, in, out, inputs[0].data(), position, pixel);
    case LayerKind::average_pool:
      return average_pool_pixel(layer, in, out, inputs[0].data(), position, pixel);
    case LayerKind::add:
    case LayerKind::multiply: {
      const QuantizedTensor& other = tensor_of(graph, layer.inputs[1]);
      for (int c = 0; c < out.channels; ++c) {
        const double a = operand(in, inputs[0], c, position);
        const double b = operand(other, inputs[1], c, position);
        finish(c, layer.kind == LayerKind::add ? a + b : a * b);
      }
      return;
    }
    case LayerKind::affine:
      for (int c = 0; c < out.channels; ++c) {
        double real = operand(in, inputs[0], c, position);
        if (!layer.factor.empty()) real *= layer.factor[static_cast<std::size_t>(c)];
        if (!layer.bias.empty()) real += layer.bias[static_cast<std::size_t>(c)];
        finish(c, real);
      }
      return;
    case LayerKind::concat: {
      int c = 0;
      for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
        const QuantizedTensor& part = tensor_of(graph, layer.inputs[i]);
        for (int k = 0; k < part.channels; ++k) finish(c++, operand(part, inputs[i], k, position));
      }
      return;
    }
    case LayerKind::permute:
      for (int c = 0; c < out.channels; ++c) {
        const std::ptrdiff_t index = std::ptrdiff_t{c} * out.pixels() + position;
        const std::int32_t source = layer.source_index[static_cast<std::size_t>(index)];
        finish(c, inputs[0][static_cast<std::size_t>(source)] * in.scale);
      }
      return;
    case LayerKind::softmax:
      return softmax_pixel(layer, in, out, inputs[0], position, pixel);
  }
}

}  // namespace mho
