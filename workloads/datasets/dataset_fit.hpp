// Can a network be judged by a data set? Where its outputs are scores of classes, the labels must
// name outputs of the network. What is judged is what was loaded; whether images fit is the
// loader's to say.
#pragma once

#include <string>
#include <vector>

#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

/// What keeps the labels from judging the network's outputs; each with the file that is wrong. A
/// network without one output, which lower() refuses, has nothing that labels could fail to fit.
std::vector<std::string> misfits(const Graph& network, const DatasetSpec& spec,
                                 const Dataset& data);

/// Why the network's output on the set's images cannot be judged right or wrong: it is not one
/// score for each class, or the labels are not classes. Empty where it can, or where there are no
/// labels.
std::string not_classification(const Graph& network, const Dataset& data);

}  // namespace mho
