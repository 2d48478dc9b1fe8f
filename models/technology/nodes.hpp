// Interpolation between the nodes of a table: log-log, exact at the table's nodes, carried on with
// the slope of the last pair beyond its ends.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>

#include "sim/base/quantity.hpp"

namespace mho {

/// `value(i)`, positive, at `nodes_nm[i]` (falling), interpolated at `node`.
template <std::invocable<std::size_t> Value>
double at_node(std::span<const double> nodes_nm, Length node, Value value) {
  const double node_nm = node.value() * 1e9;
  std::size_t i = 0;
  while (i + 2 < nodes_nm.size() && node_nm < nodes_nm[i + 1]) ++i;
  const double along = std::log(node_nm / nodes_nm[i]) / std::log(nodes_nm[i + 1] / nodes_nm[i]);
  return std::pow(value(i), 1 - along) * std::pow(value(i + 1), along);
}

/// The same of a column of values.
inline double at_node(std::span<const double> nodes_nm, Length node,
                      std::span<const double> values) {
  return at_node(nodes_nm, node, [&](std::size_t i) { return values[i]; });
}

}  // namespace mho
