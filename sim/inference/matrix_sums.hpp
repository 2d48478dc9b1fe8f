// The partial sums of a whole matrix layer, added over its blocks and copies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/inference/programmed_network.hpp"

namespace mho {

/// [inputs][position][output], in steps of 2^-16.
std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs);

}  // namespace mho
