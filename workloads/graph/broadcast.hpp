// NumPy's rules of shapes, which ONNX shares: axes align at the right, and 1 stretches.
#pragma once

#include <optional>

#include "workloads/graph/graph.hpp"

namespace mho {

/// The common shape, or nothing when two sizes differ and neither is 1.
std::optional<Shape> broadcast(const Shape& a, const Shape& b);

/// The shape of numpy.matmul(a, b), or nothing when they do not fit.
std::optional<Shape> matmul_shape(const Shape& a, const Shape& b);

/// Elements to step in `shape` for one step along each axis of `output`: 0 where it is stretched.
Shape broadcast_strides(const Shape& shape, const Shape& output);

}  // namespace mho
