// Operators that keep the shape or broadcast.
#include <cmath>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

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

Shape common_shape(const OnnxNode& onnx, const Shape& a, const Shape& b) {
  const auto output = broadcast(a, b);
  if (!output) {
    onnx.fail("shapes " + shape_text(a) + " and " + shape_text(b) + " do not fit together");
  }
  return *output;
}

}  // namespace

Shape import_broadcast(const OnnxNode& onnx, Node&) {
  if (onnx.operator_set() < 7) check_old_broadcast(onnx);
  return common_shape(onnx, onnx.shape(0), onnx.shape(1));
}

Shape import_relu(const OnnxNode& onnx, Node&) { return onnx.shape(0); }

Shape import_identity(const OnnxNode& onnx, Node&) { return onnx.shape(0); }

Shape import_cast(const OnnxNode& onnx, Node&) {
  const std::int64_t to = onnx.integer("to", onnx::TensorProto::UNDEFINED);
  const bool from_integer = onnx.is_computed_integer(0);
  const bool to_integer = to == onnx::TensorProto::INT64 || to == onnx::TensorProto::INT32;
  const bool to_float = reads_as_float(static_cast<int>(to)) || to == onnx::TensorProto::DOUBLE;
  if (!to_float && !(from_integer && to_integer)) {
    onnx.fail("to type " + onnx_type_name(static_cast<int>(to)) + "; a computed value stays float");
  }
  return onnx.shape(0);
}

Shape import_prelu(const OnnxNode& onnx, Node&) {
  if (broadcast(onnx.shape(1), onnx.shape(0)) != onnx.shape(0)) {
    onnx.fail("a slope of shape " + shape_text(onnx.shape(1)) + " does not fit an input of shape " +
              shape_text(onnx.shape(0)));
  }
  return onnx.shape(0);
}

void import_log_softmax(const OnnxNode& onnx, NodeWriter& writer) {
  Node softmax{Op::softmax, "", {}, 0, {}};
  const Shape shape = import_softmax(onnx, softmax);
  const int share = writer.add(Op::softmax, {onnx.value(0)}, shape, softmax.attributes);
  Attributes log;
  log.function = Function::log;
  writer.add(Op::function, {share}, shape, log, 0);
}

void import_pow(const OnnxNode& onnx, NodeWriter& writer) {
  if (onnx.is_constant(1) && !onnx.constant(1).is_float()) {
    // From operator set 12 on the exponent may be an integer.
    const StoredTensor stored = onnx.constant(1);
    Tensor exponent{stored.shape, {stored.integers.begin(), stored.integers.end()}};
    if (!stored.is_integer()) onnx.fail("an exponent of type " + onnx_type_name(stored.type));
    const auto output = common_shape(onnx, onnx.shape(0), exponent.shape);
    writer.add(Op::pow, {onnx.value(0), writer.constant(std::move(exponent))}, output, {}, 0);
    return;
  }
  if (onnx.operator_set() < 7) check_old_broadcast(onnx);
  const Shape output = common_shape(onnx, onnx.shape(0), onnx.shape(1));
  writer.add(Op::pow, {onnx.value(0), onnx.value(1)}, output, {}, 0);
}

void import_where(const OnnxNode& onnx, NodeWriter& writer) {
  const std::vector<std::int64_t>& chosen = onnx.constant_integers(0, "the condition");
  const Shape output =
      common_shape(onnx, onnx.any_shape(0), common_shape(onnx, onnx.shape(1), onnx.shape(2)));
  const int condition = writer.constant({onnx.any_shape(0), {chosen.begin(), chosen.end()}});
  writer.add(Op::where, {condition, onnx.value(1), onnx.value(2)}, output, {}, 0);
}

void export_where(const NodeExport& to) {
  const Value& condition = to.graph.values[static_cast<std::size_t>(to.node.inputs[0])];
  to.emit("Where", {to.writer.add_mask(*condition.constant), to.inputs[1], to.inputs[2]});
}

void import_variadic(const OnnxNode& onnx, NodeWriter& writer) {
  const Op op = onnx.type() == "Sum" ? Op::add : onnx.type() == "Max" ? Op::maximum : Op::minimum;
  int result = onnx.value(0);
  Shape shape = onnx.shape(0);
  if (onnx.input_count() == 1) writer.add(Op::identity, {result}, shape, {}, 0);
  for (int index = 1; index < onnx.input_count(); ++index) {
    shape = common_shape(onnx, shape, onnx.shape(index));
    const int number = index + 1 == onnx.input_count() ? 0 : -1;
    result = writer.add(op, {result, onnx.value(index)}, shape, {}, number);
  }
}

Shape import_clip(const OnnxNode& onnx, Node& node) {
  Attributes& attributes = node.attributes;
  attributes.clip_min = onnx.limit("min", attributes.clip_min);
  attributes.clip_max = onnx.limit("max", attributes.clip_max);
  if (onnx.has_input(1)) attributes.clip_min = onnx.constant_scalar(1, "min");
  if (onnx.has_input(2)) attributes.clip_max = onnx.constant_scalar(2, "max");
  node.inputs.resize(1);
  return onnx.shape(0);
}

void export_clip(const NodeExport& to) {
  const auto limit = [&](float value) {
    return std::isinf(value) ? "" : to.writer.add_number(value);
  };
  const Attributes& a = to.node.attributes;
  const std::string low = limit(a.clip_min);
  to.emit("Clip", {to.inputs[0], low, limit(a.clip_max)});
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
  node.attributes.axis = onnx.axis(node.attributes.coerce_to_2d ? 1 : -1, rank, rank - 1);
  return onnx.shape(0);
}

void export_softmax(const NodeExport& to) {
  const std::int64_t axis = to.node.attributes.axis;
  const Shape& from = to.input_shape(0);
  OnnxWriter& writer = to.writer;
  if (!to.node.attributes.coerce_to_2d) {
    to.emit("Softmax");
    return writer.set("axis", axis);
  }
  const std::int64_t lines = element_count({from.begin(), from.begin() + axis});
  const std::string flat = writer.emit("Reshape", {to.inputs[0], writer.add_integers({lines, -1})});
  const std::string share = writer.emit("Softmax", {flat});
  writer.set("axis", std::int64_t{1});
  to.emit("Reshape", {share, writer.add_integers(from)});
}

}  // namespace mho
