// Weights that no training made, with the statistics of trained ones: He or Xavier scale, and tails
// as heavy as a Laplace distribution's, which is what Banner et al., "Post training 4-bit
// quantization", NeurIPS 2019, section 3, fit to trained layers. No structure: no pruning, no
// correlation between weights. Functions of a stream: the same bits for any number of threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sim/base/random.hpp"

namespace mho {

/// The stream of what `name` names in a synthetic network or data set of this seed.
Stream synthetic_stream(std::uint64_t seed, const std::string& name);

/// Fills with independent values of mean 0 and this standard deviation, kurtosis 6: a normal z
/// becomes a z + b z^3 (Fleishman, Psychometrika 43 (1978) 521). Threads: 0 = one per core.
void fill_trained_like(const Stream& stream, double deviation, std::span<float> out, int threads);

}  // namespace mho
