// Sums are kept per image and added in the order of images: the same for any number of threads.
#include "sim/inference/layer_snr.hpp"

#include <cmath>

#include "sim/base/parallel.hpp"
#include "sim/inference/matrix_sums.hpp"
#include "workloads/integer/executor.hpp"
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

/// The exact sums of a layer, [positions][outputs]; of a product the matrix that `operand` makes.
std::vector<std::int64_t> sums_of(const IntegerExecutor& exact, const QuantizedGraph& graph,
                                  const LayerPlacement& placed,
                                  const std::vector<IntTensor>& tensors) {
  const QuantizedLayer& layer = graph.layers[placed.layer];
  if (has_windows(layer)) return exact.layer_sums(placed.layer, tensors);
  MatrixWeights operand;
  if (placed.dynamic) operand = product_matrix(graph, layer, tensors[layer.inputs[1]]);
  const MatrixWeights& weights = placed.dynamic ? operand : layer.weights;
  const IntTensor& input = tensors[array_input(layer)];
  const std::size_t outputs = weights.outputs;
  const int pixels = graph.tensors[layer.output].pixels();
  std::vector<std::int32_t> patch(static_cast<std::size_t>(weights.rows()));
  std::vector<std::int64_t> sums(pixels * outputs);
  for (int p = 0; p < pixels; ++p) {
    gather_patch(graph, layer, input, p, 0, weights.rows(), patch);
    exact_sums(weights, patch, std::span(sums).subspan(p * outputs, outputs));
  }
  return sums;
}

/// `tensors`: those of the integer reference.
Power power_alone(const ProgrammedNetwork& network, const IntegerExecutor& exact,
                  const LayerPlacement& placed, const std::vector<IntTensor>& tensors,
                  std::uint32_t image) {
  const QuantizedLayer& layer = network.graph().layers[placed.layer];
  WrittenArrays written;
  if (placed.dynamic) written = network.write_layer(placed, tensors[layer.inputs[1]], image);
  const LayerInput one{tensors[array_input(layer)], image};
  const std::vector<std::int64_t> found =
      matrix_sums(network, placed, {&one, 1}, 1, placed.dynamic ? &written : nullptr);
  const std::vector<std::int64_t> wanted = sums_of(exact, network.graph(), placed, tensors);
  const double step = std::ldexp(1.0, -kPartialSumFraction);
  Power power;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    power.count(static_cast<double>(wanted[i]), static_cast<double>(found[i]) * step);
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
  const IntegerExecutor executor(graph);
  parallel_for(
      threads, static_cast<std::int64_t>(images.size()),
      [&](std::int64_t i) {
        const auto index = static_cast<std::uint32_t>(i);
        const std::vector<IntTensor> exact = executor.run(images[i]);
        const std::vector<IntTensor> analog = run_analog(network, images[i], index);
        for (std::size_t slot = 0; slot < layers.size(); ++slot) {
          const QuantizedLayer& layer = graph.layers[layers[slot].layer];
          powers[i][slot].alone = power_alone(network, executor, layers[slot], exact, index);
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
