// Integer arithmetic of matrix layers at one output pixel: patches, exact sums, and the way from a
// sum to an output. Both drivers and the integer reference call these, so that they agree bit for
// bit: integers are summed exactly, the rest is in integer/arithmetic.hpp.
#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/integer/arithmetic.hpp"
#include "workloads/integer/product_matrix.hpp"
#include "workloads/integer/window_part.hpp"

namespace mho {

namespace {

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

/// The hidden state before a pixel, from unit `begin` on.
void gather_state(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> hidden, int position, int begin,
                  std::span<std::int32_t> state) {
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const std::vector<double>& initial = layer.recurrence.hidden;
  for (std::size_t k = 0; k < state.size(); ++k) {
    const std::size_t unit = static_cast<std::size_t>(begin) + k;
    if (position > 0)
      state[k] = hidden[unit * out.pixels() + position - 1];
    else
      state[k] = initial.empty() ? 0 : quantize_value(initial[unit], out);
  }
}

/// Operand A of a product at a pixel, from row `begin` of all heads' rows on.
void gather_operand(const QuantizedGraph& graph, const QuantizedLayer& layer,
                    std::span<const std::int32_t> a, int position, int begin,
                    std::span<std::int32_t> rows) {
  const std::ptrdiff_t pixels = tensor_of(graph, layer.inputs[0]).pixels();
  for (int r = 0; r < std::ssize(rows); ++r) {
    const std::ptrdiff_t channel = product_input_channel(graph, layer, begin + r);
    rows[static_cast<std::size_t>(r)] = a[static_cast<std::size_t>(channel * pixels + position)];
  }
}

}  // namespace

std::int32_t quantize_value(double real, const QuantizedTensor& tensor) {
  const double low = tensor.min();
  const double high = tensor.max();
  if (tensor.given && tensor.given->bipolar) return real < 0 ? -1 : 1;
  double steps = real / tensor.scale;
  if (tensor.given) steps = static_cast<double>(static_cast<float>(steps));  // as QuantizeLinear
  return OutputRounding::round_to_even(std::min(std::max(steps, low), high));
}

namespace {

/// Of the integers, without the input's offset.
void gather_integers(const QuantizedGraph& graph, const QuantizedLayer& layer,
                     std::span<const std::int32_t> input, int position, int row_begin, int row_end,
                     std::span<std::int32_t> patch) {
  if (layer.kind == LayerKind::lstm)
    return gather_state(graph, layer, input, position, row_begin, patch);
  if (layer.kind == LayerKind::product)
    return gather_operand(graph, layer, input, position, row_begin, patch);
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

}  // namespace

void gather_patch(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> input, int position, int row_begin, int row_end,
                  std::span<std::int32_t> patch) {
  require(row_end - row_begin == static_cast<int>(patch.size()),
          "gather_patch: the patch must have room for the rows asked for");
  gather_integers(graph, layer, input, position, row_begin, row_end, patch);
  const std::int32_t offset = tensor_of(graph, array_input(layer)).offset;
  if (offset != 0)
    for (std::int32_t& each : patch) each += offset;
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

namespace {

/// QLinearConv of onnxruntime: the integer sum, bias included, as float32, times a float32 that is
/// the quotient of the scales.
std::int32_t multiplied_once(const QuantizedLayer& layer, double in_scale,
                             const QuantizedTensor& out, const OutputRounding& rounded,
                             std::size_t output, double sum) {
  const double scale = rounded.step(in_scale * layer.weights.scale[output]);
  const double multiplier = rounded.step(scale / out.scale);
  if (!layer.bias.empty()) sum += std::nearbyint(layer.bias[output] / scale);
  return rounded.of_steps(rounded.step(rounded.step(sum) * multiplier));
}

}  // namespace

void finish_matrix(const QuantizedGraph& graph, const QuantizedLayer& layer, int output_begin,
                   int fraction, std::span<const std::int64_t> sums,
                   std::span<std::int32_t> pixel) {
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const MatrixWeights& weights = layer.weights;
  const double in_scale = tensor_of(graph, layer.inputs[0]).scale;
  const OutputRounding rounded(layer, out);
  // The power of two is exact: a sum means the same at every fraction.
  const double step = std::ldexp(1.0, -fraction);
  if (layer.kind == LayerKind::product) {
    const double scale = product_scale(graph, layer);
    for (std::size_t k = 0; k < sums.size(); ++k)
      pixel[k] = rounded(static_cast<double>(sums[k]) * step * scale);
    return;
  }
  // Sums of the input's integers, from those of what rows are driven with.
  const auto own = [&](std::size_t output, std::int64_t sum) {
    const double all = static_cast<double>(sum) * step;
    return weights.offset_sums.empty() ? all
                                       : all - static_cast<double>(weights.offset_sums[output]);
  };
  if (layer.rounding == Rounding::one_multiplier) {
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const std::size_t o = static_cast<std::size_t>(output_begin) + k;
      pixel[k] = multiplied_once(layer, in_scale, out, rounded, o, own(o, sums[k]));
    }
    return;
  }
  const auto real_of = [&](std::size_t output, std::int64_t sum) {
    return own(output, sum) * (weights.scale[output] * in_scale);
  };
  if (weights.kept_outputs.empty()) {
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const std::size_t o = static_cast<std::size_t>(output_begin) + k;
      double real = real_of(o, sums[k]);
      if (!layer.bias.empty()) real += layer.bias[o];
      pixel[k] = rounded(real);
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
    pixel[channel] = rounded(real);
    k += kept;
  }
}

}  // namespace mho
