#include "workloads/dataset_fit.hpp"

#include <algorithm>

namespace mho {

namespace {

/// CIFAR-10 and HDF5 have the labels in the images' file.
std::string labels_file(const DatasetSpec& spec) {
  return spec.labels.empty() ? spec.images : spec.labels;
}

}  // namespace

std::vector<std::string> misfits(const Graph& network, const DatasetSpec& spec,
                                 const Dataset& data) {
  if (network.outputs.size() != 1) return {};
  std::vector<std::string> found;
  const std::int64_t outputs =
      element_count(network.values[static_cast<std::size_t>(network.outputs[0])].shape);
  const auto beyond = std::find_if(data.labels.begin(), data.labels.end(),
                                   [&](std::int32_t label) { return label >= outputs; });
  if (beyond != data.labels.end())
    found.push_back(labels_file(spec) + ": image " +
                    std::to_string(beyond - data.labels.begin()) + " has label " +
                    std::to_string(*beyond) + "; allowed: 0 to " + std::to_string(outputs - 1) +
                    ", the places of the network's " + std::to_string(outputs) + " outputs");
  return found;
}

}  // namespace mho
