// Conv, Gemm and MatMul with constant weights, and LSTM -> layers with weights.
#include <algorithm>

#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

std::vector<double> as_double(const Tensor& tensor) {
  return {tensor.values.begin(), tensor.values.end()};
}

/// [rows][columns] -> [columns][rows]; nothing stays nothing (shapes only).
std::vector<float> transposed_matrix(const std::vector<float>& values, std::int64_t rows,
                                     std::int64_t columns) {
  std::vector<float> result(values.size());
  if (values.empty()) return result;
  constexpr std::int64_t kBlock = 32;  // so that lines of both stay in the cache
  for (std::int64_t first = 0; first < rows; first += kBlock)
    for (std::int64_t c = 0; c < columns; ++c)
      for (std::int64_t r = first; r < std::min(rows, first + kBlock); ++r)
        result[static_cast<std::size_t>(c * rows + r)] =
            values[static_cast<std::size_t>(r * columns + c)];
  return result;
}

}  // namespace

Window window_of(const Attributes& a) {
  const bool two = a.kernel.size() == 2;
  return {a.kernel[0],         two ? a.kernel[1] : 1, a.strides[0],   two ? a.strides[1] : 1,
          a.pads[0],           two ? a.pads[1] : 0,   a.dilations[0], two ? a.dilations[1] : 1,
          a.pads[two ? 2 : 1], two ? a.pads[3] : 0};
}

void Lowering::lower_conv(const Node& node) {
  const Tensor& weights = needed_constant(node, 1, "the weights");
  const Attributes& a = node.attributes;
  if (a.kernel.size() > 2)
    fail(node, "convolves " + std::to_string(a.kernel.size()) +
                   " axes; one or two (height and width) are possible");
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.inputs = {image(node, 0).tensor};
  layer.window = window_of(a);
  layer.weights.outputs = static_cast<int>(weights.shape[0]);
  layer.weights.groups = a.group;
  layer.weights.rows_per_group =
      static_cast<int>(element_count(weights.shape) / layer.weights.outputs);
  if (node.inputs.size() > 2 && node.inputs[2] >= 0)
    layer.bias = as_double(needed_constant(node, 2, "the bias"));
  const Shape& shape = value(node.output).shape;
  const ImageShape out{static_cast<int>(shape[1]), static_cast<int>(shape[2]),
                       shape.size() > 3 ? static_cast<int>(shape[3]) : 1};
  MatrixValues values = matrix_values(node, 1);
  RealNumbers real{std::move(values.values), {}, {}};
  real.given = std::move(values.given);
  add_layer(node, std::move(layer), out, dense_view(shape), std::move(real));
}

void Lowering::lower_gemm(const Node& node) {
  const Tensor& matrix = needed_constant(node, 1, "the second matrix");
  const Attributes& a = node.attributes;
  const std::int64_t outputs = matrix.shape[a.trans_b ? 0 : 1];
  const std::int64_t inputs = matrix.shape[a.trans_b ? 1 : 0];
  MatrixValues weights = matrix_values(node, 1);
  if (!a.trans_b)
    weights.rearrange([&](const std::vector<float>& values) {
      return transposed_matrix(values, inputs, outputs);
    });
  for (float& weight : weights.values) weight *= a.alpha;
  if (weights.given)
    for (float& scale : weights.given->scale) scale *= a.alpha;
  std::vector<double> bias;
  if (node.inputs.size() > 2 && node.inputs[2] >= 0) {
    const Tensor& held = needed_constant(node, 2, "the bias");
    const std::int64_t count = element_count(held.shape);
    if (count != 1 && (count != outputs || held.shape.back() != outputs))
      fail(node, "adds a bias that differs between rows; one for each column is possible");
    bias = as_double(held);
    if (bias.size() == 1) bias.resize(static_cast<std::size_t>(outputs), bias[0]);
    for (double& each : bias) each *= static_cast<double>(a.beta);
  }
  lower_linear(node, 0, a.trans_a ? 0 : 1, static_cast<int>(outputs), std::move(weights),
               std::move(bias));
}

void Lowering::lower_matmul(const Node& node) {
  const Tensor* left = constant(node, 0);
  const Tensor* right = constant(node, 1);
  if (!left && !right) return lower_product(node);
  const Tensor& matrix = left ? *left : *right;
  const std::size_t rank = matrix.shape.size();
  if (rank < 2 || element_count(matrix.shape) != matrix.shape[rank - 1] * matrix.shape[rank - 2])
    fail(node, "multiplies with a constant of rank " + std::to_string(rank) +
                   "; a matrix (rank 2) is possible");
  const std::size_t computed = left ? 1 : 0;
  const std::size_t axes = value(node.inputs[computed]).shape.size();
  if (left && axes < 2) fail(node, "multiplies a matrix with a vector; the other way is possible");
  const std::int64_t rows = matrix.shape[rank - 2], columns = matrix.shape[rank - 1];
  const std::int64_t outputs = left ? rows : columns;
  MatrixValues weights = matrix_values(node, left ? 0 : 1);
  if (!left)
    weights.rearrange(
        [&](const std::vector<float>& values) { return transposed_matrix(values, rows, columns); });
  lower_linear(node, computed, axes - (left ? 2 : 1), static_cast<int>(outputs), std::move(weights),
               {});
}

void Lowering::lower_linear(const Node& node, std::size_t input, std::size_t axis, int outputs,
                            MatrixValues weights, std::vector<double> bias) {
  const std::int64_t inputs = value(node.inputs[input]).shape[axis];
  if (element_count(value(node.inputs[input]).shape) == inputs)
    return lower_vector_by_matrix(node, input, outputs, std::move(weights), std::move(bias));
  const View& from = with_channels(node, input, axis, true);
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.inputs = {from.tensor};
  layer.weights.outputs = outputs;
  layer.weights.rows_per_group = static_cast<int>(inputs);
  layer.bias = std::move(bias);
  const QuantizedTensor& in = tensor(from.tensor);
  StridedView elements = from.elements;
  elements.axes[axis] = {outputs, in.pixels()};
  const ImageShape shape{outputs, in.height, in.width};
  const Shape& wanted = value(node.output).shape;
  // Axes of size 1 that broadcasting puts in front.
  while (elements.axes.size() < wanted.size()) elements.axes.insert(elements.axes.begin(), {1, 0});
  RealNumbers real{std::move(weights.values), {}, {}};
  real.given = std::move(weights.given);
  add_layer(node, std::move(layer), shape, std::move(elements), std::move(real));
}

void Lowering::lower_vector_by_matrix(const Node& node, std::size_t input, int outputs,
                                      MatrixValues weights, std::vector<double> bias) {
  const View& from = all_elements(node, input);
  const auto rows = static_cast<std::size_t>(from.elements.size());
  // A tensor of the same elements in another order: the weights are put in that order instead.
  const std::vector<std::int32_t> order = element_order(from.elements);
  if (!weights.values.empty() && !std::is_sorted(order.begin(), order.end()))
    weights.rearrange([&](const std::vector<float>& values) {
      std::vector<float> reordered(values.size());
      for (std::size_t o = 0; o < static_cast<std::size_t>(outputs); ++o)
        for (std::size_t k = 0; k < rows; ++k)
          reordered[o * rows + static_cast<std::size_t>(order[k])] = values[o * rows + k];
      return reordered;
    });
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.inputs = {from.tensor};
  layer.window.kernel_h = tensor(from.tensor).height;
  layer.window.kernel_w = tensor(from.tensor).width;
  layer.weights.outputs = outputs;
  layer.weights.rows_per_group = static_cast<int>(rows);
  layer.bias = std::move(bias);
  RealNumbers real{std::move(weights.values), {}, {}};
  real.given = std::move(weights.given);
  add_layer(node, std::move(layer), {outputs, 1, 1}, dense_view(value(node.output).shape),
            std::move(real));
}

Graph with_gate_sums(Graph graph) {
  std::vector<Node> nodes;
  const auto add_value = [&](const std::string& name, Shape shape, std::optional<Tensor> constant) {
    graph.values.push_back({name, std::move(shape), std::move(constant)});
    return static_cast<int>(graph.values.size()) - 1;
  };
  const auto value = [&](int index) -> const Value& {
    return graph.values[static_cast<std::size_t>(index)];
  };
  for (Node node : graph.nodes) {
    const bool known = node.op == Op::lstm && value(node.inputs[kLstmW]).constant;
    if (!known) {
      nodes.push_back(std::move(node));
      continue;
    }
    const Tensor& w = *value(node.inputs[kLstmW]).constant;
    const std::int64_t gates = w.shape[1], inputs = w.shape[2];
    Shape shape = value(node.inputs[kLstmX]).shape;
    shape.back() = gates;
    const int matrix =
        add_value(node.name + ".W", {inputs, gates},
                  Tensor{{inputs, gates}, transposed_matrix(w.values, gates, inputs)});
    int sums = add_value(node.name + ".gates", shape, std::nullopt);
    nodes.push_back({Op::matmul, node.name + ".gates", {node.inputs[kLstmX], matrix}, sums, {}});
    const int bias_input = std::ssize(node.inputs) > kLstmBias ? node.inputs[kLstmBias] : -1;
    if (bias_input >= 0 && value(bias_input).constant) {
      const std::vector<float>& halves = value(bias_input).constant->values;
      Tensor bias{{gates}, {}};  // of W x, then of R h
      // The hidden bias of a GRU's last gate stands behind the reset gate: it is the layer's own.
      const bool gru = node.attributes.cell == RecurrentCell::gru;
      const auto joined = static_cast<std::size_t>(gru ? gates / 3 * 2 : gates);
      for (std::size_t o = 0; 2 * o < halves.size(); ++o)
        bias.values.push_back(halves[o] +
                              (o < joined ? halves[o + static_cast<std::size_t>(gates)] : 0));
      const int constant = add_value(node.name + ".bias", {gates}, std::move(bias));
      const int biased = add_value(node.name + ".gates", shape, std::nullopt);
      nodes.push_back({Op::add, node.name + ".bias", {sums, constant}, biased, {}});
      sums = biased;
    }
    node.inputs.resize(kLstmInputs, -1);
    node.inputs.push_back(sums);
    nodes.push_back(std::move(node));
  }
  graph.nodes = std::move(nodes);
  return graph;
}

void Lowering::lower_lstm(const Node& node) {
  needed_constant(node, kLstmW, "the input weights");
  const Tensor& recurrent = needed_constant(node, kLstmR, "the recurrent weights");
  const Shape& shape = value(node.output).shape;  // [steps][1][batch][hidden]
  if (shape[2] != 1) fail(node, "runs " + std::to_string(shape[2]) + " sequences; one is possible");
  if (node.inputs.size() > kLstmBias && node.inputs[kLstmBias] >= 0)
    needed_constant(node, kLstmBias, "the bias");
  View* gates = &with_channels(node, kLstmInputs, 2, true);
  const StridedView::Axis& steps = gates->elements.axes[0];
  if (steps.size > 1 && steps.stride != 1)  // backwards, or not one after another
    gates = &rearrange(node, kLstmInputs, {2}, {0, 1});
  QuantizedLayer layer;
  layer.kind = LayerKind::lstm;
  layer.inputs = {gates->tensor};
  layer.weights.outputs = static_cast<int>(recurrent.shape[1]);
  layer.weights.rows_per_group = static_cast<int>(recurrent.shape[2]);
  const auto initial = [&](LstmInput input) {
    const auto at = static_cast<std::size_t>(input);
    if (at >= node.inputs.size() || node.inputs[at] < 0) return std::vector<double>{};
    return as_double(needed_constant(node, at, "the initial state"));
  };
  static constexpr Recurrent kKinds[] = {Recurrent::lstm, Recurrent::gru, Recurrent::rnn};
  layer.recurrence = {initial(kLstmHidden), initial(kLstmCell),
                      kKinds[static_cast<int>(node.attributes.cell)]};
  if (layer.recurrence.kind == Recurrent::gru) {
    const std::vector<double> halves = initial(kLstmBias);  // nothing without values
    const auto hidden = std::ssize(halves) / 6;
    layer.recurrence.hidden_bias.assign(halves.end() - hidden, halves.end());
  }
  const StridedView elements{0, {{shape[0], 1}, {1, 0}, {1, 0}, {shape[3], shape[0]}}};
  add_layer(node, std::move(layer), {static_cast<int>(shape[3]), static_cast<int>(shape[0]), 1},
            elements, {recurrent.values, {}, {}});
}

}  // namespace mho
