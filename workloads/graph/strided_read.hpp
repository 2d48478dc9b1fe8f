// Reading a tensor in steps: what transposing, slicing and stretching have in common.
#pragma once

#include "workloads/graph/graph.hpp"

namespace mho {

/// Elements from one index to the next along each axis of a dense tensor.
Shape row_major_strides(const Shape& shape);

/// A tensor of shape `output` whose element (i, j, ...) is input element
/// `first` + i * steps[0] + j * steps[1] + ...; steps may be zero or negative.
Tensor read_strided(const Tensor& input, std::int64_t first, const Shape& steps,
                    const Shape& output);

}  // namespace mho
