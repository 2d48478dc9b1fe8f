// The largest tensors mho works with, so that a file of a few bytes cannot claim the memory of the
// machine.
#pragma once

#include <optional>

#include "workloads/graph/graph.hpp"
#include "workloads/graph/reading_budget.hpp"

namespace mho {

/// Elements of a tensor of integers or bools, which are shapes, indices and masks. Floats count to
/// 2^24 without a gap.
inline constexpr std::int64_t kMaxIntegers = std::int64_t{1} << 24;

/// Largest number of dimensions of a tensor.
inline constexpr int kMaxRank = 16;

/// What is wrong with a shape (a dimension below `smallest`, more than kMaxElements or kMaxRank),
/// or nothing.
std::optional<std::string> shape_problem(const Shape& shape, std::int64_t smallest = 1);

/// The same for integers, which may be none.
std::optional<std::string> integers_problem(const Shape& shape);

/// "[1, 28, 28]"
std::string shape_text(const Shape& shape);

}  // namespace mho
