// The walk over the nodes, and the book-keeping of values and tensors.
#include "workloads/quantize/lowering/lowering.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/graph/finite.hpp"
#include "workloads/graph/refusals.hpp"

namespace mho {

LoweredGraph lower(const Graph& graph) { return Lowering(graph).run(); }

namespace {

std::vector<int> users_of(const Graph& graph) {
  std::vector<int> users(graph.values.size(), 0);
  for (const int output : graph.outputs) ++users[static_cast<std::size_t>(output)];
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    if (users[static_cast<std::size_t>(node->output)] == 0) continue;
    for (const int input : node->inputs)
      if (input >= 0) ++users[static_cast<std::size_t>(input)];
  }
  return users;
}

void check_ends(const Graph& graph) {
  if (graph.inputs.size() != 1 || graph.outputs.size() != 1)
    throw InputError(Place{graph.file, 0}, "",
                     "has " + std::to_string(graph.inputs.size()) + " inputs and " +
                         std::to_string(graph.outputs.size()) +
                         " outputs; a network with one input (the image) and one output (the "
                         "classes) is needed");
}

}  // namespace

Lowering::Lowering(const Graph& graph)
    : graph_((check_ends(graph), graph)),
      views_(graph.values.size()),
      users_(users_of(graph)),
      pointwise_(graph, users_) {
  trace_readers();
}

LoweredGraph Lowering::run() && {
  const InputFormat input = input_format(graph_);
  lowered_.graph.name = graph_.name;
  lowered_.graph.input = add_tensor(graph_.inputs[0], input.image);
  views_[static_cast<std::size_t>(graph_.inputs[0])] =
      View{lowered_.graph.input, input.elements, std::nullopt, true, !input.in_axes};
  std::vector<Problem> problems;
  for (const Node& node : graph_.nodes) {
    // What a refused node makes is unknown: nodes that read it are passed over.
    const std::optional<int> root = pointwise_.root(node);
    const bool known =
        root ? views_[static_cast<std::size_t>(*root)].has_value()
             : std::all_of(node.inputs.begin(), node.inputs.end(), [&](int each) {
                 return each < 0 || value(each).constant || views_[static_cast<std::size_t>(each)];
               });
    if (!known || users_[static_cast<std::size_t>(node.output)] == 0 || pointwise_.is_inside(node))
      continue;
    try {
      if (root)
        lower_function(node, *root);
      else
        lower_node(node);
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw InputError(merged(problems));
  const auto& output = views_[static_cast<std::size_t>(graph_.outputs[0])];
  if (!output || lowered_.graph.layers.empty() || output->tensor == lowered_.graph.input)
    throw InputError(Place{graph_.file, 0}, "",
                     output ? "its operators only move elements; a network computes something"
                            : "the output does not depend on the input; a network computes "
                              "something");
  take_output();
  finish_numbers();
  return std::move(lowered_);
}

void Lowering::take_output() {
  Node last;
  last.name = value(graph_.outputs[0]).name;
  last.inputs = {graph_.outputs[0]};
  const View& seen = all_elements(last, 0);
  lowered_.graph.output = seen.tensor;
  lowered_.graph.output_order = element_order(seen.elements);
}

const Tensor* Lowering::constant(const Node& node, std::size_t input) const {
  if (input >= node.inputs.size() || node.inputs[input] < 0) return nullptr;
  const auto& held = value(node.inputs[input]).constant;
  return held ? &*held : nullptr;
}

const Tensor& Lowering::needed_constant(const Node& node, std::size_t input,
                                        const char* what) const {
  const Tensor* tensor = constant(node, input);
  if (!tensor) fail(node, std::string(what) + " must be constant: arrays hold weights");
  return *tensor;
}

int Lowering::add_tensor(int value_index, const ImageShape& shape) {
  QuantizedTensor tensor;
  tensor.name = value(value_index).name;
  tensor.channels = shape.channels;
  tensor.height = shape.height;
  tensor.width = shape.width;
  lowered_.graph.tensors.push_back(std::move(tensor));
  lowered_.tensor_value.push_back(value_index);
  lowered_.given.emplace_back();
  layer_of_.push_back(-1);
  lowered_.table_rows.push_back(0);
  return static_cast<int>(lowered_.graph.tensors.size()) - 1;
}

void Lowering::add_layer(const Node& node, QuantizedLayer layer, const ImageShape& shape,
                         StridedView elements, RealNumbers real) {
  layer.name = node.name;
  layer.output = add_tensor(node.output, shape);
  views_[static_cast<std::size_t>(node.output)] = View{layer.output, std::move(elements)};
  append(std::move(layer), std::move(real));
}

void Lowering::append(QuantizedLayer layer, RealNumbers real) {
  layer_of_[static_cast<std::size_t>(layer.output)] =
      static_cast<int>(lowered_.graph.layers.size());
  inherit_format(layer);
  lowered_.graph.layers.push_back(std::move(layer));
  lowered_.real.push_back(std::move(real));
}

void Lowering::add_layer_like(const Node& node, QuantizedLayer layer, const View& like,
                              RealNumbers real) {
  const QuantizedTensor& from = tensor(like.tensor);
  const ImageShape shape{from.channels, from.height, from.width};
  add_layer(node, std::move(layer), shape, StridedView(like.elements), std::move(real));
}

QuantizedLayer* Lowering::private_producer(int value_index) {
  QuantizedLayer* producer = open_producer(value_index);
  const bool rounded = producer && lowered_.given[static_cast<std::size_t>(producer->output)];
  return rounded ? nullptr : producer;
}

QuantizedLayer* Lowering::open_producer(int value_index) {
  const auto& found = views_[static_cast<std::size_t>(value_index)];
  if (!found || users_[static_cast<std::size_t>(value_index)] != 1) return nullptr;
  if (!found->sole || found->joined || !is_whole(*found)) return nullptr;
  const int index = layer_of_[static_cast<std::size_t>(found->tensor)];
  if (index < 0) return nullptr;
  QuantizedLayer& layer = lowered_.graph.layers[static_cast<std::size_t>(index)];
  // A recurrent layer reads its own output, which no later operator may change.
  return layer.kind == LayerKind::lstm ? nullptr : &layer;
}

RealNumbers& Lowering::real_of(const QuantizedLayer& layer) {
  return lowered_.real[static_cast<std::size_t>(&layer - lowered_.graph.layers.data())];
}

void Lowering::finish_numbers() {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < lowered_.real.size(); ++i) {
    const QuantizedLayer& layer = lowered_.graph.layers[i];
    RealNumbers& real = lowered_.real[i];
    const auto rows = static_cast<std::size_t>(layer.weights.rows_per_group);
    if (!real.weight_factor.empty())
      for (std::size_t w = 0; w < real.weights.size(); ++w)
        real.weights[w] =
            static_cast<float>(static_cast<double>(real.weights[w]) * real.weight_factor[w / rows]);
    if (!real.weight_factor.empty() && real.given) {
      std::vector<float>& scale = real.given->scale;
      if (scale.size() == 1) scale.resize(real.weight_factor.size() * rows, scale[0]);
      for (std::size_t w = 0; w < scale.size(); ++w)
        scale[w] = static_cast<float>(static_cast<double>(scale[w]) * real.weight_factor[w / rows]);
    }
    const auto check = [&](const char* what, const std::optional<std::string>& problem) {
      if (!problem) return;
      problems.push_back({{graph_.file, 0},
                          "node '" + layer.name + "'",
                          std::string(what) + ", with all that is folded into it: " + *problem});
    };
    check("its weights", finite_problem(std::span<const float>(real.weights)));
    for (const std::vector<double>* numbers : std::initializer_list<const std::vector<double>*>{
             &layer.factor, &layer.bias, &layer.constants, &real.cached, &layer.recurrence.hidden,
             &layer.recurrence.cell})
      check("its constants", finite_problem(std::span<const double>(*numbers)));
    check("its factor", finite_problem(std::span<const double>(&layer.product.scale, 1)));
  }
  if (!problems.empty()) throw InputError(problems);
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
