// Operators that keep the shape, and the two that broadcast.
#include "workloads/broadcast.hpp"
#include "workloads/onnx_operators.hpp"
#include "workloads/shape_limit.hpp"

namespace mho {

namespace {

/// Operator set 6: the second input stretches only if asked to, and aligns at `axis`. Accepted
/// where that is what NumPy does.
void check_old_broadcast(const OnnxNode& onnx) {
  const Shape &a = onnx.shape(0), &b = onnx.shape(1);
  if (onnx.integer("broadcast", 0) == 0) {
    if (a != b) onnx.fail("operands of different shape without broadcast=1");
    return;
  }
  const int suffix = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (b.size() > a.size() || onnx.integer("axis", suffix) != suffix) {
    onnx.fail("broadcasts along an axis that does not align at the right");
  }
}

}  // namespace

Shape import_broadcast(const OnnxNode& onnx, Node&) {
  if (onnx.operator_set() < 7) {
    check_old_broadcast(onnx);
  } else if (onnx.has_attribute("axis") || onnx.has_attribute("broadcast")) {
    onnx.fail("axis and broadcast are attributes before operator set 7 only");
  }
  const auto output = broadcast(onnx.shape(0), onnx.shape(1));
  if (!output) {
    onnx.fail("shapes " + shape_text(onnx.shape(0)) + " and " + shape_text(onnx.shape(1)) +
              " do not fit together");
  }
  return *output;
}

Shape import_relu(const OnnxNode& onnx, Node&) { return onnx.shape(0); }

Shape import_identity(const OnnxNode& onnx, Node&) { return onnx.shape(0); }

Shape import_clip(const OnnxNode& onnx, Node& node) {
  Attributes& attributes = node.attributes;
  if (onnx.operator_set() < 11) {
    if (onnx.input_count() > 1) onnx.fail("min and max are inputs from operator set 11 on only");
    attributes.clip_min = onnx.number("min", attributes.clip_min);
    attributes.clip_max = onnx.number("max", attributes.clip_max);
  } else {
    if (onnx.has_attribute("min") || onnx.has_attribute("max")) {
      onnx.fail("min and max are attributes before operator set 11 only");
    }
    if (onnx.has_input(1)) attributes.clip_min = onnx.constant_scalar(1, "min");
    if (onnx.has_input(2)) attributes.clip_max = onnx.constant_scalar(2, "max");
  }
  node.inputs.resize(1);
  return onnx.shape(0);
}

Shape import_dropout(const OnnxNode& onnx, Node& node) {
  const bool trains = onnx.operator_set() < 7
                          ? onnx.integer("is_test", 0) == 0
                          : onnx.has_input(2) && onnx.constant_integers(2, "training_mode") !=
                                                     std::vector<std::int64_t>{0};
  if (trains) onnx.fail("is in training mode; export the model for inference");
  node.inputs.resize(1);
  return onnx.shape(0);
}

Shape import_softmax(const OnnxNode& onnx, Node& node) {
  const int rank = onnx.rank(0);
  if (rank < 1) onnx.fail("a scalar input; at least one dimension is wanted");
  node.attributes.coerce_to_2d = onnx.operator_set() < 13;
  node.attributes.axis = onnx.axis(node.attributes.coerce_to_2d ? 1 : -1, rank, rank - 1, 11);
  return onnx.shape(0);
}

}  // namespace mho
