// Lower, calibrate, fix the number formats; and the predictions of both executors.
#include "workloads/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/calibration.hpp"
#include "workloads/integer_executor.hpp"
#include "workloads/layer_names.hpp"
#include "workloads/lowering.hpp"

namespace mho {

namespace {

constexpr int kOutputBits = 16;
/// The output's range over the largest magnitude seen in calibration: other images may exceed it.
constexpr double kOutputHeadroom = 2;

Tensor input_tensor(const Graph& graph, const Dataset& images, int index) {
  const auto pixels = images.image(index);
  const Shape& shape = graph.values[static_cast<std::size_t>(graph.inputs[0])].shape;
  return {shape, {pixels.begin(), pixels.end()}};
}

/// Histograms of every tensor of the lowered graph over the first `count` images.
std::vector<Histogram> calibrate(const Graph& graph, const LoweredGraph& lowered,
                                 const Dataset& images, int count, int threads) {
  constexpr int kChunk = 16;
  std::vector<Histogram> histograms(lowered.tensor_value.size());
  std::mutex mutex;
  parallel_for(threads, (count + kChunk - 1) / kChunk, [&](std::int64_t chunk) {
    std::vector<Histogram> part(histograms.size());
    const int begin = static_cast<int>(chunk) * kChunk;
    for (int i = begin; i < std::min(begin + kChunk, count); ++i) {
      const std::vector<Tensor> values = run_float(graph, {input_tensor(graph, images, i)});
      for (std::size_t t = 0; t < part.size(); ++t)
        part[t].add(values[static_cast<std::size_t>(lowered.tensor_value[t])].values);
    }
    const std::lock_guard lock(mutex);
    for (std::size_t t = 0; t < part.size(); ++t) histograms[t].merge(part[t]);
  });
  return histograms;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The bits of `name`: its own, or those of all.
int bits_of(const std::map<std::string, int>& by_name, const std::string& name, int bits_of_all) {
  const auto own = by_name.find(name);
  return own == by_name.end() ? bits_of_all : own->second;
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

void set_output_format(QuantizedTensor& tensor, const Histogram& histogram) {
  tensor.bits = kOutputBits;
  tensor.is_signed = true;
  const double range = kOutputHeadroom * histogram.max_magnitude();
  tensor.scale = range > 0 ? range / tensor.max() : 1;
}

/// Layers that only move or choose values need no new rounding.
bool keeps_format(const QuantizedLayer& layer) {
  const bool moves = layer.kind == LayerKind::max_pool || layer.kind == LayerKind::permute;
  return moves && !std::isfinite(layer.clamp_low) && !std::isfinite(layer.clamp_high);
}

void set_formats(LoweredGraph& lowered, const std::vector<Histogram>& histograms,
                 const QuantizationSpec& spec, const std::string& file) {
  QuantizedGraph& graph = lowered.graph;
  const auto tensor = [&](int index) -> QuantizedTensor& {
    return graph.tensors[static_cast<std::size_t>(index)];
  };
  const auto histogram = [&](int index) -> const Histogram& {
    return histograms[static_cast<std::size_t>(index)];
  };
  const auto bits = [&](const std::string& name) {
    return bits_of(spec.activation_bits_by_layer, name, spec.activation_bits);
  };
  QuantizedTensor& image = tensor(graph.input);
  set_format(image, histogram(graph.input), bits(image.name), spec, file);
  for (const QuantizedLayer& layer : graph.layers) {
    QuantizedTensor& out = tensor(layer.output);
    const QuantizedTensor& in = tensor(layer.inputs[0]);
    if (layer.output == graph.output) {
      set_output_format(out, histogram(layer.output));
    } else if (keeps_format(layer)) {
      out.bits = in.bits;
      out.is_signed = in.is_signed;
      out.scale = in.scale;
    } else {
      set_format(out, histogram(layer.output), bits(layer.name), spec, file);
    }
  }
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

void check_weight_bits(const QuantizedGraph& graph, const QuantizationSpec& spec,
                       const Place& where, std::vector<Problem>& problems) {
  const std::vector<std::string> names = matrix_layer_names(graph);
  for (const auto& [name, bits] : spec.weight_bits_by_layer)
    if (!contains(names, name))
      problems.push_back({where, "quantization.weight_bits_by_layer." + name,
                          no_such_layer(name, "matrix layer", names)});
}

void check_activation_bits(const QuantizedGraph& graph, const QuantizationSpec& spec,
                           const Place& where, std::vector<Problem>& problems) {
  std::vector<std::string> names{graph.tensors[static_cast<std::size_t>(graph.input)].name};
  std::map<std::string, const char*> fixed;
  for (const QuantizedLayer& layer : graph.layers) {
    if (layer.output == graph.output)
      fixed[layer.name] = "makes the network's output, which always has 16 bits";
    else if (keeps_format(layer))
      fixed[layer.name] = "only moves or chooses values, which keep their bits";
    else
      names.push_back(layer.name);
  }
  for (const auto& [name, bits] : spec.activation_bits_by_layer) {
    if (contains(names, name)) continue;
    const auto why = fixed.find(name);
    problems.push_back({where, "quantization.activation_bits_by_layer." + name,
                        why != fixed.end()
                            ? why->second + std::string("; allowed: ") + joined(names)
                            : no_such_layer(name, "input or layer", names)});
  }
}

void check_exclusions(const QuantizedGraph& graph, const PruningSpec& spec, const Place& where,
                      std::vector<Problem>& problems) {
  const std::vector<std::string> names = matrix_layer_names(graph);
  for (const std::string& name : spec.exclude)
    if (!contains(names, name))
      problems.push_back({where, "quantization.pruning.exclude",
                          "'" + name + "': " + no_such_layer(name, "matrix layer", names)});
}

/// Refuses what is said of layers that are not there, and bits of those that have none to choose.
void check_layers(const QuantizedGraph& graph, const QuantizationSpec& spec, const Place& where) {
  std::vector<Problem> problems;
  check_weight_bits(graph, spec, where, problems);
  check_activation_bits(graph, spec, where, problems);
  if (spec.pruning) check_exclusions(graph, *spec.pruning, where, problems);
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace

void QuantizationSpec::fields(Fields& f) {
  f.integer("weight_bits", weight_bits, {1, 16},
            "Bits of a weight, sign included; 1: -1 or 1, for encoding xnor.");
  f.integer("activation_bits", activation_bits, {1, 16},
            "Bits of an activation; with sign where values can be negative.");
  f.choice("rule", rule,
           {{"max", "The largest magnitude seen: nothing in calibration is clipped."},
            {"percentile", "The magnitude that the share `percentile` of values stays within."},
            {"mse", "The clipping range with the smallest mean square error; weights likewise."}},
           "How the range of a tensor follows from the calibration images.");
  const bool by_share = rule == CalibrationRule::percentile;
  f.number("percentile", percentile, {0.5, 1},
           "Share of values inside the range; rule percentile needs it, no other has it below 1.",
           by_share ? Presence::required : Presence::optional);
  f.rule(by_share || percentile == 1, "percentile", "below 1 needs rule: percentile");
  f.integer("calibration_images", calibration_images, {1, 1e6},
            "Images for calibration, from the front of the training set.");
  f.integers_by_name("weight_bits_by_layer", weight_bits_by_layer, {1, 16},
                     "Bits of a weight of single layers, by name; weight_bits where absent.");
  f.integers_by_name("activation_bits_by_layer", activation_bits_by_layer, {1, 16},
                     "Bits of the output of single layers, and of the image under the name of the "
                     "network's input; activation_bits where absent.");
  f.number("weight_clip", weight_clip, {0, 100},
           "Weights beyond this many root mean squares of their output channel's weights are "
           "clipped; 0 = off.",
           Presence::optional);
  f.section("pruning", pruning,
            "What is left out of the weights, by magnitude and without training; absent: nothing.");
  const bool binary =
      weight_bits == 1 || std::any_of(weight_bits_by_layer.begin(), weight_bits_by_layer.end(),
                                      [](const auto& layer) { return layer.second == 1; });
  f.rule(!binary || !pruning || pruning->weights == 0, "pruning",
         "of single weights needs at least 2 weight bits: one bit is -1 or 1, not 0");
  f.rule(weight_clip == 0 || weight_clip >= 1, "weight_clip",
         "between 0 and 1 would clip all weights of a channel of equal ones; allowed: 0 (off), or "
         "1 to 100");
}

QuantizedGraph quantize(const Graph& graph, const QuantizationSpec& spec, const Dataset& training,
                        int threads, const Place& where) {
  require(spec.calibration_images > 0, "quantize: needs at least one calibration image");
  if (spec.calibration_images > training.images())
    throw InputError(Place{}, "quantization.calibration_images",
                     "asks for " + std::to_string(spec.calibration_images) +
                         " images, the training set has " + std::to_string(training.images()));
  const Graph folded = fold(graph);
  LoweredGraph lowered = lower(folded, {training.channels, training.height, training.width});
  check_layers(lowered.graph, spec, where);
  const std::vector<Histogram> histograms =
      calibrate(folded, lowered, training, spec.calibration_images, threads);
  set_formats(lowered, histograms, spec, graph.file);
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    QuantizedLayer& layer = lowered.graph.layers[i];
    if (layer.kind != LayerKind::matrix) continue;
    if (spec.pruning && !contains(spec.pruning->exclude, layer.name))
      prune(layer.weights, lowered.weights[i], *spec.pruning, layer.output != lowered.graph.output);
    quantize_weights(layer.weights, lowered.weights[i],
                     bits_of(spec.weight_bits_by_layer, layer.name, spec.weight_bits), spec);
  }
  return std::move(lowered.graph);
}

std::vector<int> classify_float(const Graph& graph, const Dataset& images, int threads) {
  const std::int64_t size = std::int64_t{images.channels} * images.height * images.width;
  const Value& input = graph.values[static_cast<std::size_t>(graph.inputs[0])];
  if (element_count(input.shape) != size)
    throw InputError(Place{graph.file, 0}, input.name,
                     "takes " + std::to_string(element_count(input.shape)) +
                         " values, an image has " + std::to_string(size));
  std::vector<int> classes(static_cast<std::size_t>(images.images()));
  parallel_for(threads, images.images(), [&](std::int64_t i) {
    const auto values = run_float(graph, {input_tensor(graph, images, static_cast<int>(i))});
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
