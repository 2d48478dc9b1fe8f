// Float graph -> integers by post-training quantization (DESIGN section 5): weights symmetric, by
// output channel or by layer, activations per tensor, unsigned where never negative, with ranges
// from training images only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/config/fields.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/integer/quantized_graph.hpp"
#include "workloads/quantize/pruning.hpp"

namespace mho {

enum class CalibrationRule { max, percentile, mse };

/// What of a layer shares one scale of its weights.
enum class WeightScale { per_channel, per_layer };

struct QuantizationSpec {
  int weight_bits = 0;      ///< 1..16; 0: not asked for (sim/run/native_precision.hpp)
  int activation_bits = 0;  ///< as weight_bits
  CalibrationRule rule = CalibrationRule::max;
  double percentile = 1;  ///< share of values inside the range; below 1 only by rule percentile
  int calibration_images = 0;                         ///< taken from the front of the training set
  std::map<std::string, int> weight_bits_by_layer{};  ///< layer name -> instead of weight_bits
  std::map<std::string, int> activation_bits_by_layer{};  ///< layer (its output) or input name
  double weight_clip = 0;  ///< in root mean squares of the weights of one scale; 0 = off
  std::optional<PruningSpec> pruning{};
  int vector_bits = 0;  ///< of values that no array or product reads; 0: activation_bits
  WeightScale weight_scale = WeightScale::per_channel;

  void fields(Fields& f);
};

/// The fold()ed graph in integers. Calibration runs the first calibration_images of `training`.
/// Activations: unsigned where they cannot be negative (set_formats() in
/// quantize/number_formats.hpp), the image by training.sign; range by spec.rule; max pool and
/// permute keep their input's format; the output has 16 bits, signed, over twice the range seen.
/// Sums of a recurrent layer's gates are like the output. Functions become tables over all integers
/// of their input. Images are in the network's input_format(). Weights: pruned first
/// (quantize/pruning.hpp; not of lstm layers), then see weight_scale() in quantize/calibration.hpp.
/// A Softmax at the output is left out (the largest logit is the largest probability); nodes that
/// the output does not depend on are too. The result is the same for any number of threads. Throws
/// InputError at `where` when a layer that the spec names is not there, or has no bits to choose
/// (the output; layers that keep their input's format); naming the node when the graph has
/// something that integers on this hardware cannot express (a division by a computed value, a batch
/// other than 1, ...), and when the images do not fit the input.
QuantizedGraph quantize(const Graph& graph, const QuantizationSpec& spec, const Dataset& training,
                        int threads, const Place& where = {}, const TellShare& tell = {});

/// The same layers and formats without numbers, for runs that only count: no weights, tables and
/// cached values, scales of 1, the image's sign given. The graph's constants may have a shape and
/// no values. Throws as quantize() does of a graph and a spec; also when the spec prunes, which
/// takes weights.
QuantizedGraph quantize_shapes(const Graph& graph, const QuantizationSpec& spec, InputSign sign,
                               const Place& where = {});

/// What rounding takes from a layer's weights.
struct WeightRounding {
  std::string layer;
  double error = 0;  ///< mean square of the rounding error, relative to that of the weights
};

/// Of the layer whose weights lose most at the spec's bits; nothing without weights that have
/// values.
std::optional<WeightRounding> coarsest_layer(const Graph& graph, const QuantizationSpec& spec);

/// Looks at one image, at the network's input and at a value of it, both in the file's order.
using LookAtOutput =
    std::function<void(int image, std::span<const float> input, std::span<const float> output)>;

/// The first `count` images in floating point, of which `value` must be finite; called from any of
/// the threads. Throws InputError after the last image when it was not.
void for_each_float_output(const Graph& graph, const Dataset& images, int count, int value,
                           int threads, const LookAtOutput& look, const TellShare& tell = {});

/// Predicted class of every image in floating point.
std::vector<int> classify_float(const Graph& graph, const Dataset& images, int threads,
                                const TellShare& tell = {});

/// Predicted class of every image by the integer reference.
std::vector<int> classify_integer(const QuantizedGraph& graph, std::span<const IntTensor> images,
                                  int threads, const TellShare& tell = {});

}  // namespace mho
