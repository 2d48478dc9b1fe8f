// Layers that a user names: which there are, and what to say of a name that is none of them.
#pragma once

#include <string>
#include <vector>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Names of the matrix layers, in graph order.
std::vector<std::string> matrix_layer_names(const QuantizedGraph& graph);

/// Names of the products of activations, in graph order.
std::vector<std::string> product_layer_names(const QuantizedGraph& graph);

/// "x, y".
std::string joined(const std::vector<std::string>& names);

/// "the network has no WHAT of this name, did you mean 'x'?; it has: x, y".
std::string no_such_layer(const std::string& name, const std::string& what,
                          const std::vector<std::string>& names);

}  // namespace mho
