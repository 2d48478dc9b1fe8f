// Operators that reduce along axes, and layer normalization.
#include <algorithm>
#include <numeric>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

Shape import_reduce(const OnnxNode& onnx, Node& node) {
  // Axes became an input in operator set 13 for ReduceSum and 18 for the others.
  const std::int64_t input_since = onnx.type() == "ReduceSum" ? 13 : 18;
  Attributes& attributes = node.attributes;
  attributes.axes = onnx.axes(1, input_since, onnx.rank(0));
  attributes.keepdims = onnx.integer("keepdims", 1) != 0;
  node.inputs.resize(1);
  if (attributes.axes.empty()) {
    if (onnx.integer("noop_with_empty_axes", 0) != 0) {
      node.op = Op::identity;
      return onnx.shape(0);
    }
    attributes.axes.resize(onnx.shape(0).size());
    std::iota(attributes.axes.begin(), attributes.axes.end(), 0);
  }
  Shape output;
  for (int axis = 0; axis < onnx.rank(0); ++axis) {
    if (!std::binary_search(attributes.axes.begin(), attributes.axes.end(), axis)) {
      output.push_back(onnx.shape(0)[axis]);
    } else if (attributes.keepdims) {
      output.push_back(1);
    }
  }
  return output;
}

/// min(x) = -max(-x), which is exact.
void import_reduce_min(const OnnxNode& onnx, NodeWriter& writer) {
  Node reduced{Op::reduce_max, "", {}, 0, {}};
  const Shape from = onnx.shape(0), to = import_reduce(onnx, reduced);
  if (reduced.op == Op::identity) {
    writer.add(Op::identity, {onnx.value(0)}, to, {}, 0);
    return;
  }
  const int minus = writer.constant({{}, {-1}});
  const int negated = writer.add(Op::mul, {onnx.value(0), minus}, from);
  const int largest = writer.add(Op::reduce_max, {negated}, to, reduced.attributes);
  writer.add(Op::mul, {largest, minus}, to, {}, 0);
}

namespace {

/// Axes are an attribute in operator set 17.
void export_reduction(const NodeExport& to, const char* type) {
  to.emit(type);
  to.writer.set("axes", to.node.attributes.axes);
  to.writer.set("keepdims", std::int64_t{to.node.attributes.keepdims});
}

}  // namespace

void export_reduce_max(const NodeExport& to) { export_reduction(to, "ReduceMax"); }

void export_reduce_mean(const NodeExport& to) { export_reduction(to, "ReduceMean"); }

void export_reduce_sum(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  to.emit("ReduceSum", {to.inputs[0], to.writer.add_integers({a.axes.begin(), a.axes.end()})});
  to.writer.set("keepdims", std::int64_t{a.keepdims});
}

Shape import_layer_normalization(const OnnxNode& onnx, Node& node) {
  if (onnx.integer("stash_type", 1) != 1) {
    onnx.fail("stash_type " + std::to_string(onnx.integer("stash_type", 1)) +
              "; only 1 (statistics in float) is accepted");
  }
  const Shape& input = onnx.shape(0);
  node.attributes.axis = onnx.resolved_axis(onnx.integer("axis", -1), onnx.rank(0));
  node.attributes.epsilon = onnx.number("epsilon", 1e-5f);
  const Shape normalized(input.begin() + node.attributes.axis, input.end());
  for (int index = 1; index < onnx.input_count(); ++index) {
    if (onnx.has_input(index) && broadcast(onnx.shape(index), normalized) != normalized) {
      onnx.fail("input " + std::to_string(index) + " has shape " + shape_text(onnx.shape(index)) +
                "; " + shape_text(normalized) + " is wanted");
    }
  }
  return input;
}

void export_layer_normalization(const NodeExport& to) {
  to.emit("LayerNormalization");
  to.writer.set("axis", std::int64_t{to.node.attributes.axis});
  to.writer.set("epsilon", to.node.attributes.epsilon);
}

void import_instance_normalization(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape& input = onnx.shape(0);
  if (input.size() < 3) {
    onnx.fail("an input of shape " + shape_text(input) + "; batch, channels and space are wanted");
  }
  for (const int index : {1, 2}) {
    if (onnx.shape(index) != Shape{input[1]}) {
      onnx.fail("input " + std::to_string(index) + " has shape " + shape_text(onnx.shape(index)) +
                "; " + shape_text({input[1]}) + " is wanted");
    }
  }
  Attributes attributes;
  attributes.axis = 2;
  attributes.epsilon = onnx.number("epsilon", 1e-5f);
  const Shape shape = input, space(input.begin() + 2, input.end());
  Shape by_channel(input.size() - 1, 1);
  by_channel[0] = input[1];
  const int ones = writer.constant(
      {space, std::vector<float>(static_cast<std::size_t>(element_count(space)), 1.0f)});
  const int scale = writer.add(Op::reshape, {onnx.value(1)}, by_channel);
  const int shift = writer.add(Op::reshape, {onnx.value(2)}, by_channel);
  const int normal =
      writer.add(Op::layer_normalization, {onnx.value(0), ones}, shape, std::move(attributes));
  const int scaled = writer.add(Op::mul, {normal, scale}, shape);
  writer.add(Op::add, {scaled, shift}, shape, {}, 0);
}

}  // namespace mho
