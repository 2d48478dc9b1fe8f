// Recurrent cells as ONNX defines them, forward, with their usual activations. LSTM: Hochreiter and
// Schmidhuber, Neural Computation 9 (1997), with the forget gate of Gers et al. (2000), without
// peepholes. GRU: Cho et al., arXiv:1406.1078, its reset gate behind the product (PyTorch, Keras).
#include <cmath>

#include "sim/base/products.hpp"
#include "workloads/float/operators.hpp"

namespace mho {

namespace {

std::vector<float> initial_state(const Arguments& inputs, std::size_t which, std::int64_t size) {
  if (which < inputs.size() && inputs[which]) return inputs[which]->values;
  return std::vector<float>(static_cast<std::size_t>(size), 0.0f);
}

double sigmoid(double x) { return evaluate(Function::sigmoid, x, 0, 0); }

/// What a unit's gates are fed by the input and by its own state.
struct Fed {
  double from_x[4], from_h[4];
  double sum(int gate) const { return from_x[gate] + from_h[gate]; }
};

/// The unit's next output; of an LSTM `state` is its cell.
float next_of(RecurrentCell cell, const Fed& fed, float& state, float before) {
  switch (cell) {
    case RecurrentCell::lstm: {
      const double sum = sigmoid(fed.sum(2)) * static_cast<double>(state) +
                         sigmoid(fed.sum(0)) * std::tanh(fed.sum(3));
      state = static_cast<float>(sum);
      return static_cast<float>(sigmoid(fed.sum(1)) * std::tanh(sum));
    }
    case RecurrentCell::gru: {
      const double update = sigmoid(fed.sum(0)), reset = sigmoid(fed.sum(1));
      const double hidden = std::tanh(fed.from_x[2] + reset * fed.from_h[2]);
      return static_cast<float>((1 - update) * hidden + update * static_cast<double>(before));
    }
    case RecurrentCell::rnn:
      return static_cast<float>(std::tanh(fed.sum(0)));
  }
  return 0;
}

}  // namespace

Tensor run_lstm(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Tensor &x = *inputs[kLstmX], &w = *inputs[kLstmW], &r = *inputs[kLstmR];
  const std::int64_t steps = output[0], batch = output[2], hidden = output[3];
  const int gates = gates_of(attributes.cell);
  const std::int64_t depth = x.shape[2], width = gates * hidden;
  const Tensor* bias = kLstmBias < inputs.size() ? inputs[kLstmBias] : nullptr;

  std::vector<float> from_x(static_cast<std::size_t>(steps * batch * width));
  multiply({x.values.data(), steps * batch, depth, depth},
           {w.values.data(), depth, width, depth, true}, from_x.data(), width);
  std::vector<float> h = initial_state(inputs, kLstmHidden, batch * hidden);
  std::vector<float> c = initial_state(inputs, kLstmCell, batch * hidden);
  std::vector<float> from_h(static_cast<std::size_t>(batch * width));
  Tensor result{output, {}};
  for (std::int64_t step = 0; step < steps; ++step) {
    multiply({h.data(), batch, hidden, hidden}, {r.values.data(), hidden, width, hidden, true},
             from_h.data(), width);
    for (std::int64_t unit = 0; unit < batch * hidden; ++unit) {
      const std::int64_t row = unit / hidden, column = unit % hidden;
      Fed fed{};
      for (int g = 0; g < gates; ++g) {
        const std::int64_t at = g * hidden + column;
        fed.from_x[g] = static_cast<double>(from_x[(step * batch + row) * width + at]);
        fed.from_h[g] = static_cast<double>(from_h[row * width + at]);
        if (!bias) continue;
        fed.from_x[g] += static_cast<double>(bias->values[at]);
        fed.from_h[g] += static_cast<double>(bias->values[width + at]);
      }
      h[unit] = next_of(attributes.cell, fed, c[unit], h[unit]);
    }
    result.values.insert(result.values.end(), h.begin(), h.end());
  }
  return result;
}

}  // namespace mho
