#include "workloads/graph/operators.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

using Elements = std::span<const double>;

double element_of_clip(const Attributes& a, Elements x) {
  return std::min(std::max(x[0], static_cast<double>(a.clip_min)), static_cast<double>(a.clip_max));
}

double element_of_function(const Attributes& a, Elements x) {
  return evaluate(a.function, x[0], static_cast<double>(a.alpha), static_cast<double>(a.beta));
}

const Shape& shape_of(const Graph& graph, const Node& node, std::size_t input) {
  return graph.values[static_cast<std::size_t>(node.inputs[input])].shape;
}

std::int64_t outputs_of(const Graph& graph, const Node& node) {
  return element_count(graph.values[static_cast<std::size_t>(node.output)].shape);
}

std::int64_t terms_of_window(const Graph&, const Node& node) {
  return element_count({node.attributes.kernel.begin(), node.attributes.kernel.end()});
}

std::int64_t terms_of_conv(const Graph& graph, const Node& node) {
  const Shape& weights = shape_of(graph, node, 1);
  return element_count(weights) / weights[0];
}

std::int64_t terms_of_gemm(const Graph& graph, const Node& node) {
  return shape_of(graph, node, 0)[node.attributes.trans_a ? 0 : 1];
}

std::int64_t terms_of_matmul(const Graph& graph, const Node& node) {
  return shape_of(graph, node, 0).back();
}

/// Of each gate a row of W and a row of R.
std::int64_t terms_of_lstm(const Graph& graph, const Node& node) {
  return gates_of(node.attributes.cell) *
         (shape_of(graph, node, kLstmW).back() + shape_of(graph, node, kLstmR).back());
}

using AxisOrNone = std::optional<std::size_t>;

AxisOrNone matrix_axis_of_gemm(const Graph&, const Node& node, std::size_t) {
  return node.attributes.trans_a ? 0 : 1;
}

AxisOrNone matrix_axis_of_matmul(const Graph& graph, const Node& node, std::size_t input) {
  const auto other = static_cast<std::size_t>(node.inputs[input == 0 ? 1 : 0]);
  const std::size_t rank = shape_of(graph, node, input).size(), from_end = input == 0 ? 1 : 2;
  if (!graph.values[other].constant || rank < from_end) return std::nullopt;
  return rank - from_end;
}

AxisOrNone matrix_axis_of_lstm(const Graph& graph, const Node& node, std::size_t input) {
  return shape_of(graph, node, input).size() - 1;
}

AxisOrNone channel_axis_of_conv(const Graph&, const Node&) { return 0; }

/// A bias that differs between rows is none of channels.
AxisOrNone channel_axis_of_gemm(const Graph& graph, const Node& node) {
  if (node.inputs.size() > 2 && node.inputs[2] >= 0) {
    const Shape& bias = shape_of(graph, node, 2);
    if (bias.size() > 1 && bias[0] != 1) return std::nullopt;
  }
  return node.attributes.trans_b ? 0 : 1;
}

AxisOrNone channel_axis_of_matmul(const Graph& graph, const Node& node) {
  const bool matrices =
      shape_of(graph, node, 0).size() == 2 && shape_of(graph, node, 1).size() == 2;
  return matrices ? AxisOrNone(1) : std::nullopt;
}

constexpr OperatorTable<Operator> kOperators({
    {Op::add,
     {.name = "add",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return x[0] + x[1]; },
      .takes_infinite = true}},
    {Op::average_pool, {.name = "average_pool", .terms = terms_of_window, .reads_image = true}},
    {Op::batch_normalization, {.name = "batch_normalization", .places = Places::same}},
    {Op::clip, {.name = "clip", .places = Places::same, .element = element_of_clip}},
    {Op::concat, {.name = "concat", .places = Places::partly}},
    {Op::conv,
     {.name = "conv",
      .matrices = {1},
      .terms = terms_of_conv,
      .reads_image = true,
      .channel_axis = channel_axis_of_conv}},
    {Op::div,
     {.name = "div",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return x[0] / x[1]; }}},
    {Op::dropout, {.name = "dropout", .places = Places::kept}},
    {Op::flatten, {.name = "flatten", .places = Places::in_order}},
    {Op::function, {.name = "function", .places = Places::same, .element = element_of_function}},
    {Op::gather, {.name = "gather"}},
    {Op::gemm,
     {.name = "gemm",
      .matrices = {1},
      .terms = terms_of_gemm,
      .matrix_axis = matrix_axis_of_gemm,
      .channel_axis = channel_axis_of_gemm}},
    {Op::global_average_pool, {.name = "global_average_pool", .reads_image = true}},
    {Op::identity,
     {.name = "identity",
      .places = Places::kept,
      .element = [](const Attributes&, Elements x) { return x[0]; }}},
    {Op::layer_normalization, {.name = "layer_normalization", .places = Places::same}},
    {Op::lookup, {.name = "lookup"}},
    {Op::lstm,
     {.name = "lstm",
      .matrices = {kLstmW, kLstmR},
      .terms = terms_of_lstm,
      .matrix_axis = matrix_axis_of_lstm}},
    {Op::matmul,
     {.name = "matmul",
      .matrices = {0, 1},
      .terms = terms_of_matmul,
      .matrix_axis = matrix_axis_of_matmul,
      .channel_axis = channel_axis_of_matmul}},
    {Op::max_pool, {.name = "max_pool", .terms = terms_of_window, .reads_image = true}},
    {Op::maximum,
     {.name = "maximum",
      .places = Places::same,
      .element = [](const Attributes&,
                    Elements x) { return *std::max_element(x.begin(), x.end()); },
      .takes_infinite = true}},
    {Op::minimum,
     {.name = "minimum",
      .places = Places::same,
      .element = [](const Attributes&,
                    Elements x) { return *std::min_element(x.begin(), x.end()); },
      .takes_infinite = true}},
    {Op::mul,
     {.name = "mul",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return x[0] * x[1]; }}},
    {Op::pad, {.name = "pad", .places = Places::partly}},
    {Op::pow,
     {.name = "pow",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return std::pow(x[0], x[1]); }}},
    {Op::prelu,
     {.name = "prelu",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return x[0] < 0 ? x[0] * x[1] : x[0]; }}},
    {Op::quantize, {.name = "quantize", .places = Places::same}},
    {Op::reduce_max, {.name = "reduce_max"}},
    {Op::reduce_mean, {.name = "reduce_mean"}},
    {Op::reduce_sum, {.name = "reduce_sum"}},
    {Op::relu,
     {.name = "relu",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return std::max(x[0], 0.0); }}},
    {Op::reshape, {.name = "reshape", .places = Places::in_order}},
    {Op::slice, {.name = "slice", .places = Places::partly}},
    {Op::softmax, {.name = "softmax"}},
    {Op::sub,
     {.name = "sub",
      .places = Places::same,
      .element = [](const Attributes&, Elements x) { return x[0] - x[1]; },
      .takes_infinite = true}},
    {Op::top_k, {.name = "top_k"}},
    {Op::transpose, {.name = "transpose", .places = Places::permuted}},
    {Op::where, {.name = "where", .places = Places::same, .takes_infinite = true}},
});

constexpr bool products_have_terms() {
  for (const Op op : OperatorTable<Operator>::keys())
    if (!kOperators[op].matrices.empty() && !kOperators[op].terms) return false;
  return true;
}
static_assert(products_have_terms(), "a product is counted by its terms");

}  // namespace

const Operator& operator_of(Op op) { return kOperators[op]; }

std::int64_t macs_of(const Graph& graph, const Node& node) {
  const Operator& op = operator_of(node.op);
  return op.matrices.empty() ? 0 : outputs_of(graph, node) * op.terms(graph, node);
}

double operations_of(const Graph& graph, const Node& node) {
  const Operator& op = operator_of(node.op);
  const auto outputs = static_cast<double>(outputs_of(graph, node));
  double operations = outputs;
  for (std::size_t input = 0; input < node.inputs.size(); ++input)
    if (node.inputs[input] >= 0)
      operations += static_cast<double>(element_count(shape_of(graph, node, input)));
  if (op.terms) operations += outputs * static_cast<double>(op.terms(graph, node));
  return operations;
}

}  // namespace mho
