// The end of an lstm layer at one pixel: gates, cell state, hidden state. Hochreiter and
// Schmidhuber, Neural Computation 9 (1997), with forget gate and without peepholes, as ONNX's LSTM
// with its default activations.
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/integer/arithmetic.hpp"

namespace mho {

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

std::vector<double> initial_cell(const QuantizedLayer& layer) {
  const std::size_t hidden = static_cast<std::size_t>(layer.weights.outputs) / 4;
  return layer.recurrence.cell.empty() ? std::vector<double>(hidden, 0) : layer.recurrence.cell;
}

void finish_lstm(const QuantizedGraph& graph, const QuantizedLayer& layer, int fraction,
                 std::span<const std::int64_t> sums, std::span<const std::int32_t> gates,
                 std::span<double> cell, std::span<std::int32_t> pixel) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const std::size_t hidden = cell.size();
  require(sums.size() == 4 * hidden && pixel.size() == hidden,
          "finish_lstm: an lstm layer is finished as a whole");
  const OutputRounding rounded(layer, out);
  const double step = std::ldexp(1.0, -fraction);
  const auto gate = [&](std::size_t number, std::size_t unit) {
    const std::size_t o = number * hidden + unit;
    const double fed = gates[o] * in.scale;
    return fed + static_cast<double>(sums[o]) * step * (layer.weights.scale[o] * out.scale);
  };
  for (std::size_t unit = 0; unit < hidden; ++unit) {
    const double input = sigmoid(gate(0, unit));
    const double output = sigmoid(gate(1, unit));
    const double forget = sigmoid(gate(2, unit));
    const double candidate = std::tanh(gate(3, unit));
    cell[unit] = forget * cell[unit] + input * candidate;
    pixel[unit] = rounded(output * std::tanh(cell[unit]));
  }
}

}  // namespace mho
