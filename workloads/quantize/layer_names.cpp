#include "workloads/quantize/layer_names.hpp"

#include "sim/base/error.hpp"

namespace mho {

std::vector<std::string> matrix_layer_names(const QuantizedGraph& graph) {
  std::vector<std::string> names;
  for (const QuantizedLayer& layer : graph.layers)
    if (has_weights(layer.kind)) names.push_back(layer.name);
  return names;
}

std::vector<std::string> product_layer_names(const QuantizedGraph& graph) {
  std::vector<std::string> names;
  for (const QuantizedLayer& layer : graph.layers)
    if (layer.kind == LayerKind::product) names.push_back(layer.name);
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::string no_such_layer(const std::string& name, const std::string& what,
                          const std::vector<std::string>& names) {
  return "the network has no " + what + " of this name" + did_you_mean(name, names) +
         "; it has: " + joined(names);
}

}  // namespace mho
