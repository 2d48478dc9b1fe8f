#include "workloads/number_formats.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

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

/// By tensor: the sums of a recurrent layer's gates?
std::vector<bool> gate_sums(const QuantizedGraph& graph) {
  std::vector<bool> gates(graph.tensors.size(), false);
  for (const QuantizedLayer& layer : graph.layers)
    if (layer.kind == LayerKind::lstm) gates[static_cast<std::size_t>(layer.inputs[0])] = true;
  return gates;
}

/// The bits of `name`: its own, or those of all.
int bits_of(const std::map<std::string, int>& by_name, const std::string& name, int bits_of_all) {
  const auto own = by_name.find(name);
  return own == by_name.end() ? bits_of_all : own->second;
}

/// Walks the tensors in the order of the layers: `wide(tensor)` of those of 16 bits,
/// `narrow(tensor, layer, bits)` (null: the image) of those with bits of the spec; others keep
/// their input's format.
void for_formats(QuantizedGraph& graph, const QuantizationSpec& spec,
                 const std::function<void(int)>& wide,
                 const std::function<void(int, const QuantizedLayer*, int)>& narrow) {
  const std::vector<bool> multiplied = read_by_products(graph), gates = gate_sums(graph);
  const auto bits = [&](const std::string& name, int tensor) {
    const bool vector_only = spec.vector_bits > 0 && !multiplied[static_cast<std::size_t>(tensor)];
    return bits_of(spec.activation_bits_by_layer, name,
                   vector_only ? spec.vector_bits : spec.activation_bits);
  };
  const std::string& image = graph.tensors[static_cast<std::size_t>(graph.input)].name;
  narrow(graph.input, nullptr, bits(image, graph.input));
  for (const QuantizedLayer& layer : graph.layers) {
    QuantizedTensor& out = graph.tensors[static_cast<std::size_t>(layer.output)];
    const QuantizedTensor& in = graph.tensors[static_cast<std::size_t>(layer.inputs[0])];
    if (layer.output == graph.output || gates[static_cast<std::size_t>(layer.output)]) {
      out.bits = kWideBits;
      out.is_signed = true;
      wide(layer.output);
    } else if (keeps_format(layer)) {
      out.bits = in.bits;
      out.is_signed = in.is_signed;
      out.scale = in.scale;
    } else {
      narrow(layer.output, &layer, bits(layer.name, layer.output));
    }
  }
}

/// Is the function nowhere negative, as far as a few hundred points of it tell?
bool never_negative(const std::function<double(double)>& function) {
  constexpr double kRange = 16;
  constexpr int kPoints = 512;
  if (!function) return false;
  for (int i = 0; i <= kPoints; ++i)
    if (function(kRange * (2.0 * i / kPoints - 1)) < 0) return false;
  return true;
}

/// Can the layer's output not be negative, whatever the weights? See set_formats_by_rule().
bool unsigned_by_rule(const LoweredGraph& lowered, const QuantizedLayer& layer) {
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
      return never_negative(lowered.real[index].function);
    case LayerKind::max_pool:
    case LayerKind::average_pool:
    case LayerKind::multiply:
    case LayerKind::concat:
    case LayerKind::product:
      return inputs;
    case LayerKind::add:
      return inputs && !layer.subtract;
    case LayerKind::permute:
      return inputs && layer.constants.empty();
    case LayerKind::matrix:
    case LayerKind::affine:
    case LayerKind::layer_norm:
    case LayerKind::lstm:
      return false;
  }
  throw Bug("unsigned_by_rule: unknown kind of layer");
}

void set_format(QuantizedTensor& tensor, const Histogram& histogram, int bits,
                const QuantizationSpec& spec, const std::string& file) {
  tensor.bits = bits;
  tensor.is_signed = histogram.min() < 0;
  if (tensor.max() == 0)
    throw InputError(Place{file, 0}, tensor.name,
                     "has negative values, which 1 activation bit cannot hold; at least 2 bits "
                     "are needed");
  const double clip = clipping_range(histogram, spec, tensor.max());
  tensor.scale = clip > 0 ? clip / tensor.max() : 1;  // any scale holds nothing but zeros
}

}  // namespace

bool keeps_format(const QuantizedLayer& layer) {
  const bool zeros = std::all_of(layer.constants.begin(), layer.constants.end(),
                                 [](double each) { return each == 0; });
  const bool moves = layer.kind == LayerKind::max_pool ||
                     (layer.kind == LayerKind::permute && layer.inputs.size() == 1 && zeros);
  return moves && !std::isfinite(layer.clamp_low) && !std::isfinite(layer.clamp_high);
}

void set_formats(LoweredGraph& lowered, const std::vector<Histogram>& histograms,
                 const QuantizationSpec& spec, const std::string& file) {
  QuantizedGraph& graph = lowered.graph;
  const auto wide = [&](int index) {
    QuantizedTensor& tensor = graph.tensors[static_cast<std::size_t>(index)];
    const double range =
        kWideHeadroom * histograms[static_cast<std::size_t>(index)].max_magnitude();
    tensor.scale = range > 0 ? range / tensor.max() : 1;
  };
  for_formats(graph, spec, wide, [&](int index, const QuantizedLayer*, int bits) {
    const auto at = static_cast<std::size_t>(index);
    set_format(graph.tensors[at], histograms[at], bits, spec, file);
  });
}

void set_formats_by_rule(LoweredGraph& lowered, const QuantizationSpec& spec, InputSign sign) {
  QuantizedGraph& graph = lowered.graph;
  for (QuantizedTensor& tensor : graph.tensors) tensor.scale = 1;
  for_formats(
      graph, spec, [](int) {},
      [&](int index, const QuantizedLayer* layer, int bits) {
        QuantizedTensor& tensor = graph.tensors[static_cast<std::size_t>(index)];
        tensor.bits = bits;
        const bool is_unsigned =
            layer ? unsigned_by_rule(lowered, *layer) : sign == InputSign::nonnegative;
        tensor.is_signed = bits > 1 && !is_unsigned;
      });
}

}  // namespace mho
