// Operators that only move elements.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

Shape import_flatten(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  const int rank = onnx.rank(0);
  node.attributes.axis = onnx.axis(1, rank, rank);
  const auto middle = input.begin() + node.attributes.axis;
  return {element_count({input.begin(), middle}), element_count({middle, input.end()})};
}

Shape import_reshape(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  // Before operator set 5 the shape is an attribute.
  Shape output = onnx.has_attribute("shape") ? onnx.integers("shape")
                                             : Shape(onnx.constant_integers(1, "the shape"));
  const bool is_batch = onnx.batch() > 1 && !output.empty() && output[0] == onnx.batch();
  if (is_batch && !input.empty() && input[0] == 1) output[0] = 1;
  const std::string wanted = shape_text(output) + " from " + shape_text(input);
  if (output.size() > kMaxRank) onnx.fail("more than " + std::to_string(kMaxRank) + " dimensions");
  const bool zero_copies = onnx.integer("allowzero", 0) == 0;
  auto inferred = output.end();
  std::int64_t rest = element_count(input);
  for (auto size = output.begin(); size != output.end(); ++size) {
    const auto axis = static_cast<std::size_t>(size - output.begin());
    if (*size == 0 && zero_copies && axis < input.size()) *size = input[axis];
    if (*size == -1 && inferred == output.end()) {
      inferred = size;
    } else if (*size < 1 || rest % *size != 0) {
      onnx.fail("cannot make " + wanted);
    } else {
      rest /= *size;
    }
  }
  if (inferred != output.end()) {
    *inferred = rest;
  } else if (rest != 1) {
    onnx.fail("cannot make " + wanted);
  }
  node.inputs.resize(1);
  return output;
}

void export_reshape(const NodeExport& to) {
  to.emit("Reshape", {to.inputs[0], to.writer.add_integers(to.output_shape())});
}

Shape import_transpose(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  std::vector<int>& perm = node.attributes.perm;
  perm.resize(input.size());
  std::iota(perm.rbegin(), perm.rend(), 0);
  if (onnx.has_attribute("perm")) {
    std::vector<int> sorted = onnx.sizes("perm", input.size(), 0, 0);
    if (!std::is_permutation(sorted.begin(), sorted.end(), perm.begin())) {
      onnx.fail("perm is no order of the " + std::to_string(input.size()) + " axes");
    }
    perm = std::move(sorted);
  }
  Shape output;
  for (const int axis : perm) output.push_back(input[axis]);
  return output;
}

void export_transpose(const NodeExport& to) {
  to.emit("Transpose");
  to.writer.set("perm", to.node.attributes.perm);
}

Shape import_concat(const OnnxNode& onnx, Node& node) {
  if (!onnx.has_attribute("axis")) onnx.fail("attribute 'axis' is missing");
  Shape output = onnx.shape(0);
  const int rank = onnx.rank(0);
  const int axis = onnx.axis(0, rank, rank - 1);
  node.attributes.axis = axis;
  for (int index = 1; index < onnx.input_count(); ++index) {
    Shape other = onnx.shape(index);
    const std::int64_t added = other.size() == output.size() ? other[axis] : 0;
    if (other.size() == output.size()) other[axis] = output[axis];
    if (other != output) {
      onnx.fail("inputs of shape " + shape_text(onnx.shape(0)) + " and " +
                shape_text(onnx.shape(index)) + " cannot be joined along axis " +
                std::to_string(axis));
    }
    output[axis] += added;
  }
  return output;
}

void export_concat(const NodeExport& to) {
  to.emit("Concat");
  to.writer.set("axis", std::int64_t{to.node.attributes.axis});
}

Shape import_squeeze(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  const std::vector<int> axes = onnx.axes(1, onnx.rank(0));
  Shape output;
  for (int axis = 0; axis < onnx.rank(0); ++axis) {
    const bool named = std::binary_search(axes.begin(), axes.end(), axis);
    if (named && input[axis] != 1) {
      onnx.fail("axis " + std::to_string(axis) + " of shape " + shape_text(input) + " is not 1");
    }
    if (axes.empty() ? input[axis] != 1 : !named) output.push_back(input[axis]);
  }
  node.inputs.resize(1);
  return output;
}

Shape import_unsqueeze(const OnnxNode& onnx, Node& node) {
  if (!onnx.has_attribute("axes") && !onnx.has_input(1)) {
    onnx.fail("axes are missing");
  }
  const std::size_t added = onnx.listed("axes", 1).size();
  Shape output = onnx.shape(0);
  if (output.size() + added > kMaxRank) {
    onnx.fail("more than " + std::to_string(kMaxRank) + " dimensions");
  }
  for (const int axis : onnx.axes(1, static_cast<int>(output.size() + added))) {
    output.insert(output.begin() + axis, 1);
  }
  node.inputs.resize(1);
  return output;
}

namespace {

/// Rows of a table whose numbers are computed: tokens, from an input of integers.
void import_lookup(const OnnxNode& onnx, NodeWriter& writer, int axis) {
  if (axis != 0 || !onnx.is_constant(0))
    onnx.fail("its indices are computed; from such, rows (axis 0) of a constant are accepted");
  const Shape table = onnx.shape(0);
  Shape output = onnx.shape(1);
  output.insert(output.end(), table.begin() + 1, table.end());
  writer.add(Op::lookup, {onnx.value(0), onnx.value(1)}, output, {}, 0);
}

}  // namespace

void import_gather(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape input = onnx.shape(0);
  if (input.empty()) onnx.fail("a scalar input; at least one dimension is wanted");
  Attributes attributes;
  const int axis = onnx.axis(0, onnx.rank(0), onnx.rank(0) - 1);
  attributes.axis = axis;
  if (onnx.is_computed_integer(1)) return import_lookup(onnx, writer, axis);
  for (const std::int64_t index : onnx.constant_integers(1, "the indices")) {
    if (index < -input[axis] || index >= input[axis]) {
      onnx.fail("index " + std::to_string(index) + " is outside an axis of " +
                std::to_string(input[axis]));
    }
    attributes.indices.push_back(index < 0 ? index + input[axis] : index);
  }
  const Shape& indices = onnx.any_shape(1);
  Shape output(input.begin(), input.begin() + axis);
  output.insert(output.end(), indices.begin(), indices.end());
  output.insert(output.end(), input.begin() + axis + 1, input.end());
  writer.add(Op::gather, {onnx.value(0)}, output, std::move(attributes), 0);
}

void export_lookup(const NodeExport& to) { to.emit("Gather"); }

void export_gather(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  const Shape& output = to.output_shape();
  const auto first = output.begin() + a.axis;
  const auto rank = static_cast<std::ptrdiff_t>(output.size() + 1 - to.input_shape(0).size());
  to.emit("Gather", {to.inputs[0], to.writer.add_integers(Shape(first, first + rank), a.indices)});
  to.writer.set("axis", std::int64_t{a.axis});
}

bool pads_with_its_own(const OnnxNode& onnx) {
  const std::string mode = onnx.text("mode", "constant");
  if (mode != "constant" && mode != "reflect" && mode != "edge" && mode != "wrap")
    onnx.fail("mode '" + mode + "'; constant, reflect, edge and wrap are accepted");
  return mode != "constant";
}

/// Elements of the input again, axis by axis.
void expand_pad(const OnnxNode& onnx, Expansion& to) {
  const std::string mode = onnx.text("mode", "constant");
  Node node{Op::pad, "", {0}, 0, {}};
  import_pad(onnx, node);
  const Shape& input = onnx.shape(0);
  std::string value = to.input(0);
  for (std::size_t axis = 0; axis < input.size(); ++axis) {
    const std::int64_t size = input[axis], last = size - 1;
    const std::int64_t begin = node.attributes.pads[axis];
    const std::int64_t end = node.attributes.pads[axis + input.size()];
    if (begin == 0 && end == 0) continue;
    if (mode == "reflect" && std::max(begin, end) > last)
      onnx.fail("reflects " + std::to_string(std::max(begin, end)) + " elements of an axis of " +
                std::to_string(size));
    std::vector<std::int64_t> places;
    for (std::int64_t at = -begin; at < size + end; ++at) {
      const std::int64_t mirrored = at < 0 ? -at : at > last ? 2 * last - at : at;
      places.push_back(mode == "reflect" ? mirrored
                       : mode == "edge"  ? std::clamp<std::int64_t>(at, 0, last)
                                         : ((at % size) + size) % size);
    }
    value = to.gather(value, static_cast<std::int64_t>(axis), places);
  }
  to.add("Identity", {value}, {}, to.output(0));
}

Shape import_pad(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  const auto rank = static_cast<std::size_t>(onnx.rank(0));
  const std::vector<std::int64_t> given = onnx.listed("pads", 1);
  std::vector<int> axes = onnx.axes(3, onnx.rank(0));
  if (!onnx.has_input(3)) {
    axes.resize(rank);
    std::iota(axes.begin(), axes.end(), 0);
  }
  if (given.size() != 2 * axes.size()) {
    onnx.fail(std::to_string(given.size()) + " pads; two for each of " +
              std::to_string(axes.size()) + " axes are wanted");
  }
  node.attributes.pads.assign(2 * rank, 0);
  Shape output = input;
  for (std::size_t index = 0; index < axes.size(); ++index) {
    const auto axis = static_cast<std::size_t>(axes[index]);
    for (const bool end : {false, true}) {
      const std::int64_t pad = given[index + (end ? axes.size() : 0)];
      if (pad < -input[axis] || pad > kMaxElements) {
        onnx.fail("a pad of " + std::to_string(pad) + " at an axis of " +
                  std::to_string(input[axis]));
      }
      node.attributes.pads[axis + (end ? rank : 0)] = static_cast<int>(pad);
      output[axis] += pad;
    }
  }
  if (onnx.has_input(2)) {
    node.attributes.pad_value = onnx.constant_scalar(2, "the value");
  } else {
    node.attributes.pad_value = onnx.number("value", 0);
  }
  if (std::isinf(node.attributes.pad_value)) onnx.fail("pads with an infinite value");
  node.inputs.resize(1);
  return output;
}

void export_pad(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  const std::string pads = to.writer.add_integers({a.pads.begin(), a.pads.end()});
  to.emit("Pad", {to.inputs[0], pads, to.writer.add_number(a.pad_value)});
}

namespace {

void refuse_blocks(const OnnxNode& onnx, std::int64_t side) {
  onnx.fail("blocks of " + std::to_string(side) + " do not fit an input of shape " +
            shape_text(onnx.shape(0)));
}

/// The input in `divided` axes, these in the order `perm`, and joined to `output`.
void add_moved(const OnnxNode& onnx, NodeWriter& writer, const Shape& divided,
               std::vector<int> perm, const Shape& output) {
  Shape moved;
  Attributes order;
  for (const int axis : perm) moved.push_back(divided[static_cast<std::size_t>(axis)]);
  order.perm = std::move(perm);
  const int parts = writer.add(Op::reshape, {onnx.value(0)}, divided);
  const int placed = writer.add(Op::transpose, {parts}, moved, std::move(order));
  writer.add(Op::reshape, {placed}, output, {}, 0);
}

}  // namespace

/// Channels become pixels: those of a block are outermost among the channels (DCR) or innermost.
void import_depth_to_space(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape in = onnx.shape(0);
  const std::int64_t b = onnx.integer("blocksize", 0);
  if (in.size() != 4 || b < 1 || b > in[1] || in[1] % (b * b) != 0) refuse_blocks(onnx, b);
  const std::string mode = onnx.text("mode", "DCR");
  if (mode != "DCR" && mode != "CRD") onnx.fail("mode '" + mode + "'; DCR and CRD are allowed");
  const std::int64_t channels = in[1] / (b * b);
  const Shape output{in[0], channels, in[2] * b, in[3] * b};
  if (mode == "DCR")
    add_moved(onnx, writer, {in[0], b, b, channels, in[2], in[3]}, {0, 3, 4, 1, 5, 2}, output);
  else
    add_moved(onnx, writer, {in[0], channels, b, b, in[2], in[3]}, {0, 1, 4, 2, 5, 3}, output);
}

void import_space_to_depth(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape in = onnx.shape(0);
  const std::int64_t b = onnx.integer("blocksize", 0);
  if (in.size() != 4 || b < 1 || in[2] % b != 0 || in[3] % b != 0) refuse_blocks(onnx, b);
  const Shape divided{in[0], in[1], in[2] / b, b, in[3] / b, b};
  const Shape output{in[0], in[1] * b * b, in[2] / b, in[3] / b};
  add_moved(onnx, writer, divided, {0, 3, 5, 1, 2, 4}, output);
}

}  // namespace mho
