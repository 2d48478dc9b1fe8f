// The integers behind constants, while operators move these.
#pragma once

#include <optional>

#include "workloads/graph/graph.hpp"

namespace mho {

/// Of what the node makes of its first input, of `format`, when it only moves elements; else
/// nothing.
std::optional<ConstantFormat> moved_format(const Node& node,
                                           const std::optional<ConstantFormat>& format,
                                           const Shape& from, const Shape& to);

}  // namespace mho
