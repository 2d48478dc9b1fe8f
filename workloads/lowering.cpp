// The walk over the nodes, and the book-keeping of values, views and tensors.
#include "workloads/lowering.hpp"

#include <algorithm>
#include <numeric>

#include "sim/base/error.hpp"
#include "workloads/shape_limit.hpp"

namespace mho {

LoweredGraph lower(const Graph& graph, const ImageShape& image) {
  return Lowering(graph, image).run();
}

Lowering::Lowering(const Graph& graph, const ImageShape& image)
    : graph_(graph), image_(image), views_(graph.values.size()), users_(graph.values.size(), 0) {
  const auto refuse = [&](const std::string& message) {
    throw InputError(Place{graph.file, 0}, "", message);
  };
  if (graph.inputs.size() != 1 || graph.outputs.size() != 1)
    refuse("has " + std::to_string(graph.inputs.size()) + " inputs and " +
           std::to_string(graph.outputs.size()) +
           " outputs; a network with one input (the image) and one output (the classes) is needed");
  count_users();
  const Shape& shape = value(graph.inputs[0]).shape;
  const Shape images{1, image.channels, image.height, image.width};
  // Of lower rank, the input is a flattened view of the image: [1][784] or [1][28][28].
  const bool fits =
      shape.size() == 4 ? shape == images : element_count(shape) == element_count(images);
  if (!fits)
    refuse("input '" + value(graph.inputs[0]).name + "' has shape " + shape_text(shape) +
           ", the images have [channels][height][width] = " +
           shape_text({image.channels, image.height, image.width}) +
           "; one image at a time must fit");
}

void Lowering::count_users() {
  ++users_[static_cast<std::size_t>(graph_.outputs[0])];
  for (auto node = graph_.nodes.rbegin(); node != graph_.nodes.rend(); ++node) {
    if (users_[static_cast<std::size_t>(node->output)] == 0) continue;
    for (int input : node->inputs)
      if (input >= 0) ++users_[static_cast<std::size_t>(input)];
  }
}

LoweredGraph Lowering::run() && {
  lowered_.graph.name = graph_.name;
  lowered_.graph.input = add_tensor(graph_.inputs[0], image_);
  views_[static_cast<std::size_t>(graph_.inputs[0])] = View{lowered_.graph.input, std::nullopt};
  std::vector<Problem> problems;
  for (const Node& node : graph_.nodes) {
    // What a refused node makes is unknown: nodes that read it are passed over.
    const bool known = std::all_of(node.inputs.begin(), node.inputs.end(), [&](int input) {
      return input < 0 || value(input).constant || views_[static_cast<std::size_t>(input)];
    });
    if (!known || users_[static_cast<std::size_t>(node.output)] == 0) continue;
    try {
      lower_node(node);
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw InputError(problems);
  const auto& output = views_[static_cast<std::size_t>(graph_.outputs[0])];
  if (!output || lowered_.graph.layers.empty() || output->tensor == lowered_.graph.input)
    throw InputError(Place{graph_.file, 0}, "",
                     "the output does not depend on the input; a network computes something");
  Node last;  // the classes, in the order of the output's elements
  last.name = value(graph_.outputs[0]).name;
  last.inputs = {graph_.outputs[0]};
  lowered_.graph.output = output->order ? tensor_of(last, 0) : output->tensor;
  return std::move(lowered_);
}

void Lowering::lower_node(const Node& node) {
  const Attributes& a = node.attributes;
  switch (node.op) {
    case Op::conv:
      return lower_conv(node);
    case Op::gemm:
      return lower_gemm(node);
    case Op::matmul:
      return lower_matmul(node);
    case Op::relu:
      return lower_clamp(node, 0, std::numeric_limits<double>::infinity());
    case Op::clip:
      return lower_clamp(node, static_cast<double>(a.clip_min), static_cast<double>(a.clip_max));
    case Op::batch_normalization:
      return lower_batch_normalization(node);
    case Op::add:
    case Op::mul:
      return lower_arithmetic(node);
    case Op::max_pool:
    case Op::average_pool:
      return lower_pool(node);
    case Op::global_average_pool:
      return lower_global_average_pool(node);
    case Op::concat:
      return lower_concat(node);
    case Op::softmax:
      return lower_softmax(node);
    case Op::transpose:
      return lower_transpose(node);
    case Op::dropout:
    case Op::flatten:
    case Op::identity:
    case Op::reshape:  // the order of the elements stays
      views_[static_cast<std::size_t>(node.output)] = view(node, 0);
      return;
    case Op::div:
    case Op::function:
    case Op::gather:
    case Op::layer_normalization:
    case Op::lstm:
    case Op::maximum:
    case Op::minimum:
    case Op::pad:
    case Op::pow:
    case Op::prelu:
    case Op::reduce_max:
    case Op::reduce_mean:
    case Op::reduce_sum:
    case Op::slice:
    case Op::sub:
    case Op::where:
      fail(node, "is not supported here yet");
  }
}

const Tensor* Lowering::constant(const Node& node, std::size_t input) const {
  if (input >= node.inputs.size() || node.inputs[input] < 0) return nullptr;
  const auto& held = value(node.inputs[input]).constant;
  return held ? &*held : nullptr;
}

const Tensor& Lowering::needed_constant(const Node& node, std::size_t input,
                                        const char* what) const {
  const Tensor* tensor = constant(node, input);
  if (!tensor)
    fail(node, std::string(what) +
                   " must be constant: arrays hold weights, two computed matrices cannot be "
                   "multiplied");
  return *tensor;
}

Lowering::View& Lowering::view(const Node& node, std::size_t input) {
  auto& found = views_[static_cast<std::size_t>(node.inputs[input])];
  if (!found) fail(node, "its input must be computed from the image, not constant");
  return *found;
}

ImageShape Lowering::shape_of(const Node& node, int value_index) const {
  const Shape& shape = value(value_index).shape;
  if (shape.empty() || shape.size() > 4 || (shape.size() > 1 && shape[0] != 1))
    fail(node, "a tensor of shape " + shape_text(shape) +
                   " is not one image; [1][channels][height][width] or less is possible");
  const std::size_t first = shape.size() == 1 ? 0 : 1;  // behind the batch
  const auto axis = [&](std::size_t i) {
    return i < shape.size() ? static_cast<int>(shape[i]) : 1;
  };
  return {axis(first), axis(first + 1), axis(first + 2)};
}

int Lowering::tensor_of(const Node& node, std::size_t input) {
  View& current = view(node, input);
  const ImageShape shape = shape_of(node, node.inputs[input]);
  const QuantizedTensor& held = tensor(current.tensor);
  const bool fits = !current.order && held.channels == shape.channels &&
                    held.height == shape.height && held.width == shape.width;
  if (fits) return current.tensor;
  QuantizedLayer layer;
  layer.name = value(node.inputs[input]).name;
  layer.kind = LayerKind::permute;
  layer.inputs = {current.tensor};
  layer.window.kernel_h = held.height;
  layer.window.kernel_w = held.width;
  if (current.order) {
    layer.source_index = *current.order;
  } else {
    layer.source_index.resize(static_cast<std::size_t>(held.size()));
    std::iota(layer.source_index.begin(), layer.source_index.end(), 0);
  }
  layer.output = add_tensor(node.inputs[input], shape);
  current = View{layer.output, std::nullopt};
  lowered_.graph.layers.push_back(std::move(layer));
  lowered_.weights.emplace_back();
  return current.tensor;
}

int Lowering::add_tensor(int value_index, const ImageShape& shape) {
  QuantizedTensor tensor;
  tensor.name = value(value_index).name;
  tensor.channels = shape.channels;
  tensor.height = shape.height;
  tensor.width = shape.width;
  lowered_.graph.tensors.push_back(std::move(tensor));
  lowered_.tensor_value.push_back(value_index);
  return static_cast<int>(lowered_.graph.tensors.size()) - 1;
}

void Lowering::add_layer(const Node& node, QuantizedLayer layer, std::vector<float> weights) {
  layer.name = node.name;
  layer.output = add_tensor(node.output, shape_of(node, node.output));
  views_[static_cast<std::size_t>(node.output)] = View{layer.output, std::nullopt};
  lowered_.graph.layers.push_back(std::move(layer));
  lowered_.weights.push_back(std::move(weights));
}

QuantizedLayer* Lowering::private_producer(int value_index) {
  const auto& found = views_[static_cast<std::size_t>(value_index)];
  if (!found || users_[static_cast<std::size_t>(value_index)] != 1) return nullptr;
  // The tensor itself, not a view of one that others may read.
  if (lowered_.tensor_value[static_cast<std::size_t>(found->tensor)] != value_index) return nullptr;
  for (QuantizedLayer& layer : lowered_.graph.layers)
    if (layer.output == found->tensor) return &layer;
  return nullptr;
}

void Lowering::rename(int from, int to) {
  const View held = *views_[static_cast<std::size_t>(from)];
  lowered_.tensor_value[static_cast<std::size_t>(held.tensor)] = to;
  lowered_.graph.tensors[static_cast<std::size_t>(held.tensor)].name = value(to).name;
  views_[static_cast<std::size_t>(to)] = held;
}

void Lowering::fail(const Node& node, const std::string& message) const {
  throw InputError(Place{graph_.file, 0}, node.name, message);
}

}  // namespace mho
