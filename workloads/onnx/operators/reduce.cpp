// Operators that reduce along axes, or choose along one.
#include <algorithm>
#include <numeric>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

Shape import_reduce(const OnnxNode& onnx, Node& node) {
  Attributes& attributes = node.attributes;
  attributes.axes = onnx.axes(1, onnx.rank(0));
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

/// ArgMax, ArgMin.
void import_arg(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape input = onnx.shape(0);
  if (onnx.integer("select_last_index", 0) != 0)
    onnx.fail("select_last_index 1; of equal values the first is taken");
  Attributes attributes;
  attributes.axis = onnx.resolved_axis(onnx.integer("axis", 0), onnx.rank(0));
  attributes.largest = onnx.type() == "ArgMax";
  attributes.places = true;
  Shape output = input;
  output[static_cast<std::size_t>(attributes.axis)] = 1;
  Shape squeezed = output;
  const bool keeps = onnx.integer("keepdims", 1) != 0;
  if (!keeps) squeezed.erase(squeezed.begin() + attributes.axis);
  const int places = writer.add(Op::top_k, {onnx.value(0)}, output, attributes, keeps ? 0 : -1);
  if (!keeps) writer.add(Op::reshape, {places}, squeezed, {}, 0);
}

void import_top_k(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape input = onnx.shape(0);
  Attributes attributes;
  attributes.axis = onnx.resolved_axis(onnx.integer("axis", -1), onnx.rank(0));
  attributes.largest = onnx.integer("largest", 1) != 0;
  const std::int64_t size = input[static_cast<std::size_t>(attributes.axis)];
  const std::int64_t count =
      onnx.has_attribute("k")
          ? onnx.integer("k", 1)
          : (onnx.constant_integers(1, "k").empty() ? 0 : onnx.constant_integers(1, "k").front());
  if (count < 1 || count > size)
    onnx.fail("k is " + std::to_string(count) + " of an axis of " + std::to_string(size));
  attributes.count = static_cast<int>(count);
  Shape output = input;
  output[static_cast<std::size_t>(attributes.axis)] = count;
  for (const bool places : {false, true}) {
    if (!onnx.uses_output(places ? 1 : 0)) continue;
    attributes.places = places;
    writer.add(Op::top_k, {onnx.value(0)}, output, attributes, places ? 1 : 0);
  }
}

void export_top_k(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  OnnxWriter& writer = to.writer;
  const std::vector<std::string> inputs{to.inputs[0], writer.add_integers({a.count})};
  const std::string places = writer.unique("places");
  writer.emit("TopK", inputs, a.places ? writer.unique("values") : to.output);
  writer.add_second_output(places);
  writer.set("axis", std::int64_t{a.axis});
  writer.set("largest", std::int64_t{a.largest});
  if (!a.places) return;
  to.emit("Cast", {places});
  writer.set("to", std::int64_t{onnx::TensorProto::FLOAT});
}

}  // namespace mho
