// Activations and other functions of one number, after the definitions of ONNX' operators. Gelu:
// Hendrycks and Gimpel, arXiv:1606.08415; its tanh form has the coefficient of their section 2.
#include <cmath>
#include <numbers>

#include "sim/base/error.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// ln(1 + e^x) without overflow.
double softplus(double x) { return std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x))); }

double hard_sigmoid(double x, double alpha, double beta) {
  return std::fmin(std::fmax(alpha * x + beta, 0), 1);
}

double gelu_tanh(double x) {
  const double inner = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
  return x / 2 * (1 + std::tanh(inner));
}

double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

}  // namespace

double evaluate(Function function, double x, double alpha, double beta) {
  switch (function) {
    case Function::abs:
      return std::fabs(x);
    case Function::ceil:
      return std::ceil(x);
    case Function::celu:
      return x > 0 ? x : alpha * std::expm1(x / alpha);
    case Function::elu:
      return x > 0 ? x : alpha * std::expm1(x);
    case Function::erf:
      return std::erf(x);
    case Function::exp:
      return std::exp(x);
    case Function::floor:
      return std::floor(x);
    case Function::gelu:
      return x / 2 * (1 + std::erf(x / std::numbers::sqrt2));
    case Function::gelu_tanh:
      return gelu_tanh(x);
    case Function::hard_sigmoid:
      return hard_sigmoid(x, alpha, beta);
    case Function::hard_swish:
      return x * hard_sigmoid(x, 1.0 / 6, 0.5);
    case Function::leaky_relu:
      return x < 0 ? alpha * x : x;
    case Function::log:
      return std::log(x);
    case Function::mish:
      return x * std::tanh(softplus(x));
    case Function::negate:
      return -x;
    case Function::reciprocal:
      return 1 / x;
    case Function::round:
      return std::nearbyint(x);
    case Function::selu:
      return beta * (x > 0 ? x : alpha * std::expm1(x));
    case Function::sigmoid:
      return sigmoid(x);
    case Function::sign:
      return sign(x);
    case Function::silu:
      return x * sigmoid(x);
    case Function::softplus:
      return softplus(x);
    case Function::softsign:
      return x / (1 + std::fabs(x));
    case Function::sqrt:
      return std::sqrt(x);
    case Function::tanh:
      return std::tanh(x);
    case Function::thresholded_relu:
      return x > alpha ? x : 0;
  }
  throw Bug("a function without a value");
}

const char* name(Function function) {
  switch (function) {
    case Function::abs:
      return "abs";
    case Function::ceil:
      return "ceil";
    case Function::celu:
      return "celu";
    case Function::elu:
      return "elu";
    case Function::erf:
      return "erf";
    case Function::exp:
      return "exp";
    case Function::floor:
      return "floor";
    case Function::gelu:
      return "gelu";
    case Function::gelu_tanh:
      return "gelu_tanh";
    case Function::hard_sigmoid:
      return "hard_sigmoid";
    case Function::hard_swish:
      return "hard_swish";
    case Function::leaky_relu:
      return "leaky_relu";
    case Function::log:
      return "log";
    case Function::mish:
      return "mish";
    case Function::negate:
      return "negate";
    case Function::reciprocal:
      return "reciprocal";
    case Function::round:
      return "round";
    case Function::selu:
      return "selu";
    case Function::sigmoid:
      return "sigmoid";
    case Function::sign:
      return "sign";
    case Function::silu:
      return "silu";
    case Function::softplus:
      return "softplus";
    case Function::softsign:
      return "softsign";
    case Function::sqrt:
      return "sqrt";
    case Function::tanh:
      return "tanh";
    case Function::thresholded_relu:
      return "thresholded_relu";
  }
  throw Bug("a function without a name");
}

}  // namespace mho
