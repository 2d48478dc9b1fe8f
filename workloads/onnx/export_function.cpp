// Functions of one number as ONNX nodes. Gelu, SiLU and Mish, which operator set 17 lacks, are
// written as what they are made of.
#include <cmath>
#include <numbers>

#include "sim/base/error.hpp"
#include "workloads/onnx/operators/function.hpp"
#include "workloads/onnx/writer.hpp"

namespace mho {

namespace {

std::string number(OnnxWriter& writer, double value) {
  return writer.add_number(static_cast<float>(value));
}

/// x / 2 * (1 + gate)
void write_half_gated(OnnxWriter& writer, const std::string& x, const std::string& gate,
                      const std::string& y) {
  const std::string sum = writer.emit("Add", {gate, number(writer, 1)});
  const std::string product = writer.emit("Mul", {x, sum});
  writer.emit("Mul", {product, number(writer, 0.5)}, y);
}

/// erf(x / sqrt(2))
std::string write_gelu_gate(OnnxWriter& writer, const std::string& x) {
  const std::string scaled = writer.emit("Mul", {x, number(writer, 1 / std::numbers::sqrt2)});
  return writer.emit("Erf", {scaled});
}

/// tanh(sqrt(2/pi) * (x + 0.044715 x^3))
std::string write_gelu_tanh_gate(OnnxWriter& writer, const std::string& x) {
  const std::string square = writer.emit("Mul", {x, x});
  const std::string cube = writer.emit("Mul", {square, x});
  const std::string cubic = writer.emit("Mul", {cube, number(writer, 0.044715)});
  const std::string sum = writer.emit("Add", {x, cubic});
  const std::string factor = number(writer, std::sqrt(2 / std::numbers::pi));
  return writer.emit("Tanh", {writer.emit("Mul", {sum, factor})});
}

}  // namespace

void write_function(OnnxWriter& writer, const Attributes& attributes, const std::string& x,
                    const std::string& y) {
  const Function function = attributes.function;
  if (function == Function::gelu) {
    write_half_gated(writer, x, write_gelu_gate(writer, x), y);
  } else if (function == Function::gelu_tanh) {
    write_half_gated(writer, x, write_gelu_tanh_gate(writer, x), y);
  } else if (function == Function::mish) {
    writer.emit("Mul", {x, writer.emit("Tanh", {writer.emit("Softplus", {x})})}, y);
  } else if (function == Function::silu) {
    writer.emit("Mul", {x, writer.emit("Sigmoid", {x})}, y);
  } else {
    const FunctionOperator* known = function_operator(function);
    require(known != nullptr, "a function that is not written");
    writer.emit(std::string(known->type), {x}, y);
    if (!known->first.empty()) writer.set(std::string(known->first), attributes.alpha);
    if (!known->second.empty()) writer.set(std::string(known->second), attributes.beta);
  }
}

}  // namespace mho
