// Matrix products and batch normalization.
#include <algorithm>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

/// Before operator set 7, C had to say that it wants to be broadcast.
void check_gemm_bias(const OnnxNode& onnx, const Shape& output) {
  const Shape& bias = onnx.shape(2);
  const bool may = onnx.operator_set() >= 7 || onnx.integer("broadcast", 0) != 0;
  if (may ? broadcast(bias, output) != output : bias != output) {
    onnx.fail("C of shape " + shape_text(bias) + " does not fit the product of shape " +
              shape_text(output));
  }
}

}  // namespace

Shape import_gemm(const OnnxNode& onnx, Node& node) {
  Attributes& attributes = node.attributes;
  attributes.alpha = onnx.number("alpha", 1);
  attributes.beta = onnx.number("beta", 1);
  attributes.trans_a = onnx.integer("transA", 0) != 0;
  attributes.trans_b = onnx.integer("transB", 0) != 0;
  Shape a = onnx.shape(0), b = onnx.shape(1);
  if (a.size() != 2 || b.size() != 2) {
    onnx.fail("inputs of shape " + shape_text(a) + " and " + shape_text(b) +
              "; two matrices are wanted");
  }
  if (attributes.trans_a) std::swap(a[0], a[1]);
  if (attributes.trans_b) std::swap(b[0], b[1]);
  if (a[1] != b[0]) {
    onnx.fail("matrices of shape " + shape_text(a) + " and " + shape_text(b) +
              " (after transposition) cannot be multiplied");
  }
  const Shape output{a[0], b[1]};
  if (onnx.has_input(2)) check_gemm_bias(onnx, output);
  return output;
}

void export_gemm(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  to.emit("Gemm");
  to.writer.set("alpha", a.alpha);
  to.writer.set("beta", a.beta);
  to.writer.set("transA", std::int64_t{a.trans_a});
  to.writer.set("transB", std::int64_t{a.trans_b});
}

Shape import_matmul(const OnnxNode& onnx, Node&) {
  const auto output = matmul_shape(onnx.shape(0), onnx.shape(1));
  if (!output) {
    onnx.fail("inputs of shape " + shape_text(onnx.shape(0)) + " and " + shape_text(onnx.shape(1)) +
              " cannot be multiplied");
  }
  return *output;
}

Shape import_batch_normalization(const OnnxNode& onnx, Node& node) {
  if (onnx.integer("training_mode", 0) != 0 ||
      (onnx.operator_set() < 7 && onnx.integer("is_test", 0) == 0)) {
    onnx.fail("is in training mode; export the model for inference");
  }
  if (onnx.integer("spatial", 1) == 0) onnx.fail("spatial=0 is not accepted");
  const Shape& input = onnx.shape(0);
  if (input.size() < 2) {
    onnx.fail("an input of shape " + shape_text(input) + "; batch and channels are wanted");
  }
  for (int index = 1; index < 5; ++index) {
    if (onnx.shape(index) != Shape{input[1]}) {
      onnx.fail("input " + std::to_string(index) + " has shape " + shape_text(onnx.shape(index)) +
                "; " + shape_text({input[1]}) + " is wanted");
    }
  }
  node.attributes.epsilon = onnx.number("epsilon", 1e-5f);
  return input;
}

void export_batch_normalization(const NodeExport& to) {
  to.emit("BatchNormalization");
  to.writer.set("epsilon", to.node.attributes.epsilon);
}

}  // namespace mho
