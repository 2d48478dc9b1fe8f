// How much noise each matrix layer adds: the signal-to-noise ratio at its output.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/base/parallel.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {

/// 10 log10(sum of squares of the exact values / sum of squares of the errors); empty when the chip
/// made no error.
struct LayerSnr {
  int layer = 0;
  /// Of the layer's sums before scale and activation, its inputs exact: what this layer adds.
  std::optional<double> alone_db;
  /// Of the layer's output integers, after all layers before it: what the next layer sees.
  std::optional<double> cumulative_db;
};

/// Of all matrix layers, in graph order, over these images; image i has index i.
std::vector<LayerSnr> layer_snr(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                                int threads, const TellShare& tell = {});

}  // namespace mho
