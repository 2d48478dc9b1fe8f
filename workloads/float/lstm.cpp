// Long short-term memory as ONNX defines it, without peepholes: gates input, output, forget, cell.
// Hochreiter and Schmidhuber, Neural Computation 9 (1997); forget gate of Gers et al. (2000).
#include <cmath>

#include "workloads/float/operators.hpp"
#include "workloads/float/product.hpp"

namespace mho {

namespace {

enum Gate { kInput, kOutput, kForget, kCandidate, kGates };

std::vector<float> initial_state(const Arguments& inputs, std::size_t which, std::int64_t size) {
  if (which < inputs.size() && inputs[which]) return inputs[which]->values;
  return std::vector<float>(static_cast<std::size_t>(size), 0.0f);
}

double sigmoid(double x) { return evaluate(Function::sigmoid, x, 0, 0); }

}  // namespace

Tensor run_lstm(const Attributes&, const Arguments& inputs, const Shape& output) {
  const Tensor &x = *inputs[kLstmX], &w = *inputs[kLstmW], &r = *inputs[kLstmR];
  const std::int64_t steps = output[0], batch = output[2], hidden = output[3];
  const std::int64_t depth = x.shape[2], width = kGates * hidden;
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
    for (std::int64_t cell = 0; cell < batch * hidden; ++cell) {
      const std::int64_t row = cell / hidden, column = cell % hidden;
      double gate[kGates];
      for (std::int64_t g = 0; g < kGates; ++g) {
        const std::int64_t at = g * hidden + column;
        gate[g] = static_cast<double>(from_x[(step * batch + row) * width + at]) +
                  static_cast<double>(from_h[row * width + at]);
        if (bias) {
          gate[g] +=
              static_cast<double>(bias->values[at]) + static_cast<double>(bias->values[width + at]);
        }
      }
      const double state = sigmoid(gate[kForget]) * static_cast<double>(c[cell]) +
                           sigmoid(gate[kInput]) * std::tanh(gate[kCandidate]);
      c[cell] = static_cast<float>(state);
      h[cell] = static_cast<float>(sigmoid(gate[kOutput]) * std::tanh(state));
    }
    result.values.insert(result.values.end(), h.begin(), h.end());
  }
  return result;
}

}  // namespace mho
