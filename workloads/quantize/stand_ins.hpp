// A network known by its shapes has no numbers. Those of matrices only count; whether there is a
// bias, a shift, a row of a table is part of what hardware does. Private to quantize_shapes().
#pragma once

#include "workloads/graph/graph.hpp"

namespace mho {

/// The graph with numbers in the place of those that it lacks, matrices aside: none is 0, there are
/// both signs, and they are not all equal, as of learned ones. So layers are made as they would be
/// of real numbers.
Graph with_stand_ins(Graph graph);

}  // namespace mho
