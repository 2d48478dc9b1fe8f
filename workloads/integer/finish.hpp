// The end of matrix layers at many pixels: finish_matrix on the machine's vectors, with the same
// bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

class MatrixFinish {
 public:
  /// Of sums in steps of 2^-fraction. Keeps references.
  MatrixFinish(const QuantizedGraph& graph, const QuantizedLayer& layer, int fraction);

  /// Writes a tensor's channels at some positions from sums, [positions][outputs].
  void operator()(std::span<const std::uint32_t> positions, std::span<const std::int64_t> sums,
                  std::span<std::int32_t> tensor) const;

 private:
  void pixels(std::span<const std::int64_t> sums, std::span<std::int32_t> block) const;

  const QuantizedGraph& graph_;
  const QuantizedLayer& layer_;
  int fraction_;
  std::size_t outputs_, channels_, pixels_;
  /// Of each output, of several pixels; empty where finish_matrix does another arithmetic.
  std::vector<double> scale_, bias_, offset_sum_;
};

}  // namespace mho
