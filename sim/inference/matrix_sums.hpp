// The partial sums of a layer with weights, added over its blocks and copies.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/inference/programmed_network.hpp"

namespace mho {

/// Takes the sums, [positions][output] in steps of 2^-16, of some positions of input number
/// `input`; called from any thread, once for each position.
using TakeSums = std::function<void(std::size_t input, std::span<const std::uint32_t> positions,
                                    std::span<const std::int64_t> sums)>;

/// The sums of all positions of all inputs, as they are ready. `written`: of a dynamic layer its
/// arrays as written for the image that all inputs belong to; else null.
void for_matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                     std::span<const LayerInput> inputs, int threads, const WrittenArrays* written,
                     const TakeSums& take);

/// [inputs][position][output], in steps of 2^-16; the same for any number of threads.
std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs, int threads = 1,
                                      const WrittenArrays* written = nullptr);

/// [output], of one position.
std::vector<std::int64_t> matrix_sums_at(const ProgrammedNetwork& network,
                                         const LayerPlacement& layer, const LayerInput& input,
                                         int position);

}  // namespace mho
