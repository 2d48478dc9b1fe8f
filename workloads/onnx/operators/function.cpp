// Operators that are a function of one number: which of ours, from which operator set on, and the
// defaults of their coefficients.
#include <algorithm>

#include "workloads/onnx/operators.hpp"
#include "workloads/onnx/operators/function.hpp"

namespace mho {

namespace {

constexpr FunctionOperator kFunctions[] = {
    {"Abs", Function::abs, 6, "", ""},
    {"Ceil", Function::ceil, 6, "", ""},
    {"Celu", Function::celu, 12, "alpha", ""},
    {"Elu", Function::elu, 6, "alpha", ""},
    {"Erf", Function::erf, 9, "", ""},
    {"Exp", Function::exp, 6, "", ""},
    {"Floor", Function::floor, 6, "", ""},
    {"HardSigmoid", Function::hard_sigmoid, 6, "alpha", "beta", 0.2f, 0.5f},
    {"HardSwish", Function::hard_swish, 14, "", ""},
    {"LeakyRelu", Function::leaky_relu, 6, "alpha", "", 0.01f},
    {"Log", Function::log, 6, "", ""},
    {"Mish", Function::mish, 18, "", ""},
    {"Neg", Function::negate, 6, "", ""},
    {"Reciprocal", Function::reciprocal, 6, "", ""},
    {"Round", Function::round, 11, "", ""},
    {"Selu", Function::selu, 6, "alpha", "gamma", 1.67326319217681884765625f,
     1.05070102214813232421875f},
    {"Sigmoid", Function::sigmoid, 6, "", ""},
    {"Sign", Function::sign, 9, "", ""},
    {"Softplus", Function::softplus, 1, "", ""},
    {"Softsign", Function::softsign, 1, "", ""},
    {"Sqrt", Function::sqrt, 6, "", ""},
    {"Tanh", Function::tanh, 6, "", ""},
    {"ThresholdedRelu", Function::thresholded_relu, 10, "alpha", ""},
};

Shape import_function(const OnnxNode& onnx, Node& node) {
  const auto found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                  [&](const auto& known) { return known.type == onnx.type(); });
  node.attributes.function = found->function;
  if (!found->first.empty()) node.attributes.alpha = onnx.number(found->first, found->alpha);
  if (!found->second.empty()) node.attributes.beta = onnx.number(found->second, found->beta);
  if (found->function == Function::celu && node.attributes.alpha == 0) onnx.fail("alpha is 0");
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

const FunctionOperator* function_operator(Function function) {
  const auto found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                  [&](const auto& known) { return known.function == function; });
  return found == std::end(kFunctions) ? nullptr : found;
}

std::vector<OnnxOperator> function_operators() {
  std::vector<OnnxOperator> rows;
  for (const FunctionOperator& known : kFunctions) {
    OnnxOperator row;
    row.type = known.type;
    row.since = known.since;
    for (const std::string_view attribute : {known.first, known.second}) {
      if (!attribute.empty()) row.attributes.push_back(attribute);
    }
    row.import = Single{Op::function, import_function};
    if (known.type == "Neg" || known.type == "Abs") row.evaluate = evaluate_sign;
    rows.push_back(std::move(row));
  }
  OnnxOperator gelu;
  gelu.type = "Gelu";
  gelu.since = 20;
  gelu.attributes = {"approximate"};
  gelu.import = Single{Op::function, import_gelu};
  rows.push_back(std::move(gelu));
  return rows;
}

}  // namespace mho
