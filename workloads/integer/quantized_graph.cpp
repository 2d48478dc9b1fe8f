// What a quantized network says about itself: counts of work, the image in integers, the class.
#include "workloads/integer/quantized_graph.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

const char* name_of(LayerKind kind) {
  switch (kind) {
    case LayerKind::matrix:
      return "matrix";
    case LayerKind::max_pool:
      return "max pool";
    case LayerKind::average_pool:
      return "average pool";
    case LayerKind::add:
      return "add";
    case LayerKind::multiply:
      return "multiply";
    case LayerKind::affine:
      return "affine";
    case LayerKind::concat:
      return "concat";
    case LayerKind::permute:
      return "permute";
    case LayerKind::softmax:
      return "softmax";
    case LayerKind::product:
      return "product";
    case LayerKind::layer_norm:
      return "layer norm";
    case LayerKind::function:
      return "function";
    case LayerKind::lookup:
      return "lookup";
    case LayerKind::lstm:
      return "lstm";
  }
  throw Bug("a layer of no kind");
}

bool has_weights(LayerKind kind) { return kind == LayerKind::matrix || kind == LayerKind::lstm; }

int array_input(const QuantizedLayer& layer) {
  return layer.kind == LayerKind::lstm ? layer.output : layer.inputs[0];
}

IntTensor pixel_of(const QuantizedTensor& shape, std::span<const std::int32_t> tensor,
                   int position) {
  IntTensor pixel(static_cast<std::size_t>(shape.channels));
  for (std::size_t c = 0; c < pixel.size(); ++c)
    pixel[c] =
        tensor[c * static_cast<std::size_t>(shape.pixels()) + static_cast<std::size_t>(position)];
  return pixel;
}

std::int64_t QuantizedGraph::macs(int layer) const {
  const QuantizedLayer& l = layers.at(static_cast<std::size_t>(layer));
  const std::int64_t pixels = tensors[static_cast<std::size_t>(l.output)].pixels();
  if (l.kind == LayerKind::product) return product_macs_per_pixel(*this, l) * pixels;
  if (!has_weights(l.kind)) return 0;
  return std::int64_t{l.weights.outputs} * l.weights.rows_per_group * pixels;
}

std::int64_t QuantizedGraph::macs() const {
  std::int64_t sum = 0;
  for (int i = 0; i < static_cast<int>(layers.size()); ++i) sum += macs(i);
  return sum;
}

IntTensor quantize_image(const QuantizedGraph& graph, std::span<const float> image) {
  const QuantizedTensor& tensor = graph.tensors[static_cast<std::size_t>(graph.input)];
  require(static_cast<std::int64_t>(image.size()) == tensor.size(),
          "quantize_image: the image must have the size of the graph's input");
  IntTensor result(image.size());
  for (std::size_t i = 0; i < image.size(); ++i)
    result[i] = quantize_value(static_cast<double>(image[i]), tensor);
  return result;
}

IntTensor in_file_order(const QuantizedGraph& graph, const IntTensor& output) {
  if (graph.output_order.empty()) return output;
  IntTensor ordered;
  ordered.reserve(output.size());
  for (const std::int32_t element : graph.output_order)
    ordered.push_back(output[static_cast<std::size_t>(element)]);
  return ordered;
}

int class_of(const QuantizedGraph& graph, const IntTensor& output) {
  return argmax(in_file_order(graph, output));
}

int argmax(std::span<const std::int32_t> values) {
  return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

int product_pixels(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  return layer.product.cached + graph.tensors[static_cast<std::size_t>(layer.inputs[1])].pixels();
}

std::int64_t product_macs_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  const Product& p = layer.product;
  return std::int64_t{p.heads} * p.depth * product_pixels(graph, layer);
}

namespace {

/// The sum of a pixel's inputs, and for each output that it corrects a product and a sum.
std::int64_t center_operations(const MatrixWeights& weights) {
  const auto corrected = std::count_if(weights.center.begin(), weights.center.end(),
                                       [](std::int32_t center) { return center != 0; });
  return corrected == 0 ? 0 : weights.rows() + 2 * corrected;
}

}  // namespace

std::int64_t vector_operations_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  const QuantizedTensor& out = graph.tensors[static_cast<std::size_t>(layer.output)];
  // One multiplication where the format changes; saturation belongs to the write port and is free.
  const std::int64_t rescale = layer.same_format ? 0 : 1;
  const std::int64_t channels = out.channels;
  const std::int64_t window = std::int64_t{layer.window.kernel_h} * layer.window.kernel_w;
  const std::int64_t clamp = (std::isfinite(layer.clamp_low) ? channels : 0) +
                             (std::isfinite(layer.clamp_high) ? channels : 0);
  const std::int64_t bias = layer.bias.empty() ? 0 : channels;
  switch (layer.kind) {
    case LayerKind::matrix: {  // a pruned output never changes
      const std::int64_t outputs = layer.weights.outputs;
      // What rows were driven with beyond the integers is constant: it is taken off with the bias.
      const bool shifts = !layer.bias.empty() || !layer.weights.offset_sums.empty();
      return outputs * (1 + shifts + clamp / channels) + center_operations(layer.weights);
    }
    case LayerKind::affine:
      return channels + bias + clamp;
    case LayerKind::max_pool:
      return channels * (window - 1 + rescale) + clamp;
    case LayerKind::average_pool:  // the division and the scale are one multiplication
      return channels * window + clamp;
    case LayerKind::add:
      return channels * 3 + clamp;
    case LayerKind::multiply:
      return channels * 2 + clamp;
    case LayerKind::concat:
    case LayerKind::permute:
      return channels * rescale + clamp;
    case LayerKind::softmax:  // maximum, difference, exponential (one table look-up), sum, quotient
      return channels * (layer.mask.empty() ? 5 : 6) + clamp;
    case LayerKind::product:  // and the scale
      return product_macs_per_pixel(graph, layer) + channels + clamp;
    case LayerKind::layer_norm: {  // sum; difference, square, sum; root, reciprocal; product
      const std::int64_t scale = (layer.factor.empty() ? 0 : channels) + bias;
      return channels * (layer.centered ? 5 : 3) + 2 + scale + clamp;
    }
    case LayerKind::function:  // the clamp is in the table
    case LayerKind::lookup:
      return channels;
    case LayerKind::lstm:  // each gate: scale, sum, look-up. Then, of an lstm, f * c + i * g;
                           // look-up; o * tanh(c); of a gru r * (R h + b); n + u * (h - n)
      switch (layer.recurrence.kind) {
        case Recurrent::lstm:
          return channels * (4 * 3 + 3 + 1 + 1);
        case Recurrent::gru:
          return channels * (3 * 3 + 2 + 3);
        case Recurrent::rnn:
          return channels * 3;
      }
      break;
  }
  throw Bug("vector_operations_per_pixel: unknown kind of layer");
}

std::int64_t finish_operations_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  const std::int64_t macs =
      layer.kind == LayerKind::product ? product_macs_per_pixel(graph, layer) : 0;
  return vector_operations_per_pixel(graph, layer) - macs;
}

std::int64_t vector_unit_operations_per_pixel(const QuantizedGraph& graph,
                                              const QuantizedLayer& layer) {
  return std::int64_t{layer.weights.outputs} * layer.weights.rows_per_group +
         vector_operations_per_pixel(graph, layer);
}

}  // namespace mho
