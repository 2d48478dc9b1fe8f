// Layers with weights by im2col, and products head by head, as floating-point matrix products that
// are exact: every product and every partial sum, in any order, is an integer of at most
// max|activation| * sum|weight|, and integers up to 2^24 (float) or 2^53 (double) are represented
// without rounding.
#include "workloads/integer/executor.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/base/products.hpp"
#include "workloads/integer/arithmetic.hpp"
#include "workloads/integer/finish.hpp"

namespace mho {

namespace {

/// Integers that a double holds.
constexpr std::int64_t kLargestSum = std::int64_t{1} << 53;

/// Bound on the magnitude of every partial sum of a matrix layer.
std::int64_t sum_bound(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  const MatrixWeights& weights = layer.weights;
  const QuantizedTensor& input = graph.tensors[static_cast<std::size_t>(array_input(layer))];
  std::int64_t largest = 0;
  auto value = weights.values.begin();
  for (int o = 0; o < weights.outputs; ++o) {
    std::int64_t sum = 0;
    for (int r = 0; r < weights.rows_per_group; ++r) sum += std::abs(*value++);
    largest = std::max(largest, sum);
  }
  // What rows are driven with, and what of it is taken off again.
  return largest * std::max(input.max() + 2 * input.offset, -input.min());
}

/// Bound on the magnitude of every partial sum of a product layer.
std::int64_t product_bound(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  const Product& p = layer.product;
  const std::int64_t terms = p.over_pixels ? product_pixels(graph, layer) : p.depth;
  const auto largest = [&](int input) {
    const QuantizedTensor& tensor = tensor_of(graph, layer.inputs[static_cast<std::size_t>(input)]);
    return std::int64_t{std::max(tensor.max(), -tensor.min()) + tensor.offset};
  };
  return terms * largest(0) * largest(1);
}

template <class Scalar, class Matrix>
Matrix converted(const MatrixWeights& weights) {
  using Values = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Values>(weights.values.data(), weights.outputs, weights.rows_per_group)
      .template cast<Scalar>();
}

}  // namespace

void check_sums(const QuantizedGraph& graph) {
  std::vector<Problem> problems;
  for (const QuantizedLayer& layer : graph.layers)
    if (has_weights(layer.kind) && sum_bound(graph, layer) > kLargestSum)
      problems.push_back({{},
                          layer.name,
                          "sums of " + std::to_string(layer.weights.rows_per_group) +
                              " inputs of " + std::to_string(layer.weights.bits) +
                              "-bit weights may exceed 2^53, which doubles hold exactly; allowed: "
                              "fewer bits, or a smaller layer"});
  if (!problems.empty()) throw InputError(std::move(problems));
}

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
  if (!has_weights(layer.kind)) return;
  Weights& ready = weights_[static_cast<std::size_t>(index)];
  const std::int64_t bound = sum_bound(graph_, layer);
  require(bound <= kLargestSum, "integer reference: sums must fit 53 bits (check_sums)");
  if (bound <= std::int64_t{1} << 24)
    ready = converted<float, Matrix<float>>(layer.weights);
  else
    ready = converted<double, Matrix<double>>(layer.weights);
}

template <class Scalar>
void IntegerExecutor::for_sums(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                               std::span<const std::int32_t> input, int threads,
                               const TakeSums& take) const {
  constexpr int kBlockElements = 1 << 16;  // patches of a block of pixels stay in the cache
  const int pixels = tensor_of(graph_, layer.output).pixels();
  const int block = std::clamp(kBlockElements / layer.weights.rows(), 1, pixels);
  const Patches<Scalar> patches(graph_, layer);
  const std::vector<Scalar> bordered = patches.bordered(input);
  std::vector<std::uint32_t> positions(static_cast<std::size_t>(pixels));
  std::iota(positions.begin(), positions.end(), 0U);
  parallel_for(threads, ceil_divide(pixels, block), [&](std::int64_t number) {
    const int begin = static_cast<int>(number) * block;
    const auto some = std::span<const std::uint32_t>(positions).subspan(
        static_cast<std::size_t>(begin), static_cast<std::size_t>(std::min(block, pixels - begin)));
    take(some, sums_at(layer, weights, patches, bordered, some));
  });
}

template <class Scalar>
std::vector<std::int64_t> IntegerExecutor::sums_at(const QuantizedLayer& layer,
                                                   const Matrix<Scalar>& weights,
                                                   const Patches<Scalar>& patches,
                                                   const std::vector<Scalar>& input,
                                                   std::span<const std::uint32_t> positions) const {
  const MatrixWeights& w = layer.weights;
  const std::size_t items = positions.size(), rows = static_cast<std::size_t>(w.rows());
  const auto count = std::ssize(positions);
  const auto outputs = static_cast<std::size_t>(w.outputs);
  std::vector<Scalar> matrix(rows * items + Patches<Scalar>::kSlack);
  patches.gather({&input, 1}, positions, 0, items, 0, w.rows(), matrix);
  std::vector<Scalar> sums(outputs * items);  // [outputs][items]
  const int of_group = w.outputs_per_group();
  for (int g = 0; g < w.groups; ++g)
    multiply({weights.row(g * of_group).data(), of_group, w.rows_per_group, w.rows_per_group},
             {matrix.data() + std::ptrdiff_t{g} * w.rows_per_group * count, w.rows_per_group, count,
              count},
             sums.data() + std::ptrdiff_t{g} * of_group * count, count);
  std::vector<std::int64_t> exact(sums.size());  // [items][outputs]
  for (std::size_t o = 0; o < outputs; ++o)
    for (std::size_t i = 0; i < items; ++i)
      exact[i * outputs + o] = static_cast<std::int64_t>(sums[o * items + i]);
  return exact;
}

template <class Scalar>
void IntegerExecutor::run_matrix(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                                 std::span<const std::int32_t> input, IntTensor& output,
                                 int threads) const {
  const MatrixFinish finish(graph_, layer, 0);
  for_sums(layer, weights, input, threads,
           [&](std::span<const std::uint32_t> positions, std::span<const std::int64_t> sums) {
             finish(positions, sums, output);
           });
}

std::vector<std::int64_t> IntegerExecutor::layer_sums(int index,
                                                      const std::vector<IntTensor>& tensors) const {
  const QuantizedLayer& layer = graph_.layers[static_cast<std::size_t>(index)];
  const Weights& weights = weights_[static_cast<std::size_t>(index)];
  const auto outputs = static_cast<std::size_t>(layer.weights.outputs);
  std::vector<std::int64_t> all(static_cast<std::size_t>(tensor_of(graph_, layer.output).pixels()) *
                                outputs);
  const auto keep = [&](std::span<const std::uint32_t> positions,
                        std::span<const std::int64_t> sums) {
    std::copy(sums.begin(), sums.end(),
              all.begin() + static_cast<std::ptrdiff_t>(positions[0] * outputs));
  };
  const std::span<const std::int32_t> input = tensors[static_cast<std::size_t>(layer.inputs[0])];
  if (const auto* narrow = std::get_if<Matrix<float>>(&weights))
    for_sums(layer, *narrow, input, 1, keep);
  else
    for_sums(layer, std::get<Matrix<double>>(weights), input, 1, keep);
  return all;
}

template <class Scalar>
void IntegerExecutor::run_lstm(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                               std::span<const std::int32_t> gates, IntTensor& output) const {
  const QuantizedTensor& out = tensor_of(graph_, layer.output);
  const auto hidden = static_cast<std::size_t>(out.channels);
  std::vector<double> cell = initial_cell(layer);
  IntTensor state(hidden);
  std::vector<std::int64_t> sums(static_cast<std::size_t>(layer.weights.outputs));
  for (int p = 0; p < out.pixels(); ++p) {
    gather_patch(graph_, layer, output, p, 0, out.channels, state);
    const Eigen::Map<const Eigen::VectorXi> before(state.data(), out.channels);
    const Eigen::Matrix<Scalar, Eigen::Dynamic, 1> products =
        weights * before.template cast<Scalar>();
    std::copy_n(products.data(), sums.size(), sums.begin());
    finish_lstm(graph_, layer, 0, sums, pixel_of(tensor_of(graph_, layer.inputs[0]), gates, p),
                cell, state);
    scatter_pixels(state, out.pixels(), p, output);
  }
}

/// One head of A, [pixels][width], by one of B, cached pixels first.
template <class Scalar>
void IntegerExecutor::run_head(const QuantizedLayer& layer, int head,
                               std::span<const std::int32_t> a, std::span<const std::int32_t> b,
                               IntTensor& output) const {
  using Rows = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using IntRows = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Product& p = layer.product;
  const QuantizedTensor& out = tensor_of(graph_, layer.output);
  const int pixels = out.pixels();
  const int own = tensor_of(graph_, layer.inputs[1]).pixels();
  const int columns = product_pixels(graph_, layer);
  const int width = p.over_pixels ? columns : p.depth;
  const std::ptrdiff_t a_first = std::ptrdiff_t{p.a.offset} + std::ptrdiff_t{head} * p.a.pitch;
  const std::ptrdiff_t b_first = std::ptrdiff_t{p.b.offset} + std::ptrdiff_t{head} * p.b.pitch;
  const Rows left =
      Eigen::Map<const IntRows>(a.data() + a_first * pixels, width, pixels).template cast<Scalar>();
  Rows right(p.depth, columns);
  right.rightCols(own) =
      Eigen::Map<const IntRows>(b.data() + b_first * own, p.depth, own).template cast<Scalar>();
  if (p.cached > 0)
    right.leftCols(p.cached) =
        Eigen::Map<const IntRows>(
            p.cached_values.data() + std::ptrdiff_t{head} * p.depth * p.cached, p.depth, p.cached)
            .template cast<Scalar>();
  Rows sums;  // [columns, or depth][pixels]
  if (p.over_pixels)
    sums.noalias() = right * left;
  else
    sums.noalias() = right.transpose() * left;
  const OutputRounding rounded(layer, out);
  const double scale = product_scale(graph_, layer);
  std::int32_t* to = output.data() + std::ptrdiff_t{head} * sums.size();
  for (Eigen::Index i = 0; i < sums.size(); ++i)
    to[i] = rounded(static_cast<double>(sums.data()[i]) * scale);
}

template <class Scalar>
void IntegerExecutor::run_product(const QuantizedLayer& layer, std::span<const std::int32_t> a,
                                  std::span<const std::int32_t> b, IntTensor& output,
                                  int threads) const {
  parallel_for(threads, layer.product.heads, [&](std::int64_t head) {
    run_head<Scalar>(layer, static_cast<int>(head), a, b, output);
  });
}

IntTensor IntegerExecutor::run_layer(int index, const std::vector<IntTensor>& tensors,
                                     int threads) const {
  const QuantizedLayer& layer = graph_.layers[static_cast<std::size_t>(index)];
  const Weights& weights = weights_[static_cast<std::size_t>(index)];
  IntTensor output(static_cast<std::size_t>(tensor_of(graph_, layer.output).size()));
  std::vector<std::span<const std::int32_t>> inputs;
  for (const int input : layer.inputs)
    inputs.emplace_back(tensors[static_cast<std::size_t>(input)]);
  const auto run = [&](const auto& matrix) {
    if (layer.kind == LayerKind::lstm)
      run_lstm(layer, matrix, inputs[0], output);
    else
      run_matrix(layer, matrix, inputs[0], output, threads);
  };
  if (const auto* narrow = std::get_if<Matrix<float>>(&weights))
    run(*narrow);
  else if (const auto* wide = std::get_if<Matrix<double>>(&weights))
    run(*wide);
  else if (layer.kind != LayerKind::product)
    vector_layer(graph_, layer, inputs, output, threads);
  else if (product_bound(graph_, layer) <= std::int64_t{1} << 24)
    run_product<float>(layer, inputs[0], inputs[1], output, threads);
  else
    run_product<double>(layer, inputs[0], inputs[1], output, threads);
  return output;
}

std::vector<IntTensor> IntegerExecutor::run(const IntTensor& image, int threads) const {
  std::vector<IntTensor> tensors(graph_.tensors.size());
  require(static_cast<std::int64_t>(image.size()) ==
              graph_.tensors[static_cast<std::size_t>(graph_.input)].size(),
          "integer reference: the image must have the size of the graph's input");
  tensors[static_cast<std::size_t>(graph_.input)] = image;
  for (int index = 0; index < static_cast<int>(graph_.layers.size()); ++index) {
    const int output = graph_.layers[static_cast<std::size_t>(index)].output;
    tensors[static_cast<std::size_t>(output)] = run_layer(index, tensors, threads);
  }
  return tensors;
}

std::vector<IntTensor> run_integer(const QuantizedGraph& graph, const IntTensor& image) {
  return IntegerExecutor(graph).run(image);
}

}  // namespace mho
