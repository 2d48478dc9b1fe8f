// Sums are kept per image and added in the order of images: the same for any number of threads.
#include "sim/inference/layer_snr.hpp"

#include <cmath>

#include "sim/base/parallel.hpp"
#include "sim/inference/matrix_sums.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

/// Sums of squares over one image and layer.
struct Power {
  double signal = 0;
  double error = 0;

  void count(double exact, double found) {
    signal += exact * exact;
    error += (found - exact) * (found - exact);
  }
};

struct LayerPower {
  Power alone, cumulative;
};

/// `tensors`: those of the integer reference.
Power power_alone(const ProgrammedNetwork& network, const LayerPlacement& placed,
                  const std::vector<IntTensor>& tensors, std::uint32_t image) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& layer = graph.layers[placed.layer];
  const IntTensor& input = tensors[array_input(layer)];
  MatrixWeights operand;
  WrittenArrays written;
  if (placed.dynamic) {
    operand = product_matrix(graph, layer, tensors[layer.inputs[1]]);
    written = network.write_layer(placed, tensors[layer.inputs[1]], image);
  }
  const MatrixWeights& weights = placed.dynamic ? operand : layer.weights;
  const LayerInput one{input, image};
  const std::vector<std::int64_t> found =
      matrix_sums(network, placed, {&one, 1}, 1, placed.dynamic ? &written : nullptr);
  const double step = std::ldexp(1.0, -kPartialSumFraction);
  std::vector<std::int32_t> patch(static_cast<std::size_t>(weights.rows()));
  std::vector<std::int64_t> sums(static_cast<std::size_t>(weights.outputs));
  Power power;
  for (int p = 0; p < graph.tensors[layer.output].pixels(); ++p) {
    gather_patch(graph, layer, input, p, 0, weights.rows(), patch);
    exact_sums(weights, patch, sums);
    for (std::size_t o = 0; o < sums.size(); ++o)
      power.count(static_cast<double>(sums[o]),
                  static_cast<double>(found[p * sums.size() + o]) * step);
  }
  return power;
}

std::optional<double> decibels(const Power& power) {
  if (power.error == 0 || power.signal == 0) return std::nullopt;
  return 10 * std::log10(power.signal / power.error);
}

}  // namespace

std::vector<LayerSnr> layer_snr(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                                int threads, const TellShare& tell) {
  const QuantizedGraph& graph = network.graph();
  const std::vector<LayerPlacement>& layers = network.placement().layers;
  std::vector<std::vector<LayerPower>> powers(images.size(),
                                              std::vector<LayerPower>(layers.size()));
  parallel_for(
      threads, static_cast<std::int64_t>(images.size()),
      [&](std::int64_t i) {
        const auto index = static_cast<std::uint32_t>(i);
        const std::vector<IntTensor> exact = run_integer(graph, images[i]);
        const std::vector<IntTensor> analog = run_analog(network, images[i], index);
        for (std::size_t slot = 0; slot < layers.size(); ++slot) {
          const QuantizedLayer& layer = graph.layers[layers[slot].layer];
          powers[i][slot].alone = power_alone(network, layers[slot], exact, index);
          const IntTensor& right = exact[layer.output];
          for (std::size_t v = 0; v < right.size(); ++v)
            powers[i][slot].cumulative.count(right[v], analog[layer.output][v]);
        }
      },
      tell);
  std::vector<LayerSnr> result;
  for (std::size_t slot = 0; slot < layers.size(); ++slot) {
    LayerPower sum;
    for (const std::vector<LayerPower>& each : powers) {
      sum.alone.signal += each[slot].alone.signal;
      sum.alone.error += each[slot].alone.error;
      sum.cumulative.signal += each[slot].cumulative.signal;
      sum.cumulative.error += each[slot].cumulative.error;
    }
    result.push_back({layers[slot].layer, decibels(sum.alone), decibels(sum.cumulative)});
  }
  return result;
}

}  // namespace mho
