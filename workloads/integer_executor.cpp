// Matrix layers by im2col and floating-point matrix products that are exact: every product and
// every partial sum, in any order, is an integer of at most max|activation| * sum|weight|, and
// integers up to 2^24 (float) or 2^53 (double) are represented without rounding.
#include "workloads/integer_executor.hpp"

#include <algorithm>
#include <cstdlib>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Bound on the magnitude of every partial sum of a matrix layer.
std::int64_t sum_bound(const MatrixWeights& weights, const QuantizedTensor& input) {
  std::int64_t largest = 0;
  auto value = weights.values.begin();
  for (int o = 0; o < weights.outputs; ++o) {
    std::int64_t sum = 0;
    for (int r = 0; r < weights.rows_per_group; ++r) sum += std::abs(*value++);
    largest = std::max(largest, sum);
  }
  return largest * input.max();
}

template <class Scalar, class Matrix>
Matrix converted(const MatrixWeights& weights) {
  using Values = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Values>(weights.values.data(), weights.outputs, weights.rows_per_group)
      .template cast<Scalar>();
}

}  // namespace

IntegerExecutor::IntegerExecutor(const QuantizedGraph& graph)
    : graph_(graph), weights_(graph.layers.size()) {
  for (int layer = 0; layer < static_cast<int>(graph.layers.size()); ++layer) make_ready(layer);
}

IntegerExecutor::IntegerExecutor(const QuantizedGraph& graph, std::span<const int> layers)
    : graph_(graph), weights_(graph.layers.size()) {
  for (int layer : layers) make_ready(layer);
}

void IntegerExecutor::make_ready(int index) {
  const QuantizedLayer& layer = graph_.layers[static_cast<std::size_t>(index)];
  if (layer.kind != LayerKind::matrix) return;
  Weights& ready = weights_[static_cast<std::size_t>(index)];
  const std::int64_t bound =
      sum_bound(layer.weights, graph_.tensors[static_cast<std::size_t>(layer.inputs[0])]);
  require(bound <= std::int64_t{1} << 53, "integer reference: sums must fit 53 bits");
  if (bound <= std::int64_t{1} << 24)
    ready = converted<float, Matrix<float>>(layer.weights);
  else
    ready = converted<double, Matrix<double>>(layer.weights);
}

template <class Scalar>
void IntegerExecutor::run_matrix(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                                 std::span<const std::int32_t> input, IntTensor& output) const {
  constexpr int kBlockElements = 1 << 16;  // patches of a block of pixels stay in the cache
  const MatrixWeights& w = layer.weights;
  const int rows = w.rows();
  const int pixels = graph_.tensors[static_cast<std::size_t>(layer.output)].pixels();
  const int block = std::clamp(kBlockElements / rows, 1, pixels);
  using Columns = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  Columns patches(rows, block);
  Columns sums(w.outputs, block);
  IntTensor patch(static_cast<std::size_t>(rows));
  const int channels = graph_.tensors[static_cast<std::size_t>(layer.output)].channels;
  IntTensor pixel(static_cast<std::size_t>(channels));
  std::vector<std::int64_t> exact(static_cast<std::size_t>(w.outputs));
  for (int begin = 0; begin < pixels; begin += block) {
    const int count = std::min(block, pixels - begin);
    for (int p = 0; p < count; ++p) {
      gather_patch(graph_, layer, input, begin + p, 0, rows, patch);
      std::copy(patch.begin(), patch.end(), patches.col(p).data());
    }
    for (int g = 0; g < w.groups; ++g) {
      const int outputs = w.outputs_per_group();
      sums.block(g * outputs, 0, outputs, count).noalias() =
          weights.middleRows(g * outputs, outputs) *
          patches.block(g * w.rows_per_group, 0, w.rows_per_group, count);
    }
    for (int p = 0; p < count; ++p) {
      std::copy_n(sums.col(p).data(), w.outputs, exact.begin());
      finish_matrix(graph_, layer, 0, 0, exact, pixel);
      for (int c = 0; c < channels; ++c)
        output[static_cast<std::size_t>(c) * pixels + begin + p] =
            pixel[static_cast<std::size_t>(c)];
    }
  }
}

void IntegerExecutor::run_vector(const QuantizedLayer& layer, const std::vector<IntTensor>& tensors,
                                 IntTensor& output) const {
  const QuantizedTensor& out = graph_.tensors[static_cast<std::size_t>(layer.output)];
  std::vector<std::span<const std::int32_t>> inputs;
  for (int input : layer.inputs) inputs.emplace_back(tensors[static_cast<std::size_t>(input)]);
  IntTensor pixel(static_cast<std::size_t>(out.channels));
  for (int p = 0; p < out.pixels(); ++p) {
    vector_pixel(graph_, layer, inputs, p, pixel);
    for (int c = 0; c < out.channels; ++c)
      output[static_cast<std::size_t>(c) * out.pixels() + p] = pixel[static_cast<std::size_t>(c)];
  }
}

IntTensor IntegerExecutor::run_layer(int index, const std::vector<IntTensor>& tensors) const {
  const QuantizedLayer& layer = graph_.layers[static_cast<std::size_t>(index)];
  const Weights& weights = weights_[static_cast<std::size_t>(index)];
  IntTensor output(
      static_cast<std::size_t>(graph_.tensors[static_cast<std::size_t>(layer.output)].size()));
  const IntTensor& input = tensors[static_cast<std::size_t>(layer.inputs[0])];
  if (const auto* narrow = std::get_if<Matrix<float>>(&weights))
    run_matrix(layer, *narrow, input, output);
  else if (const auto* wide = std::get_if<Matrix<double>>(&weights))
    run_matrix(layer, *wide, input, output);
  else
    run_vector(layer, tensors, output);
  return output;
}

std::vector<IntTensor> IntegerExecutor::run(const IntTensor& image) const {
  std::vector<IntTensor> tensors(graph_.tensors.size());
  require(static_cast<std::int64_t>(image.size()) ==
              graph_.tensors[static_cast<std::size_t>(graph_.input)].size(),
          "integer reference: the image must have the size of the graph's input");
  tensors[static_cast<std::size_t>(graph_.input)] = image;
  for (int index = 0; index < static_cast<int>(graph_.layers.size()); ++index) {
    const int output = graph_.layers[static_cast<std::size_t>(index)].output;
    tensors[static_cast<std::size_t>(output)] = run_layer(index, tensors);
  }
  return tensors;
}

std::vector<IntTensor> run_integer(const QuantizedGraph& graph, const IntTensor& image) {
  return IntegerExecutor(graph).run(image);
}

}  // namespace mho
