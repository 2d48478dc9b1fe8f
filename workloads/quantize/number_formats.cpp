#include "workloads/quantize/number_formats.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "workloads/quantize/given_formats.hpp"

namespace mho {

namespace {

/// Of the logits, and of a recurrent layer's gates, which are added to others before they are
/// rounded to anything.
constexpr int kWideBits = 16;
/// A wide tensor's range over the largest magnitude seen in calibration: other images may exceed
/// it.
constexpr double kWideHeadroom = 2;

/// By tensor: does an array or a product read it, directly or through layers that keep its format?
std::vector<bool> read_by_products(const QuantizedGraph& graph) {
  std::vector<bool> read(graph.tensors.size(), false);
  for (auto layer = graph.layers.rbegin(); layer != graph.layers.rend(); ++layer) {
    const bool multiplies = layer->kind == LayerKind::matrix || layer->kind == LayerKind::product;
    const bool passes = keeps_format(*layer) && read[static_cast<std::size_t>(layer->output)];
    if (layer->kind == LayerKind::lstm) read[static_cast<std::size_t>(layer->output)] = true;
    if (multiplies || passes)
      for (const int input : layer->inputs) read[static_cast<std::size_t>(input)] = true;
  }
  return read;
}

/// The bits of `name`: its own, or those of all.
int bits_of(const std::map<std::string, int>& by_name, const std::string& name, int bits_of_all) {
  const auto own = by_name.find(name);
  return own == by_name.end() ? bits_of_all : own->second;
}

/// By tensor: has it kWideBits?
std::vector<bool> wide_tensors(const QuantizedGraph& graph) {
  std::vector<bool> wide(graph.tensors.size(), false);
  wide[static_cast<std::size_t>(graph.output)] = true;
  for (const QuantizedLayer& layer : graph.layers)
    if (layer.kind == LayerKind::lstm) wide[static_cast<std::size_t>(layer.inputs[0])] = true;
  return wide;
}

/// Is the function nowhere negative, as far as some hundred points of it tell, near zero and far?
/// Of inputs that are themselves not negative, where `from_zero`.
bool never_negative(const std::function<double(double)>& function, bool from_zero) {
  constexpr double kRange = 16;
  constexpr int kPoints = 256, kDoublings = 20;
  if (!function) return false;
  const auto negative = [&](double x) {
    return function(x) < 0 || (!from_zero && function(-x) < 0);
  };
  for (int i = 0; i <= kPoints; ++i)
    if (negative(kRange * i / kPoints)) return false;
  for (int i = 1; i <= kDoublings; ++i)
    if (negative(std::ldexp(kRange, i))) return false;
  return true;
}

bool all_nonnegative(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double each) { return each >= 0; });
}

/// Can the layer's output not be negative, whatever the weights? See set_formats().
bool never_negative(const LoweredGraph& lowered, const QuantizedLayer& layer) {
  if (layer.clamp_low >= 0) return true;
  const QuantizedGraph& graph = lowered.graph;
  const auto index = static_cast<std::size_t>(&layer - graph.layers.data());
  const bool inputs = std::none_of(layer.inputs.begin(), layer.inputs.end(), [&](int tensor) {
    return graph.tensors[static_cast<std::size_t>(tensor)].is_signed;
  });
  switch (layer.kind) {
    case LayerKind::softmax:
      return true;
    case LayerKind::function:
      return never_negative(lowered.real[index].function, inputs);
    case LayerKind::max_pool:
    case LayerKind::average_pool:
    case LayerKind::multiply:
    case LayerKind::concat:
      return inputs;
    case LayerKind::product:
      return inputs && all_nonnegative(lowered.real[index].cached);
    case LayerKind::add:
      return inputs && !layer.subtract;
    case LayerKind::permute:
      return inputs && all_nonnegative(layer.constants);
    case LayerKind::affine:
      return inputs && all_nonnegative(layer.factor) && all_nonnegative(layer.bias);
    case LayerKind::matrix:
    case LayerKind::layer_norm:
    case LayerKind::lookup:
    case LayerKind::lstm:
      return false;
  }
  throw Bug("never_negative: unknown kind of layer");
}

void set_scale(QuantizedTensor& tensor, const Histogram& histogram, bool is_wide,
               const QuantizationSpec& spec, const std::string& file) {
  if (!tensor.is_signed && histogram.min() < 0)
    throw InputError(Place{file, 0}, tensor.name,
                     "is " + std::to_string(histogram.min()) +
                         " on a calibration image, and its format has no sign: nothing before it "
                         "can make it negative, as far as the input's sign and the operators tell");
  const double range = is_wide ? kWideHeadroom * histogram.max_magnitude()
                               : clipping_range(histogram, spec, tensor.max());
  tensor.scale = range > 0 ? range / tensor.max() : 1;  // any scale holds nothing but zeros
}

}  // namespace

bool keeps_format(const QuantizedLayer& layer) {
  const bool zeros = std::all_of(layer.constants.begin(), layer.constants.end(),
                                 [](double each) { return each == 0; });
  const bool moves = layer.kind == LayerKind::max_pool ||
                     (layer.kind == LayerKind::permute && layer.inputs.size() == 1 && zeros);
  return moves && !std::isfinite(layer.clamp_low) && !std::isfinite(layer.clamp_high);
}

void set_formats(LoweredGraph& lowered, const QuantizationSpec& spec, InputSign sign,
                 const std::string& file) {
  QuantizedGraph& graph = lowered.graph;
  const std::vector<bool> multiplied = read_by_products(graph), wide = wide_tensors(graph);
  const auto is_given = [&](int index) {
    return lowered.given[static_cast<std::size_t>(index)].has_value();
  };
  const auto set = [&](int index, const std::string& name, bool is_signed) {
    const bool vector_only = spec.vector_bits > 0 && !multiplied[static_cast<std::size_t>(index)];
    QuantizedTensor& tensor = graph.tensors[static_cast<std::size_t>(index)];
    tensor.bits = bits_of(spec.activation_bits_by_layer, name,
                          vector_only ? spec.vector_bits : spec.activation_bits);
    tensor.is_signed = is_signed;
    if (tensor.max() == 0)
      throw InputError(Place{file, 0}, tensor.name,
                       "can be negative, which 1 activation bit cannot hold; at least 2 bits are "
                       "needed");
  };
  for (QuantizedTensor& tensor : graph.tensors) tensor.scale = 1;
  const auto set_places = [&](int index) {
    const std::int64_t rows = lowered.table_rows[static_cast<std::size_t>(index)];
    if (rows == 0) return;
    QuantizedTensor& tensor = graph.tensors[static_cast<std::size_t>(index)];
    tensor.bits =
        std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(rows - 1))));
    tensor.is_signed = false;
  };
  const std::vector<bool> operands = operands_of_products(graph);
  const auto take = [&](int index, bool never_negative) {
    const auto at = static_cast<std::size_t>(index);
    take_format(graph.tensors[at], *lowered.given[at], never_negative, !operands[at]);
  };
  if (is_given(graph.input))
    take(graph.input, sign == InputSign::nonnegative);
  else
    set(graph.input, graph.tensors[static_cast<std::size_t>(graph.input)].name,
        sign == InputSign::either);
  set_places(graph.input);
  for (QuantizedLayer& layer : graph.layers) {
    QuantizedTensor& out = graph.tensors[static_cast<std::size_t>(layer.output)];
    const QuantizedTensor& in = graph.tensors[static_cast<std::size_t>(layer.inputs[0])];
    const bool given = is_given(layer.output);
    const bool is_wide = !given && wide[static_cast<std::size_t>(layer.output)];
    const auto& format = lowered.given[static_cast<std::size_t>(layer.output)];
    layer.same_format =
        !is_wide && keeps_format(layer) &&
        (!given || format == lowered.given[static_cast<std::size_t>(layer.inputs[0])]);
    if (layer.same_format && !given)
      lowered.given[static_cast<std::size_t>(layer.output)] =
          lowered.given[static_cast<std::size_t>(layer.inputs[0])];
    if (layer.same_format) {
      const auto [bits, is_signed, scale] = std::tuple(in.bits, in.is_signed, in.scale);
      out.bits = bits;
      out.is_signed = is_signed;
      out.scale = scale;
      out.given = in.given;
      out.offset = in.offset;
    } else if (given) {
      if (layer.rounding == Rounding::real) layer.rounding = Rounding::single;
      take(layer.output, never_negative(lowered, layer));
    } else if (is_wide) {
      out.bits = kWideBits;
      out.is_signed = true;
    } else {
      set(layer.output, layer.name, !never_negative(lowered, layer));
    }
    set_places(layer.output);
  }
}

void set_scales(LoweredGraph& lowered, const std::vector<Histogram>& histograms,
                const QuantizationSpec& spec, const std::string& file) {
  QuantizedGraph& graph = lowered.graph;
  const std::vector<bool> wide = wide_tensors(graph);
  const auto set = [&](int index) {
    const auto at = static_cast<std::size_t>(index);
    if (lowered.table_rows[at] > 0) return;  // whole numbers, as they are
    if (lowered.given[at]) return;
    set_scale(graph.tensors[at], histograms[at], wide[at], spec, file);
  };
  set(graph.input);
  for (const QuantizedLayer& layer : graph.layers)
    if (layer.same_format)
      graph.tensors[static_cast<std::size_t>(layer.output)].scale =
          graph.tensors[static_cast<std::size_t>(layer.inputs[0])].scale;
    else
      set(layer.output);
}

}  // namespace mho
