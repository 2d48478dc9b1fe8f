// The partial sums of a layer with weights, added over its blocks and copies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/inference/programmed_network.hpp"

namespace mho {

/// [inputs][position][output], in steps of 2^-16; the same for any number of threads. `written`: of
/// a dynamic layer its arrays as written for the image that all inputs belong to; else null.
std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs, int threads = 1,
                                      const WrittenArrays* written = nullptr);

/// [output], of one position.
std::vector<std::int64_t> matrix_sums_at(const ProgrammedNetwork& network,
                                         const LayerPlacement& layer, const LayerInput& input,
                                         int position);

}  // namespace mho
