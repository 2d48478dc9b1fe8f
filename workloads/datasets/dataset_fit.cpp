#include "workloads/datasets/dataset_fit.hpp"

#include <algorithm>

#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

/// CIFAR-10 and HDF5 have the labels in the images' file.
std::string labels_file(const DatasetSpec& spec) {
  return spec.labels.empty() ? spec.images : spec.labels;
}

const Shape& output_shape(const Graph& network) {
  return network.values[static_cast<std::size_t>(network.outputs[0])].shape;
}

/// A vector, whatever the axis that it lies along, has one score for each class; empty for such.
std::string not_scores(const Shape& shape) {
  if (element_count(shape) == 1)
    return "the network's output is one value, not a score for each class";
  if (std::count_if(shape.begin(), shape.end(), [](std::int64_t side) { return side != 1; }) == 1)
    return "";
  return "the network's output has shape " + shape_text(shape) + ", not one score for each class";
}

/// Where labels would fit if they were counted from 0.
std::string counted_otherwise(const Dataset& data, std::int64_t outputs) {
  const auto [least, most] = std::minmax_element(data.labels.begin(), data.labels.end());
  if (*least == 0 || *most - *least >= outputs) return "";
  return "; labels are " + std::to_string(*least) + " to " + std::to_string(*most) +
         " here: " + std::to_string(*least) + " less, they would fit";
}

}  // namespace

std::string not_classification(const Graph& network, const Dataset& data) {
  if (network.outputs.size() != 1) return "";
  if (network.outputs_joined)
    return "the network has several outputs; 'output' in the workload names the one of classes";
  if (!data.no_classes.empty()) return data.no_classes;
  return data.labelled() ? not_scores(output_shape(network)) : "";
}

std::vector<std::string> misfits(const Graph& network, const DatasetSpec& spec,
                                 const Dataset& data) {
  if (network.outputs.size() != 1 || network.outputs_joined) return {};
  std::vector<std::string> found;
  if (!not_scores(output_shape(network)).empty()) return found;
  const std::int64_t outputs = element_count(output_shape(network));
  if (!data.bad_label.empty()) found.push_back(labels_file(spec) + ": " + data.bad_label);
  const auto beyond = std::find_if(data.labels.begin(), data.labels.end(),
                                   [&](std::int32_t label) { return label >= outputs; });
  if (beyond != data.labels.end())
    found.push_back(labels_file(spec) + ": image " + std::to_string(beyond - data.labels.begin()) +
                    " has label " + std::to_string(*beyond) + "; allowed: 0 to " +
                    std::to_string(outputs - 1) + ", the places of the network's " +
                    std::to_string(outputs) + " outputs" + counted_otherwise(data, outputs));
  return found;
}

}  // namespace mho
