// Lower, calibrate, fix the number formats; and the predictions of both executors.
#include "workloads/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/calibration.hpp"
#include "workloads/integer_arithmetic.hpp"
#include "workloads/integer_executor.hpp"
#include "workloads/lowering.hpp"
#include "workloads/number_formats.hpp"

namespace mho {

namespace {

/// Image `index` as the network's input: values in `order` of the image's elements.
Tensor input_tensor(const Graph& graph, const Dataset& images, std::span<const std::int32_t> order,
                    int index) {
  const auto pixels = images.image(index);
  Tensor input{graph.values[static_cast<std::size_t>(graph.inputs[0])].shape, {}};
  input.values.reserve(order.size());
  for (const std::int32_t element : order)
    input.values.push_back(pixels[static_cast<std::size_t>(element)]);
  return input;
}

std::vector<std::int32_t> input_order(const Graph& graph, const Dataset& images) {
  const Value& input = graph.values[static_cast<std::size_t>(graph.inputs[0])];
  const auto seen = input_view(input.shape, {images.channels, images.height, images.width});
  if (!seen)
    throw InputError(
        Place{graph.file, 0}, input.name,
        "takes " + std::to_string(element_count(input.shape)) + " values, an image has " +
            std::to_string(std::int64_t{images.channels} * images.height * images.width));
  return element_order(*seen);
}

/// Constants that must fit a tensor's format: what a product holds of earlier steps, that of its
/// second input; a recurrent layer's first hidden state, that of its output.
void add_states(const LoweredGraph& lowered, std::vector<Histogram>& histograms) {
  const auto add = [&](int tensor, const std::vector<double>& real) {
    histograms[static_cast<std::size_t>(tensor)].add(std::vector<float>(real.begin(), real.end()));
  };
  for (std::size_t i = 0; i < lowered.real.size(); ++i) {
    const QuantizedLayer& layer = lowered.graph.layers[i];
    if (layer.kind == LayerKind::product) add(layer.inputs[1], lowered.real[i].cached);
    if (layer.kind == LayerKind::lstm) add(layer.output, layer.recurrence.hidden);
  }
}

/// Histograms of every tensor of the lowered graph over the first `count` images.
std::vector<Histogram> calibrate(const Graph& graph, const LoweredGraph& lowered,
                                 const Dataset& images, int count, int threads) {
  constexpr int kLargestChunk = 16;
  const int workers = threads > 0 ? threads : kLargestChunk;
  const int chunk_images = std::clamp(count / workers, 1, kLargestChunk);
  const std::vector<std::int32_t> order = input_order(graph, images);
  std::vector<Histogram> histograms(lowered.tensor_value.size());
  std::mutex mutex;
  parallel_for(threads, (count + chunk_images - 1) / chunk_images, [&](std::int64_t chunk) {
    std::vector<Histogram> part(histograms.size());
    const int begin = static_cast<int>(chunk) * chunk_images;
    for (int i = begin; i < std::min(begin + chunk_images, count); ++i) {
      const std::vector<Tensor> values = run_float(graph, {input_tensor(graph, images, order, i)});
      for (std::size_t t = 0; t < part.size(); ++t)
        part[t].add(values[static_cast<std::size_t>(lowered.tensor_value[t])].values);
    }
    const std::lock_guard lock(mutex);
    for (std::size_t t = 0; t < part.size(); ++t) histograms[t].merge(part[t]);
  });
  add_states(lowered, histograms);
  return histograms;
}

/// One bit: the sign, with the mean magnitude of the channel as scale (Rastegari et al., XNOR-Net,
/// ECCV 2016). A weight of 0 counts as positive.
void binarize(MatrixWeights& weights, std::span<const float> channel) {
  double magnitudes = 0;
  for (const float weight : channel) {
    magnitudes += std::abs(static_cast<double>(weight));
    weights.values.push_back(weight < 0 ? -1 : 1);
  }
  weights.scale.push_back(magnitudes /
                          static_cast<double>(std::max<std::size_t>(1, channel.size())));
}

void quantize_weights(MatrixWeights& weights, std::span<const float> real, int bits,
                      const QuantizationSpec& spec) {
  const int levels = (1 << (bits - 1)) - 1;
  const auto rows = static_cast<std::size_t>(weights.rows_per_group);
  weights.bits = bits;
  weights.values.reserve(real.size());
  for (std::size_t o = 0; o < static_cast<std::size_t>(weights.outputs); ++o) {
    const auto channel = real.subspan(o * rows, rows);
    if (bits == 1) {
      binarize(weights, channel);
      continue;
    }
    const double scale = weight_scale(channel, spec.rule, levels, spec.weight_clip);
    weights.scale.push_back(scale);
    for (float weight : channel) {
      const double steps = std::nearbyint(static_cast<double>(weight) / scale);
      weights.values.push_back(
          static_cast<std::int32_t>(std::clamp<double>(steps, -levels, levels)));
    }
  }
}

/// [heads * depth][cached] in the format of B.
std::vector<std::int32_t> quantize_cached(const std::vector<double>& real,
                                          const QuantizedTensor& format) {
  std::vector<std::int32_t> values;
  for (const double each : real) values.push_back(quantize_value(each, format));
  return values;
}

/// The output for every integer of the input. A function that is nowhere defined there (the root of
/// a negative number, which calibration did not show) gives 0.
std::vector<std::int32_t> make_table(const QuantizedLayer& layer, const QuantizedTensor& in,
                                     const QuantizedTensor& out,
                                     const std::function<double(double)>& function) {
  const OutputRounding rounded(layer, out);
  std::vector<std::int32_t> table;
  for (std::int32_t value = in.min(); value <= in.max(); ++value) {
    const double real = function(value * in.scale);
    table.push_back(rounded(std::isnan(real) ? 0 : real));
  }
  return table;
}

int weight_bits(const QuantizationSpec& spec, const std::string& layer) {
  const auto own = spec.weight_bits_by_layer.find(layer);
  return own == spec.weight_bits_by_layer.end() ? spec.weight_bits : own->second;
}

bool is_pruned(const QuantizationSpec& spec, const QuantizedLayer& layer) {
  if (!spec.pruning || layer.kind != LayerKind::matrix) return false;
  const std::vector<std::string>& whole = spec.pruning->exclude;
  return std::find(whole.begin(), whole.end(), layer.name) == whole.end();
}

/// The image that an input of this shape sees: tokens are pixels.
ImageShape image_of(const Graph& graph) {
  const Value& input = graph.values[static_cast<std::size_t>(graph.inputs.at(0))];
  const Shape& shape = input.shape;
  const auto side = [&](std::size_t axis) { return static_cast<int>(shape[axis]); };
  if (shape.size() == 4) return {side(1), side(2), side(3)};
  if (shape.size() == 3) return {side(2), side(0) * side(1), 1};
  return {static_cast<int>(element_count(shape)), 1, 1};
}

}  // namespace

QuantizedGraph quantize(const Graph& graph, const QuantizationSpec& spec, const Dataset& training,
                        int threads, const Place& where) {
  require(spec.calibration_images > 0, "quantize: needs at least one calibration image");
  if (spec.calibration_images > training.images())
    throw InputError(Place{}, "quantization.calibration_images",
                     "asks for " + std::to_string(spec.calibration_images) +
                         " images, the training set has " + std::to_string(training.images()));
  const Graph folded = with_gate_sums(fold(graph));
  LoweredGraph lowered = lower(folded, {training.channels, training.height, training.width});
  check_layers(lowered.graph, spec, where);
  const std::vector<Histogram> histograms =
      calibrate(folded, lowered, training, spec.calibration_images, threads);
  set_formats(lowered, histograms, spec, graph.file);
  const auto& tensors = lowered.graph.tensors;
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    QuantizedLayer& layer = lowered.graph.layers[i];
    RealNumbers& real = lowered.real[i];
    const QuantizedTensor& out = tensors[static_cast<std::size_t>(layer.output)];
    if (is_pruned(spec, layer))
      prune(layer.weights, real.weights, *spec.pruning, layer.output != lowered.graph.output);
    if (has_weights(layer.kind))
      quantize_weights(layer.weights, real.weights, weight_bits(spec, layer.name), spec);
    if (layer.kind == LayerKind::product)
      layer.product.cached_values =
          quantize_cached(real.cached, tensors[static_cast<std::size_t>(layer.inputs[1])]);
    if (layer.kind == LayerKind::function)
      layer.table =
          make_table(layer, tensors[static_cast<std::size_t>(layer.inputs[0])], out, real.function);
    real = {};  // the real weights are not needed any more
  }
  return std::move(lowered.graph);
}

QuantizedGraph quantize_shapes(const Graph& graph, const QuantizationSpec& spec, InputSign sign,
                               const Place& where) {
  if (spec.pruning)
    throw InputError(where, "quantization.pruning",
                     "goes by the size of weights, and a run without values has none; allowed: "
                     "values on, or no pruning");
  const Graph folded = with_gate_sums(fold(graph));
  LoweredGraph lowered = lower(folded, image_of(folded));
  check_layers(lowered.graph, spec, where);
  set_formats_by_rule(lowered, spec, sign);
  for (QuantizedLayer& layer : lowered.graph.layers)
    if (has_weights(layer.kind)) layer.weights.bits = weight_bits(spec, layer.name);
  return std::move(lowered.graph);
}

std::vector<int> classify_float(const Graph& graph, const Dataset& images, int threads) {
  const std::vector<std::int32_t> order = input_order(graph, images);
  std::vector<int> classes(static_cast<std::size_t>(images.images()));
  parallel_for(threads, images.images(), [&](std::int64_t i) {
    const auto values = run_float(graph, {input_tensor(graph, images, order, static_cast<int>(i))});
    const auto& scores = values[static_cast<std::size_t>(graph.outputs[0])].values;
    classes[static_cast<std::size_t>(i)] =
        static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  });
  return classes;
}

std::vector<int> classify_integer(const QuantizedGraph& graph, std::span<const IntTensor> images,
                                  int threads) {
  const IntegerExecutor executor(graph);
  std::vector<int> classes(images.size());
  parallel_for(threads, static_cast<std::int64_t>(images.size()), [&](std::int64_t i) {
    const auto index = static_cast<std::size_t>(i);
    classes[index] = argmax(executor.run(images[index])[static_cast<std::size_t>(graph.output)]);
  });
  return classes;
}

}  // namespace mho
