// Tidying a graph after a change.
#pragma once

#include "workloads/graph/graph.hpp"

namespace mho {

/// The same graph without the values that no node, input or output names.
Graph compact(Graph graph);

}  // namespace mho
