// The largest tensors mho works with, so that a file of a few bytes cannot claim the memory of the
// machine.
#pragma once

#include <optional>

#include "workloads/graph.hpp"

namespace mho {

/// Elements that all values of a graph may have together: 2^28, 1 GiB of floats.
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 28;

/// Largest number of dimensions of a tensor.
inline constexpr int kMaxRank = 16;

/// What is wrong with a shape (a dimension below `smallest`, more than kMaxElements or kMaxRank),
/// or nothing.
std::optional<std::string> shape_problem(const Shape& shape, std::int64_t smallest = 1);

/// "[1, 28, 28]"
std::string shape_text(const Shape& shape);

}  // namespace mho
