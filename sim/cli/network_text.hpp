// A network for people: which layer would run on which unit, with its MACs and parameters.
#pragma once

#include <string>

#include "workloads/graph/graph.hpp"

namespace mho {

/// A table with a row a layer and one of all, at most 100 columns wide. `graph` has one input and
/// one output. Throws InputError with everything that no layer can express.
std::string network_text(const Graph& graph);

}  // namespace mho
