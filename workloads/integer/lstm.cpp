// The end of a recurrent layer at one pixel: gates and state. LSTM: Hochreiter and Schmidhuber,
// Neural Computation 9 (1997), with forget gate and without peepholes; GRU: Cho et al.,
// arXiv:1406.1078, its reset gate behind the product; all as ONNX's with default activations.
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/integer/arithmetic.hpp"

namespace mho {

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

std::vector<double> initial_cell(const QuantizedLayer& layer) {
  const Recurrence& recurrence = layer.recurrence;
  const auto gates = static_cast<std::size_t>(recurrence.gates());
  const std::size_t hidden = static_cast<std::size_t>(layer.weights.outputs) / gates;
  const std::vector<double>& given =
      recurrence.kind == Recurrent::lstm ? recurrence.cell : recurrence.hidden;
  return given.empty() ? std::vector<double>(hidden, 0) : given;
}

void finish_lstm(const QuantizedGraph& graph, const QuantizedLayer& layer, int fraction,
                 std::span<const std::int64_t> sums, std::span<const std::int32_t> gates,
                 std::span<double> cell, std::span<std::int32_t> pixel) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const Recurrence& recurrence = layer.recurrence;
  const std::size_t hidden = cell.size();
  require(sums.size() == static_cast<std::size_t>(recurrence.gates()) * hidden &&
              pixel.size() == hidden,
          "finish_lstm: a recurrent layer is finished as a whole");
  const OutputRounding rounded(layer, out);
  const double step = std::ldexp(1.0, -fraction);
  const auto fed = [&](std::size_t o) { return gates[o] * in.scale; };
  const auto recurred = [&](std::size_t o) {
    return static_cast<double>(sums[o]) * step * (layer.weights.scale[o] * out.scale);
  };
  const auto gate = [&](std::size_t number, std::size_t unit) {
    const std::size_t o = number * hidden + unit;
    return fed(o) + recurred(o);
  };
  for (std::size_t unit = 0; unit < hidden; ++unit) {
    switch (recurrence.kind) {
      case Recurrent::lstm: {
        const double input = sigmoid(gate(0, unit));
        const double output = sigmoid(gate(1, unit));
        const double forget = sigmoid(gate(2, unit));
        const double candidate = std::tanh(gate(3, unit));
        cell[unit] = forget * cell[unit] + input * candidate;
        pixel[unit] = rounded(output * std::tanh(cell[unit]));
        break;
      }
      case Recurrent::gru: {
        const std::size_t o = 2 * hidden + unit;
        const double bias = recurrence.hidden_bias.empty() ? 0 : recurrence.hidden_bias[unit];
        const double update = sigmoid(gate(0, unit)), reset = sigmoid(gate(1, unit));
        const double candidate = std::tanh(fed(o) + reset * (recurred(o) + bias));
        cell[unit] = (1 - update) * candidate + update * cell[unit];
        pixel[unit] = rounded(cell[unit]);
        break;
      }
      case Recurrent::rnn:
        pixel[unit] = rounded(std::tanh(gate(0, unit)));
        break;
    }
  }
}

}  // namespace mho
