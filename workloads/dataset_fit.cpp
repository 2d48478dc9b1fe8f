#include "workloads/dataset_fit.hpp"

#include <algorithm>

#include "workloads/lowering.hpp"
#include "workloads/shape_limit.hpp"

namespace mho {

namespace {

std::string images_file(const DatasetSpec& spec) {
  return spec.format == DataFormat::synthetic ? "synthetic" : spec.images;
}

/// CIFAR-10 and HDF5 have the labels in the images' file.
std::string labels_file(const DatasetSpec& spec) {
  return spec.labels.empty() ? images_file(spec) : spec.labels;
}

}  // namespace

std::vector<std::string> misfits(const Graph& network, const DatasetSpec& spec,
                                 const Dataset& data) {
  if (network.inputs.size() != 1 || network.outputs.size() != 1) return {};
  std::vector<std::string> found;
  const Value& input = network.values[static_cast<std::size_t>(network.inputs[0])];
  if (!input_view(input.shape, {data.channels, data.height, data.width}))
    found.push_back(images_file(spec) + ": images have [channels][height][width] = " +
                    shape_text({data.channels, data.height, data.width}) +
                    ", the network's input '" + input.name + "' has shape " +
                    shape_text(input.shape) + "; one image at a time must fit");
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
