// Layers without weights: one output pixel, or all. Elementwise layers and pools compute runs of
// consecutive pixels of one channel, which are contiguous in memory; layers that see all channels
// of a pixel gather them first (integer/attention.cpp).
#include <algorithm>
#include <limits>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/integer/arithmetic.hpp"
#include "workloads/integer/window_part.hpp"

namespace mho {

namespace {

using Inputs = std::span<const std::span<const std::int32_t>>;

/// Consecutive output pixels of one channel.
struct Run {
  int channel = 0;
  int first = 0;  ///< position
  int count = 0;
  std::int32_t* to = nullptr;
};

/// Elements of a tensor along a run; a tensor of one pixel stands for all positions.
class RunOperand {
 public:
  RunOperand(const QuantizedTensor& tensor, std::span<const std::int32_t> values, const Run& run)
      : step_(tensor.pixels() == 1 ? 0 : 1), scale_(tensor.scale) {
    const std::ptrdiff_t first =
        std::ptrdiff_t{run.channel} * tensor.pixels() + (step_ == 0 ? 0 : run.first);
    from_ = values.data() + first;
  }
  double operator[](int i) const { return from_[i * step_] * scale_; }

 private:
  const std::int32_t* from_;
  std::ptrdiff_t step_;
  double scale_;
};

/// Real numbers by channel or by element along a run.
class RunConstants {
 public:
  RunConstants(const std::vector<double>& values, const QuantizedTensor& out, const Run& run)
      : step_(std::ssize(values) > out.channels ? 1 : 0),
        from_(values.data() +
              (step_ == 0 ? run.channel : std::ptrdiff_t{run.channel} * out.pixels() + run.first)) {
  }
  double operator[](int i) const { return from_[i * step_]; }

 private:
  std::ptrdiff_t step_;
  const double* from_;
};

/// The largest inputs in the windows of outputs [first, first + count) of a row of outputs;
/// `channel` is the input's. Tap after tap: neighbouring outputs read neighbours.
void largest_in_row(const Window& w, const QuantizedTensor& in, const QuantizedTensor& out,
                    const std::int32_t* channel, int first, int count, std::int32_t* largest) {
  const int top = first / out.width * w.stride_h - w.pad_top;
  const int column = first % out.width;
  std::fill_n(largest, count, std::numeric_limits<std::int32_t>::min());
  for (int i = 0; i < w.kernel_h; ++i) {
    const int row = top + i * w.dilation_h;
    if (row < 0 || row >= in.height) continue;
    for (int j = 0; j < w.kernel_w; ++j) {
      const int shift = j * w.dilation_w - w.pad_left;
      // Outputs whose tap is inside: 0 <= output * stride + shift < width.
      const int begin = std::max(column, shift < 0 ? ceil_divide(-shift, w.stride_w) : 0);
      const int end = std::min(column + count,
                               in.width <= shift ? 0 : ceil_divide(in.width - shift, w.stride_w));
      const std::int32_t* from = channel + std::ptrdiff_t{row} * in.width + shift;
      for (int o = begin; o < end; ++o)
        largest[o - column] = std::max(largest[o - column], from[o * w.stride_w]);
    }
  }
}

void run_max_pool(const QuantizedLayer& layer, const QuantizedTensor& in,
                  const QuantizedTensor& out, Inputs inputs, const Run& run) {
  const OutputRounding rounded(layer, out);
  const std::int32_t* channel = inputs[0].data() + std::ptrdiff_t{run.channel} * in.pixels();
  std::vector<std::int32_t> largest(static_cast<std::size_t>(run.count));
  for (int i = 0; i < run.count;) {
    const int position = run.first + i;
    const int count = std::min(out.width - position % out.width, run.count - i);
    largest_in_row(layer.window, in, out, channel, position, count, largest.data() + i);
    i += count;
  }
  require(std::find(largest.begin(), largest.end(), std::numeric_limits<std::int32_t>::min()) ==
              largest.end(),
          "max_pool: a window must hold at least one input pixel");
  rounded.all(run.count, run.to,
              [&](int i) { return largest[static_cast<std::size_t>(i)] * in.scale; });
}

void run_average_pool(const QuantizedLayer& layer, const QuantizedTensor& in,
                      const QuantizedTensor& out, Inputs inputs, const Run& run) {
  const OutputRounding rounded(layer, out);
  const Window& w = layer.window;
  const std::int32_t* channel = inputs[0].data() + std::ptrdiff_t{run.channel} * in.pixels();
  rounded.all(run.count, run.to, [&](int i) {
    const WindowPart part = window_part(w, in, out, run.first + i);
    const int divisor = layer.count_padding ? padded_count(w, in, part) : part.count();
    require(divisor > 0, "average_pool: a window must hold at least one input pixel");
    std::int64_t sum = 0;
    for_window(w, part, channel, in.width, [&](std::int32_t value) { sum += value; });
    return static_cast<double>(sum) * in.scale / divisor;
  });
}

/// out[i] = rounded(combine(a[i], b[i])).
template <class Combine>
void run_pairs(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
               const Run& run, Combine combine) {
  const OutputRounding rounded(layer, tensor_of(graph, layer.output));
  const RunOperand a(tensor_of(graph, layer.inputs[0]), inputs[0], run);
  const RunOperand b(tensor_of(graph, layer.inputs[1]), inputs[1], run);
  rounded.all(run.count, run.to,
              [&](int i) { return combine(rounded.step(a[i]), rounded.step(b[i])); });
}

void run_affine(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                const Run& run) {
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const OutputRounding rounded(layer, out);
  const RunOperand x(tensor_of(graph, layer.inputs[0]), inputs[0], run);
  const RunConstants factor(layer.factor, out, run);
  const RunConstants bias(layer.bias, out, run);
  rounded.all(run.count, run.to, [&](int i) {
    double real = rounded.step(x[i]);
    if (!layer.factor.empty()) real = rounded.step(real * factor[i]);
    if (!layer.bias.empty()) real += bias[i];
    return real;
  });
}

void run_concat(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                const Run& run) {
  const OutputRounding rounded(layer, tensor_of(graph, layer.output));
  std::size_t part = 0;
  Run own = run;
  while (own.channel >= tensor_of(graph, layer.inputs[part]).channels)
    own.channel -= tensor_of(graph, layer.inputs[part++]).channels;
  const RunOperand x(tensor_of(graph, layer.inputs[part]), inputs[part], own);
  rounded.all(run.count, run.to, [&](int i) { return x[i]; });
}

void run_permute(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                 const Run& run) {
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const OutputRounding rounded(layer, out);
  const std::int32_t* index =
      layer.source_index.data() + std::ptrdiff_t{run.channel} * out.pixels() + run.first;
  for (int i = 0; i < run.count; ++i) {
    if (index[i] < 0) {
      run.to[i] = rounded(layer.constants[static_cast<std::size_t>(-1 - index[i])]);
      continue;
    }
    auto element = static_cast<std::size_t>(index[i]);
    std::size_t source = 0;
    while (element >= inputs[source].size()) element -= inputs[source++].size();
    run.to[i] = rounded(inputs[source][element] * tensor_of(graph, layer.inputs[source]).scale);
  }
}

void run_function(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                  const Run& run) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const std::int32_t* from =
      inputs[0].data() + std::ptrdiff_t{run.channel} * in.pixels() + run.first;
  const std::int32_t* table = layer.table.data() - in.min();
  for (int i = 0; i < run.count; ++i) run.to[i] = table[from[i]];
}

/// A row of the table at each pixel; beyond its rows the first or last.
void run_lookup_layer(const QuantizedLayer& layer, const QuantizedTensor& out, Inputs inputs,
                      const Run& run) {
  const auto channels = static_cast<std::size_t>(out.channels);
  const auto rows = static_cast<std::int32_t>(layer.table.size() / channels);
  for (int i = 0; i < run.count; ++i) {
    const std::int32_t row =
        std::clamp(inputs[0][static_cast<std::size_t>(run.first + i)], 0, rows - 1);
    run.to[i] = layer.table[static_cast<std::size_t>(row) * channels +
                            static_cast<std::size_t>(run.channel)];
  }
}

/// Can a layer be computed channel by channel?
bool is_channelwise(LayerKind kind) {
  switch (kind) {
    case LayerKind::max_pool:
    case LayerKind::average_pool:
    case LayerKind::add:
    case LayerKind::multiply:
    case LayerKind::affine:
    case LayerKind::concat:
    case LayerKind::permute:
    case LayerKind::function:
    case LayerKind::lookup:
      return true;
    case LayerKind::matrix:
    case LayerKind::lstm:
    case LayerKind::softmax:
    case LayerKind::product:
    case LayerKind::layer_norm:
      return false;
  }
  throw Bug("is_channelwise: unknown kind of layer");
}

void compute_run(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                 const Run& run) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  switch (layer.kind) {
    case LayerKind::max_pool:
      return run_max_pool(layer, in, out, inputs, run);
    case LayerKind::average_pool:
      return run_average_pool(layer, in, out, inputs, run);
    case LayerKind::add:
      if (layer.subtract)
        return run_pairs(graph, layer, inputs, run, [](double a, double b) { return a - b; });
      return run_pairs(graph, layer, inputs, run, [](double a, double b) { return a + b; });
    case LayerKind::multiply:
      return run_pairs(graph, layer, inputs, run, [](double a, double b) { return a * b; });
    case LayerKind::affine:
      return run_affine(graph, layer, inputs, run);
    case LayerKind::concat:
      return run_concat(graph, layer, inputs, run);
    case LayerKind::permute:
      return run_permute(graph, layer, inputs, run);
    case LayerKind::function:
      return run_function(graph, layer, inputs, run);
    case LayerKind::lookup:
      return run_lookup_layer(layer, out, inputs, run);
    case LayerKind::matrix:
    case LayerKind::lstm:
    case LayerKind::softmax:
    case LayerKind::product:
    case LayerKind::layer_norm:
      throw Bug("compute_run: the layer is not computed by channel");
  }
}

/// A layer that sees all channels of a pixel: `values` of inputs[0] at the position.
void compute_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                   std::span<const std::int32_t> values, int position,
                   std::span<std::int32_t> pixel) {
  if (layer.kind == LayerKind::softmax)
    return softmax_values(graph, layer, values, position, pixel);
  if (layer.kind == LayerKind::layer_norm) return layer_norm_values(graph, layer, values, pixel);
  require(layer.kind == LayerKind::product, "vector_pixel: the layer has weights");
  product_values(graph, layer, values, inputs[1], pixel);
}

/// [channels][pixels] -> [count][channels] of pixels from `first` on.
void gather_pixels(std::span<const std::int32_t> tensor, int pixels, int first, int count,
                   std::span<std::int32_t> values) {
  const std::size_t channels = values.size() / static_cast<std::size_t>(count);
  for (std::size_t c = 0; c < channels; ++c)
    for (int i = 0; i < count; ++i)
      values[static_cast<std::size_t>(i) * channels + c] =
          tensor[c * static_cast<std::size_t>(pixels) + static_cast<std::size_t>(first + i)];
}

/// Pixels [first, first + count) of a layer that sees all channels of a pixel.
void compute_block(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                   int first, int count, std::span<std::int32_t> output) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const auto from = static_cast<std::size_t>(in.channels);
  const auto to = static_cast<std::size_t>(out.channels);
  IntTensor values(from * static_cast<std::size_t>(count));
  IntTensor pixels(to * static_cast<std::size_t>(count));
  gather_pixels(inputs[0], in.pixels(), first, count, values);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    compute_pixel(graph, layer, inputs, std::span(values).subspan(at * from, from), first + i,
                  std::span(pixels).subspan(at * to, to));
  }
  scatter_pixels(pixels, out.pixels(), first, output);
}

}  // namespace

void scatter_pixels(std::span<const std::int32_t> block, int pixels, int first,
                    std::span<std::int32_t> tensor) {
  const std::size_t channels = tensor.size() / static_cast<std::size_t>(pixels);
  const std::size_t count = block.size() / channels;
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t i = 0; i < count; ++i)
      tensor[c * static_cast<std::size_t>(pixels) + static_cast<std::size_t>(first) + i] =
          block[i * channels + c];
}

void vector_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                  int position, std::span<std::int32_t> pixel) {
  if (is_channelwise(layer.kind)) {
    for (int c = 0; c < static_cast<int>(pixel.size()); ++c)
      compute_run(graph, layer, inputs, {c, position, 1, pixel.data() + c});
    return;
  }
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  IntTensor values(static_cast<std::size_t>(in.channels));
  gather_pixels(inputs[0], in.pixels(), position, 1, values);
  compute_pixel(graph, layer, inputs, values, position, pixel);
}

void vector_layer(const QuantizedGraph& graph, const QuantizedLayer& layer, Inputs inputs,
                  std::span<std::int32_t> output, int threads) {
  constexpr int kRunPixels = 4096, kBlockPixels = 16;
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const int pixels = out.pixels();
  if (is_channelwise(layer.kind)) {
    const int runs = ceil_divide(pixels, kRunPixels);
    parallel_for(threads, std::int64_t{out.channels} * runs, [&](std::int64_t task) {
      const int channel = static_cast<int>(task / runs);
      const int first = static_cast<int>(task % runs) * kRunPixels;
      compute_run(graph, layer, inputs,
                  {channel, first, std::min(kRunPixels, pixels - first),
                   output.data() + std::ptrdiff_t{channel} * pixels + first});
    });
    return;
  }
  parallel_for(threads, ceil_divide(pixels, kBlockPixels), [&](std::int64_t block) {
    const int first = static_cast<int>(block) * kBlockPixels;
    compute_block(graph, layer, inputs, first, std::min(kBlockPixels, pixels - first), output);
  });
}

}  // namespace mho
