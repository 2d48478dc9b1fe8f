// Lower, calibrate, fix the number formats; and the predictions of both executors.
#include "workloads/quantize/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/graph/finite.hpp"
#include "workloads/graph/input_format.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/integer/arithmetic.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/quantize/calibration.hpp"
#include "workloads/quantize/given_formats.hpp"
#include "workloads/quantize/lowering/lowering.hpp"
#include "workloads/quantize/number_formats.hpp"
#include "workloads/quantize/stand_ins.hpp"

namespace mho {

namespace {

/// Image `index` as the network's input: values in `order` of the image's elements.
Tensor input_tensor(const InputFormat& format, const Dataset& images,
                    std::span<const std::int32_t> order, int index) {
  const auto pixels = images.image(index);
  Tensor input{format.shape, {}};
  input.values.reserve(order.size());
  for (const std::int32_t element : order)
    input.values.push_back(pixels[static_cast<std::size_t>(element)]);
  return input;
}

/// Images are laid out for the network when they are loaded; of a vector, as in the file.
void check_images(const InputFormat& format, const Dataset& images) {
  const ImageShape shape{images.channels, images.height, images.width};
  const bool is_vector = format.image.pixels() == 1 &&
                         format.image.channels == std::int64_t{shape.channels} * shape.pixels();
  if (shape == format.image || is_vector) return;
  const auto text = [](const ImageShape& image) {
    return shape_text({image.channels, image.height, image.width});
  };
  throw InputError(Place{format.file, 0}, format.name,
                   "has shape " + shape_text(format.shape) +
                       ", which is [channels][height][width] = " + text(format.image) +
                       "; the images have " + text(shape) + "; one image at a time must fit");
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
                                 const Dataset& images, int count, int threads,
                                 const TellShare& tell) {
  constexpr int kLargestChunk = 16;
  const int workers = threads > 0 ? threads : kLargestChunk;
  const int chunk_images = std::clamp(count / workers, 1, kLargestChunk);
  const InputFormat format = input_format(graph);
  const std::vector<std::int32_t> order = element_order(format.elements);
  std::vector<Histogram> histograms(lowered.tensor_value.size());
  NotFiniteActivations not_finite(graph, lowered.tensor_value);
  std::mutex mutex;
  parallel_for(
      threads, ceil_divide(count, chunk_images),
      [&](std::int64_t chunk) {
        std::vector<Histogram> part(histograms.size());
        const int begin = static_cast<int>(chunk) * chunk_images;
        for (int i = begin; i < std::min(begin + chunk_images, count); ++i) {
          const std::vector<Tensor> values =
              run_float(graph, {input_tensor(format, images, order, i)});
          if (!not_finite.add(values, i)) continue;
          for (std::size_t t = 0; t < part.size(); ++t)
            part[t].add(values[static_cast<std::size_t>(lowered.tensor_value[t])].values);
        }
        const std::lock_guard lock(mutex);
        for (std::size_t t = 0; t < part.size(); ++t) histograms[t].merge(part[t]);
      },
      tell);
  not_finite.raise("calibration image");
  add_states(lowered, histograms);
  return histograms;
}

/// One bit: the sign, with the mean magnitude as scale (Rastegari et al., XNOR-Net, ECCV 2016).
double binary_scale(std::span<const float> weights) {
  double magnitudes = 0;
  for (const float weight : weights) magnitudes += std::abs(static_cast<double>(weight));
  return magnitudes / static_cast<double>(std::max<std::size_t>(1, weights.size()));
}

/// A weight of 0 counts as positive where there is one bit.
std::int32_t quantize_weight(float weight, double scale, int bits) {
  if (bits == 1) return weight < 0 ? -1 : 1;
  const int levels = (1 << (bits - 1)) - 1;
  const double steps = std::nearbyint(static_cast<double>(weight) / scale);
  return static_cast<std::int32_t>(std::clamp<double>(steps, -levels, levels));
}

/// What shares a scale is an output channel, or the layer.
void quantize_weights(MatrixWeights& weights, std::span<const float> real,
                      const QuantizationSpec& spec) {
  const auto outputs = static_cast<std::size_t>(weights.outputs);
  const auto rows = static_cast<std::size_t>(weights.rows_per_group);
  const auto scale_of = [&](std::span<const float> those) {
    const int levels = (1 << (weights.bits - 1)) - 1;
    return weights.bits == 1 ? binary_scale(those)
                             : weight_scale(those, spec.rule, levels, spec.weight_clip);
  };
  if (spec.weight_scale == WeightScale::per_layer)
    weights.scale.assign(outputs, scale_of(real));
  else
    for (std::size_t o = 0; o < outputs; ++o)
      weights.scale.push_back(scale_of(real.subspan(o * rows, rows)));
  weights.values.reserve(real.size());
  for (std::size_t i = 0; i < real.size(); ++i)
    weights.values.push_back(quantize_weight(real[i], weights.scale[i / rows], weights.bits));
}

double relative_rounding_error(const MatrixWeights& weights, std::span<const float> real) {
  const auto rows = static_cast<std::size_t>(weights.rows_per_group);
  double power = 0, errors = 0;
  for (std::size_t i = 0; i < real.size(); ++i) {
    const double exact = static_cast<double>(real[i]);
    const double error = weights.values[i] * weights.scale[i / rows] - exact;
    power += exact * exact;
    errors += error * error;
  }
  return power > 0 ? errors / power : 0;
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

/// The rows of a table in the output's format.
std::vector<std::int32_t> make_rows(const QuantizedLayer& layer, const QuantizedTensor& out,
                                    const std::vector<float>& real) {
  const OutputRounding rounded(layer, out);
  std::vector<std::int32_t> rows;
  rows.reserve(real.size());
  for (const float each : real) rows.push_back(rounded(static_cast<double>(each)));
  return rows;
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

/// The layers of a fold()ed graph with their formats: all that is known before a number of the
/// weights or the data is. Runs that count and runs that compute begin here.
LoweredGraph formatted(const Graph& folded, const QuantizationSpec& spec, InputSign sign,
                       const Place& where) {
  LoweredGraph lowered = lower(folded);
  check_layers(lowered.graph, spec, where);
  check_given(lowered, spec, folded.file, where);
  set_formats(lowered, spec, sign, folded.file);
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    QuantizedLayer& layer = lowered.graph.layers[i];
    RealNumbers& real = lowered.real[i];
    if (!has_weights(layer.kind)) continue;
    if (!keeps_integers(layer, real)) real.given.reset();
    layer.weights.bits = weight_bits(spec, layer.name);
    if (real.given) take_weights(layer.weights, real);
    const auto input = static_cast<std::size_t>(array_input(layer));
    set_offset_sums(lowered.graph.tensors[input], layer.weights);
  }
  return lowered;
}

}  // namespace

QuantizedGraph quantize(const Graph& graph, const QuantizationSpec& spec, const Dataset& training,
                        int threads, const Place& where, const TellShare& tell) {
  require(spec.calibration_images > 0, "quantize: needs at least one calibration image");
  if (spec.calibration_images > training.images())
    throw InputError(Place{}, "quantization.calibration_images",
                     "asks for " + std::to_string(spec.calibration_images) +
                         " images, the training set has " + std::to_string(training.images()));
  const Graph folded = lowerable(fold(graph));
  LoweredGraph lowered = formatted(folded, spec, training.sign, where);
  check_images(input_format(folded), training);
  const std::vector<Histogram> histograms =
      calibrate(folded, lowered, training, spec.calibration_images, threads, tell);
  set_scales(lowered, histograms, spec, graph.file);
  const auto& tensors = lowered.graph.tensors;
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    QuantizedLayer& layer = lowered.graph.layers[i];
    RealNumbers& real = lowered.real[i];
    const QuantizedTensor& out = tensors[static_cast<std::size_t>(layer.output)];
    if (is_pruned(spec, layer))
      prune(layer.weights, real.weights, *spec.pruning, layer.output != lowered.graph.output);
    if (real.given)
      take_weights(layer.weights, real);  // of what pruning has left
    else if (has_weights(layer.kind))
      quantize_weights(layer.weights, real.weights, spec);
    if (has_weights(layer.kind))
      set_offset_sums(tensors[static_cast<std::size_t>(array_input(layer))], layer.weights);
    if (layer.kind == LayerKind::product)
      layer.product.cached_values =
          quantize_cached(real.cached, tensors[static_cast<std::size_t>(layer.inputs[1])]);
    if (layer.kind == LayerKind::lookup) layer.table = make_rows(layer, out, real.weights);
    if (layer.kind == LayerKind::function)
      layer.table =
          make_table(layer, tensors[static_cast<std::size_t>(layer.inputs[0])], out, real.function);
    real = {};  // the real weights are not needed any more
  }
  return std::move(lowered.graph);
}

std::optional<WeightRounding> coarsest_layer(const Graph& graph, const QuantizationSpec& spec) {
  LoweredGraph lowered = lower(lowerable(fold(graph)));
  std::optional<WeightRounding> coarsest;
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    QuantizedLayer& layer = lowered.graph.layers[i];
    if (keeps_integers(layer, lowered.real[i])) continue;
    const std::vector<float>& real = lowered.real[i].weights;
    if (!has_weights(layer.kind) || real.empty()) continue;
    layer.weights.bits = weight_bits(spec, layer.name);
    quantize_weights(layer.weights, real, spec);
    const double error = relative_rounding_error(layer.weights, real);
    if (!coarsest || error > coarsest->error) coarsest = {layer.name, error};
  }
  return coarsest;
}

QuantizedGraph quantize_shapes(const Graph& graph, const QuantizationSpec& spec, InputSign sign,
                               const Place& where) {
  if (spec.pruning)
    throw InputError(where, "quantization.pruning",
                     "goes by the size of weights, and a run without values has none; allowed: "
                     "values on, or no pruning");
  const Graph folded = with_stand_ins(lowerable(fold(graph)));
  QuantizedGraph shapes = formatted(folded, spec, sign, where).graph;
  for (QuantizedLayer& layer : shapes.layers) layer.weights.values.clear();
  return shapes;
}

void for_each_float_output(const Graph& graph, const Dataset& images, int count, int value,
                           int threads, const LookAtOutput& look, const TellShare& tell) {
  const InputFormat format = input_format(graph);
  check_images(format, images);
  const std::vector<std::int32_t> order = element_order(format.elements);
  NotFiniteActivations not_finite(graph, {value});
  parallel_for(
      threads, count,
      [&](std::int64_t i) {
        const auto image = static_cast<int>(i);
        const Tensor input = input_tensor(format, images, order, image);
        const auto values = run_float(graph, {input});
        not_finite.add(values, image);
        look(image, input.values, values[static_cast<std::size_t>(value)].values);
      },
      tell);
  not_finite.raise("test image");
}

std::vector<int> classify_float(const Graph& graph, const Dataset& images, int threads,
                                const TellShare& tell) {
  std::vector<int> classes(static_cast<std::size_t>(images.images()));
  for_each_float_output(
      graph, images, images.images(), graph.outputs[0], threads,
      [&](int image, std::span<const float>, std::span<const float> scores) {
        classes[static_cast<std::size_t>(image)] =
            static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
      },
      tell);
  return classes;
}

std::vector<int> classify_integer(const QuantizedGraph& graph, std::span<const IntTensor> images,
                                  int threads, const TellShare& tell) {
  const IntegerExecutor executor(graph);
  std::vector<int> classes(images.size());
  parallel_for(
      threads, static_cast<std::int64_t>(images.size()),
      [&](std::int64_t i) {
        const auto index = static_cast<std::size_t>(i);
        classes[index] =
            class_of(graph, executor.run(images[index])[static_cast<std::size_t>(graph.output)]);
      },
      tell);
  return classes;
}

}  // namespace mho
