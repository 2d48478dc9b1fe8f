// Activations and other functions of one number, after the definitions of ONNX' operators. Gelu:
// Hendrycks and Gimpel, arXiv:1606.08415; its tanh form has the coefficient of their section 2.
#include <cmath>
#include <numbers>
#include <type_traits>

#include "workloads/graph/operators.hpp"

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

double selu(double x, double alpha, double beta) {
  return beta * (x > 0 ? x : alpha * std::expm1(x));
}

double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/// Name and value of a function, which may leave out beta, or both coefficients.
class FunctionRow {
 public:
  constexpr FunctionRow() = default;
  template <class Value>
  constexpr FunctionRow(const char* name, Value value) : name_(name) {
    if constexpr (std::is_invocable_v<Value, double>)
      of_x_ = value;
    else if constexpr (std::is_invocable_v<Value, double, double>)
      of_alpha_ = value;
    else
      of_beta_ = value;
  }
  const char* name() const { return name_; }
  double operator()(double x, double alpha, double beta) const {
    return of_x_ ? of_x_(x) : of_alpha_ ? of_alpha_(x, alpha) : of_beta_(x, alpha, beta);
  }

 private:
  const char* name_ = "";
  double (*of_x_)(double x) = nullptr;
  double (*of_alpha_)(double x, double alpha) = nullptr;
  double (*of_beta_)(double x, double alpha, double beta) = nullptr;
};

constexpr FunctionTable<FunctionRow> kFunctions({
    {Function::abs, {"abs", [](double x) { return std::fabs(x); }}},
    {Function::ceil, {"ceil", [](double x) { return std::ceil(x); }}},
    {Function::celu,
     {"celu", [](double x, double alpha) { return x > 0 ? x : alpha * std::expm1(x / alpha); }}},
    {Function::cos, {"cos", [](double x) { return std::cos(x); }}},
    {Function::elu,
     {"elu", [](double x, double alpha) { return x > 0 ? x : alpha * std::expm1(x); }}},
    {Function::erf, {"erf", [](double x) { return std::erf(x); }}},
    {Function::exp, {"exp", [](double x) { return std::exp(x); }}},
    {Function::floor, {"floor", [](double x) { return std::floor(x); }}},
    {Function::gelu,
     {"gelu", [](double x) { return x / 2 * (1 + std::erf(x / std::numbers::sqrt2)); }}},
    {Function::gelu_tanh, {"gelu_tanh", gelu_tanh}},
    {Function::hard_sigmoid, {"hard_sigmoid", hard_sigmoid}},
    {Function::hard_swish,
     {"hard_swish", [](double x) { return x * hard_sigmoid(x, 1.0 / 6, 0.5); }}},
    {Function::leaky_relu,
     {"leaky_relu", [](double x, double alpha) { return x < 0 ? alpha * x : x; }}},
    {Function::log, {"log", [](double x) { return std::log(x); }}},
    {Function::mish, {"mish", [](double x) { return x * std::tanh(softplus(x)); }}},
    {Function::negate, {"negate", [](double x) { return -x; }}},
    {Function::reciprocal, {"reciprocal", [](double x) { return 1 / x; }}},
    {Function::round, {"round", [](double x) { return std::nearbyint(x); }}},
    {Function::selu, {"selu", selu}},
    {Function::sigmoid, {"sigmoid", sigmoid}},
    {Function::sign, {"sign", sign}},
    {Function::silu, {"silu", [](double x) { return x * sigmoid(x); }}},
    {Function::sin, {"sin", [](double x) { return std::sin(x); }}},
    {Function::softplus, {"softplus", softplus}},
    {Function::softsign, {"softsign", [](double x) { return x / (1 + std::fabs(x)); }}},
    {Function::sqrt, {"sqrt", [](double x) { return std::sqrt(x); }}},
    {Function::tanh, {"tanh", [](double x) { return std::tanh(x); }}},
    {Function::thresholded_relu,
     {"thresholded_relu", [](double x, double alpha) { return x > alpha ? x : 0; }}},
});

}  // namespace

double evaluate(Function function, double x, double alpha, double beta) {
  return kFunctions[function](x, alpha, beta);
}

const char* name(Function function) { return kFunctions[function].name(); }

}  // namespace mho
