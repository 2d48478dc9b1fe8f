// The integer reference, made ready for many images: a quantized graph with its weights in the
// number type in which their products are exact. All layers on whole tensors; no hardware in it.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <variant>
#include <vector>

#include "workloads/integer/patches.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Throws InputError naming the layers whose sums may exceed 2^53.
void check_sums(const QuantizedGraph& graph);

class IntegerExecutor {
 public:
  /// Keeps a reference to `graph`, which passes check_sums().
  explicit IntegerExecutor(const QuantizedGraph& graph);

  /// Made ready for these layers only: run_layer() of others is no use.
  IntegerExecutor(const QuantizedGraph& graph, std::span<const int> layers);

  /// All tensors of one image (integers of the input tensor), for any number of threads the same.
  /// Thread-safe.
  std::vector<IntTensor> run(const IntTensor& image, int threads = 1) const;

  /// The output of one layer; `tensors` hold its inputs. Thread-safe.
  IntTensor run_layer(int layer, const std::vector<IntTensor>& tensors, int threads = 1) const;

  /// The sums of a layer whose patches are windows (has_windows), [positions][outputs]; `tensors`
  /// hold its input. Thread-safe.
  std::vector<std::int64_t> layer_sums(int layer, const std::vector<IntTensor>& tensors) const;

 private:
  template <class Scalar>
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  /// [outputs][rows_per_group]; float where every sum stays below 2^24, double where below 2^53.
  using Weights = std::variant<std::monostate, Matrix<float>, Matrix<double>>;

  void make_ready(int layer);
  template <class Scalar>
  void run_matrix(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                  std::span<const std::int32_t> input, IntTensor& output, int threads) const;
  using TakeSums = std::function<void(std::span<const std::uint32_t> positions,
                                      std::span<const std::int64_t> sums)>;
  /// Calls take with the sums of some consecutive positions, [positions][outputs], until it had
  /// all.
  template <class Scalar>
  void for_sums(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                std::span<const std::int32_t> input, int threads, const TakeSums& take) const;
  template <class Scalar>
  std::vector<std::int64_t> sums_at(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                                    const Patches<Scalar>& patches,
                                    const std::vector<Scalar>& input,
                                    std::span<const std::uint32_t> positions) const;
  template <class Scalar>
  void run_lstm(const QuantizedLayer& layer, const Matrix<Scalar>& weights,
                std::span<const std::int32_t> gates, IntTensor& output) const;
  template <class Scalar>
  void run_product(const QuantizedLayer& layer, std::span<const std::int32_t> a,
                   std::span<const std::int32_t> b, IntTensor& output, int threads) const;
  template <class Scalar>
  void run_head(const QuantizedLayer& layer, int head, std::span<const std::int32_t> a,
                std::span<const std::int32_t> b, IntTensor& output) const;

  const QuantizedGraph& graph_;
  std::vector<Weights> weights_;  ///< by layer
};

}  // namespace mho
