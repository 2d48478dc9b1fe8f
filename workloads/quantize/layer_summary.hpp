// What would run where: the layers of a network before any chip is known.
#pragma once

#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Which unit of a chip computes a layer.
enum class RunsOn {
  arrays,          ///< a matrix of weights
  dynamic_arrays,  ///< a product of activations: arrays that are written for each image, where the
                   ///< chip has such, else the vector unit
  vector_unit
};

struct LayerSummary {
  std::string name;
  LayerKind kind;
  RunsOn on;
  int channels, height, width;  ///< of the output
  std::int64_t macs;
  std::int64_t parameters;  ///< weights, biases, factors, rows of tables
};

/// Of a network with one input and one output; its constants may have no values. Throws InputError
/// as lower() does.
std::vector<LayerSummary> layer_summaries(const Graph& graph);

}  // namespace mho
