// Does a data set fit a network? Its images must be the network's input, its labels must name
// outputs of it. What is judged is what was loaded.
#pragma once

#include <string>
#include <vector>

#include "workloads/dataset.hpp"
#include "workloads/graph.hpp"

namespace mho {

/// What keeps the network from computing the set's images, or them from being judged by the labels;
/// each with the file that is wrong. A network without one input and one output, which lower()
/// refuses, has nothing that a set could fail to fit.
std::vector<std::string> misfits(const Graph& network, const DatasetSpec& spec,
                                 const Dataset& data);

}  // namespace mho
