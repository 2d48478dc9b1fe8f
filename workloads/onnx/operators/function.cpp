// Operators that are a function of one number: which of ours, from which operator set on, the
// defaults of their coefficients, and how those are written that operator set 17 lacks.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "workloads/graph/operators.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

std::string number(OnnxWriter& writer, double value) {
  return writer.add_number(static_cast<float>(value));
}

/// x / 2 * (1 + gate)
void write_half_gated(const NodeExport& to, const std::string& gate) {
  OnnxWriter& writer = to.writer;
  const std::string sum = writer.emit("Add", {gate, number(writer, 1)});
  const std::string product = writer.emit("Mul", {to.inputs[0], sum});
  to.emit("Mul", {product, number(writer, 0.5)});
}

/// The gate is erf(x / sqrt(2)).
void export_gelu(const NodeExport& to) {
  OnnxWriter& writer = to.writer;
  const std::string factor = number(writer, 1 / std::numbers::sqrt2);
  const std::string scaled = writer.emit("Mul", {to.inputs[0], factor});
  write_half_gated(to, writer.emit("Erf", {scaled}));
}

/// The gate is tanh(sqrt(2/pi) * (x + 0.044715 x^3)).
void export_gelu_tanh(const NodeExport& to) {
  OnnxWriter& writer = to.writer;
  const std::string& x = to.inputs[0];
  const std::string square = writer.emit("Mul", {x, x});
  const std::string cube = writer.emit("Mul", {square, x});
  const std::string cubic = writer.emit("Mul", {cube, number(writer, 0.044715)});
  const std::string sum = writer.emit("Add", {x, cubic});
  const std::string factor = number(writer, std::sqrt(2 / std::numbers::pi));
  write_half_gated(to, writer.emit("Tanh", {writer.emit("Mul", {sum, factor})}));
}

void export_mish(const NodeExport& to) {
  const std::string& x = to.inputs[0];
  to.emit("Mul", {x, to.writer.emit("Tanh", {to.writer.emit("Softplus", {x})})});
}

void export_silu(const NodeExport& to) {
  const std::string& x = to.inputs[0];
  to.emit("Mul", {x, to.writer.emit("Sigmoid", {x})});
}

/// The operator that is a function whatever its attributes.
struct OnnxFunction {
  std::string_view type{};             ///< empty: gelu and gelu_tanh, which are one, and silu, none
  std::int64_t since = 1;              ///< first operator set whose definition mho reads
  std::string_view first{}, second{};  ///< the names of alpha and beta, empty where there is none
  float alpha = 1, beta = 1;           ///< defaults
  Export* write = nullptr;             ///< null: as this operator
  Evaluate* evaluate = nullptr;        ///< of integers
};

constexpr FunctionTable<OnnxFunction> kOnnxFunctions({
    {Function::abs, {.type = "Abs", .evaluate = evaluate_sign}},
    {Function::ceil, {"Ceil", 1}},
    {Function::celu, {"Celu", 1, "alpha"}},
    {Function::cos, {"Cos", 1}},
    {Function::elu, {"Elu", 1, "alpha"}},
    {Function::erf, {"Erf", 1}},
    {Function::exp, {"Exp", 1}},
    {Function::floor, {"Floor", 1}},
    {Function::gelu, {.write = export_gelu}},
    {Function::gelu_tanh, {.write = export_gelu_tanh}},
    {Function::hard_sigmoid, {"HardSigmoid", 1, "alpha", "beta", 0.2f, 0.5f}},
    {Function::hard_swish, {"HardSwish", 1}},
    {Function::leaky_relu, {"LeakyRelu", 1, "alpha", "", 0.01f}},
    {Function::log, {"Log", 1}},
    {Function::mish, {.type = "Mish", .write = export_mish}},
    {Function::negate, {.type = "Neg", .evaluate = evaluate_sign}},
    {Function::reciprocal, {"Reciprocal", 1}},
    {Function::round, {"Round", 1}},
    {Function::selu,
     {"Selu", 1, "alpha", "gamma", 1.67326319217681884765625f, 1.05070102214813232421875f}},
    {Function::sigmoid, {"Sigmoid", 1}},
    {Function::sign, {"Sign", 1}},
    {Function::silu, {.write = export_silu}},
    {Function::sin, {"Sin", 1}},
    {Function::softplus, {"Softplus", 1}},
    {Function::softsign, {"Softsign", 1}},
    {Function::sqrt, {"Sqrt", 1}},
    {Function::tanh, {"Tanh", 1}},
    {Function::thresholded_relu, {"ThresholdedRelu", 1, "alpha"}},
});

constexpr auto kFunctions = FunctionTable<OnnxFunction>::keys();

Shape import_function(const OnnxNode& onnx, Node& node) {
  const Function function = *std::find_if(kFunctions.begin(), kFunctions.end(), [&](Function each) {
    return kOnnxFunctions[each].type == onnx.type();
  });
  const OnnxFunction& known = kOnnxFunctions[function];
  node.attributes.function = function;
  if (!known.first.empty()) node.attributes.alpha = onnx.number(known.first, known.alpha);
  if (!known.second.empty()) node.attributes.beta = onnx.number(known.second, known.beta);
  if (function == Function::celu && node.attributes.alpha == 0) onnx.fail("alpha is 0");
  return onnx.shape(0);
}

Shape import_gelu(const OnnxNode& onnx, Node& node) {
  const std::string form = onnx.text("approximate", "none");
  if (form != "none" && form != "tanh") {
    onnx.fail("approximate '" + form + "'; none and tanh are allowed");
  }
  node.attributes.function = form == "tanh" ? Function::gelu_tanh : Function::gelu;
  return onnx.shape(0);
}

}  // namespace

void export_function(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  const OnnxFunction& known = kOnnxFunctions[a.function];
  if (known.write) return known.write(to);
  to.emit(std::string(known.type));
  if (!known.first.empty()) to.writer.set(std::string(known.first), a.alpha);
  if (!known.second.empty()) to.writer.set(std::string(known.second), a.beta);
}

std::vector<OnnxOperator> function_operators() {
  std::vector<OnnxOperator> rows;
  for (const Function function : kFunctions) {
    const OnnxFunction& known = kOnnxFunctions[function];
    if (known.type.empty()) continue;
    OnnxOperator row;
    row.type = known.type;
    row.since = known.since;
    for (const std::string_view attribute : {known.first, known.second}) {
      if (!attribute.empty()) row.attributes.push_back(attribute);
    }
    row.import = Single{Op::function, import_function};
    row.evaluate = known.evaluate;
    rows.push_back(std::move(row));
  }
  for (const char* type : {"Gelu", "com.microsoft.Gelu"}) {
    OnnxOperator gelu;
    gelu.type = type;
    gelu.attributes = {"approximate"};
    gelu.import = Single{Op::function, import_gelu};
    rows.push_back(std::move(gelu));
  }
  return rows;
}

}  // namespace mho
