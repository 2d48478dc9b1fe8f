// Executes a graph node by node, and dispatches to the operators.
#include "sim/base/error.hpp"
#include "workloads/float/operators.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

Tensor run_operator(const Node& node, const Arguments& inputs, const Shape& output) {
  const Attributes& attributes = node.attributes;
  switch (node.op) {
    case Op::add:
      return run_add(inputs, output);
    case Op::average_pool:
      return run_average_pool(attributes, inputs, output);
    case Op::batch_normalization:
      return run_batch_normalization(attributes, inputs);
    case Op::clip:
      return run_clip(attributes, inputs);
    case Op::concat:
      return run_concat(attributes, inputs, output);
    case Op::conv:
      return run_conv(attributes, inputs, output);
    case Op::gemm:
      return run_gemm(attributes, inputs, output);
    case Op::global_average_pool:
      return run_global_average_pool(inputs, output);
    case Op::matmul:
      return run_matmul(inputs, output);
    case Op::max_pool:
      return run_max_pool(attributes, inputs, output);
    case Op::mul:
      return run_mul(inputs, output);
    case Op::relu: {
      Attributes positive;
      positive.clip_min = 0;
      return run_clip(positive, inputs);
    }
    case Op::dropout:
    case Op::flatten:
    case Op::identity:
    case Op::reshape:
      return run_reshape(inputs, output);
    case Op::softmax:
      return run_softmax(attributes, inputs);
    case Op::transpose:
      return run_transpose(attributes, inputs, output);
    case Op::div:
      return run_div(inputs, output);
    case Op::function:
      return run_function(attributes, inputs);
    case Op::gather:
      return run_gather(attributes, inputs, output);
    case Op::layer_normalization:
      return run_layer_normalization(attributes, inputs);
    case Op::lstm:
      return run_lstm(inputs, output);
    case Op::maximum:
      return run_maximum(inputs, output);
    case Op::minimum:
      return run_minimum(inputs, output);
    case Op::pad:
      return run_pad(attributes, inputs, output);
    case Op::pow:
      return run_pow(inputs, output);
    case Op::prelu:
      return run_prelu(inputs, output);
    case Op::reduce_max:
      return run_reduce_max(attributes, inputs, output);
    case Op::reduce_mean:
      return run_reduce_mean(attributes, inputs, output);
    case Op::reduce_sum:
      return run_reduce_sum(attributes, inputs, output);
    case Op::slice:
      return run_slice(attributes, inputs, output);
    case Op::sub:
      return run_sub(inputs, output);
    case Op::where:
      return run_where(inputs, output);
  }
  throw Bug("an operator without a float implementation");
}

std::vector<Tensor> run_float(const Graph& graph, const std::vector<Tensor>& inputs) {
  if (inputs.size() != graph.inputs.size()) {
    throw InputError({graph.file, 0}, "",
                     std::to_string(inputs.size()) + " inputs are given; the network has " +
                         std::to_string(graph.inputs.size()));
  }
  std::vector<Tensor> values(graph.values.size());
  for (std::size_t index = 0; index < graph.values.size(); ++index) {
    if (graph.values[index].constant) values[index] = *graph.values[index].constant;
  }
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    const Value& wanted = graph.values[graph.inputs[index]];
    if (inputs[index].shape != wanted.shape) {
      throw InputError({graph.file, 0}, "input '" + wanted.name + "'",
                       "is given shape " + shape_text(inputs[index].shape) + "; " +
                           shape_text(wanted.shape) + " is wanted");
    }
    values[graph.inputs[index]] = inputs[index];
  }
  for (const Node& node : graph.nodes) {
    Arguments arguments;
    for (const int input : node.inputs) arguments.push_back(input < 0 ? nullptr : &values[input]);
    values[node.output] = run_operator(node, arguments, graph.values[node.output].shape);
  }
  return values;
}

}  // namespace mho
