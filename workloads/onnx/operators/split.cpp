// Operators that cut a tensor into parts or repeat it: Slice, Split, Expand, Tile.
#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/base/division.hpp"
#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

/// starts, ends, axes and steps as given: attributes before operator set 10, then inputs.
struct SliceRange {
  std::vector<std::int64_t> starts, ends, axes, steps;

  explicit SliceRange(const OnnxNode& onnx)
      : starts(onnx.listed("starts", 1)),
        ends(onnx.listed("ends", 2)),
        axes(onnx.listed("axes", 3)),
        steps(onnx.has_input(4) ? onnx.constant_integers(4, "steps")
                                : std::vector<std::int64_t>(starts.size(), 1)) {
    if (!onnx.has_input(3) && !onnx.has_attribute("axes")) {
      axes.resize(starts.size());
      std::iota(axes.begin(), axes.end(), 0);
    }
    if (ends.size() != starts.size() || axes.size() != starts.size() ||
        steps.size() != starts.size()) {
      onnx.fail("starts, ends, axes and steps have different lengths");
    }
  }
};

/// The parts of Split along an axis of `size`.
std::vector<std::int64_t> split_sizes(const OnnxNode& onnx, std::int64_t size) {
  std::vector<std::int64_t> sizes = onnx.listed("split", 1);
  const std::int64_t parts = onnx.output_count();
  if (onnx.has_attribute("num_outputs") && onnx.integer("num_outputs", 0) != parts) {
    onnx.fail("num_outputs " + std::to_string(onnx.integer("num_outputs", 0)) + ", but " +
              std::to_string(parts) + " outputs");
  }
  if (sizes.empty()) {
    // Equal parts; with num_outputs (operator set 18) the last may be smaller.
    const std::int64_t each = ceil_divide(size, parts);
    if (size % parts != 0 && !onnx.has_attribute("num_outputs")) {
      onnx.fail("an axis of " + std::to_string(size) + " in " + std::to_string(parts) +
                " equal parts");
    }
    sizes.assign(static_cast<std::size_t>(parts), each);
    sizes.back() = size - each * (parts - 1);
  }
  std::int64_t total = 0;
  for (const std::int64_t part : sizes) {
    if (part < 0 || part > size) onnx.fail("a part of " + std::to_string(part));
    total += part;
  }
  if (static_cast<std::int64_t>(sizes.size()) != parts || total != size) {
    onnx.fail("parts " + shape_text(sizes) + " for " + std::to_string(parts) +
              " outputs of an axis of " + std::to_string(size));
  }
  return sizes;
}

}  // namespace

Shape import_slice(const OnnxNode& onnx, Node& node) {
  if (!onnx.has_attribute("starts") && onnx.input_count() < 3)
    onnx.fail("starts or ends are missing");
  const SliceRange range(onnx);
  Shape output = onnx.shape(0);
  node.attributes.starts.assign(output.size(), 0);
  node.attributes.steps.assign(output.size(), 1);
  std::vector<bool> named(output.size(), false);
  for (std::size_t index = 0; index < range.starts.size(); ++index) {
    const auto axis = static_cast<std::size_t>(onnx.resolved_axis(range.axes[index], onnx.rank(0)));
    if (named[axis]) onnx.fail("names an axis twice");
    named[axis] = true;
    const std::int64_t size = output[axis], step = range.steps[index];
    if (step == 0 || step < -kMaxElements || step > kMaxElements) {
      onnx.fail("a step of " + std::to_string(step));
    }
    // NumPy: from the end when negative, then clamped to what the direction can reach.
    const auto clamped = [&](std::int64_t at) {
      if (at < 0) at += size;
      return step > 0 ? std::clamp<std::int64_t>(at, 0, size)
                      : std::clamp<std::int64_t>(at, -1, size - 1);
    };
    const std::int64_t start = clamped(range.starts[index]), end = clamped(range.ends[index]);
    const std::int64_t room = step > 0 ? end - start : start - end;
    output[axis] = room <= 0 ? 0 : (room - 1) / std::abs(step) + 1;
    node.attributes.starts[axis] = start;
    node.attributes.steps[axis] = step;
  }
  node.inputs.resize(1);
  return output;
}

void export_slice(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  std::vector<std::int64_t> ends, axes;
  for (std::size_t axis = 0; axis < a.starts.size(); ++axis) {
    const std::int64_t end = a.starts[axis] + to.output_shape()[axis] * a.steps[axis];
    ends.push_back(end < 0 ? std::numeric_limits<std::int64_t>::min() : end);
    axes.push_back(static_cast<std::int64_t>(axis));
  }
  OnnxWriter& writer = to.writer;
  to.emit("Slice", {to.inputs[0], writer.add_integers(a.starts), writer.add_integers(ends),
                    writer.add_integers(axes), writer.add_integers(a.steps)});
}

void import_split(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape input = onnx.shape(0);
  const int rank = onnx.rank(0);
  const auto axis = static_cast<std::size_t>(onnx.resolved_axis(onnx.integer("axis", 0), rank));
  const std::vector<std::int64_t> sizes = split_sizes(onnx, input[axis]);
  Attributes attributes;
  attributes.starts.assign(input.size(), 0);
  attributes.steps.assign(input.size(), 1);
  for (std::size_t part = 0; part < sizes.size(); ++part) {
    Shape output = input;
    output[axis] = sizes[part];
    const int number = static_cast<int>(part);
    if (onnx.has_output(number)) {
      writer.add(Op::slice, {onnx.value(0)}, output, attributes, number);
    }
    attributes.starts[axis] += sizes[part];
  }
}

void import_expand(const OnnxNode& onnx, NodeWriter& writer) {
  const Shape input = onnx.shape(0), wanted = onnx.constant_integers(1, "the shape");
  if (const auto problem = shape_problem(wanted)) onnx.fail(*problem);
  const auto output = broadcast(input, wanted);
  if (!output) onnx.fail("shape " + shape_text(input) + " cannot become " + shape_text(wanted));
  if (element_count(*output) == element_count(input)) {
    writer.add(Op::reshape, {onnx.value(0)}, *output, {}, 0);
    return;
  }
  // Ones along the axes that are stretched.
  const Shape steps = broadcast_strides(input, *output);
  Shape stretched(output->size(), 1);
  for (std::size_t axis = 0; axis < steps.size(); ++axis) {
    if (steps[axis] == 0) stretched[axis] = (*output)[axis];
  }
  onnx.claim(stretched, false);
  const auto count = static_cast<std::size_t>(element_count(stretched));
  const int ones = writer.constant({stretched, std::vector<float>(count, 1.0f)});
  writer.add(Op::mul, {onnx.value(0), ones}, *output, {}, 0);
}

void import_tile(const OnnxNode& onnx, NodeWriter& writer) {
  Shape shape = onnx.shape(0);
  const std::vector<std::int64_t>& repeats = onnx.constant_integers(1, "the repeats");
  if (repeats.size() != shape.size()) {
    onnx.fail("repeats " + shape_text(repeats) + " do not fit an input of shape " +
              shape_text(shape));
  }
  int value = onnx.value(0);
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (repeats[axis] == 1) continue;
    const std::int64_t most = kMaxElements / std::max<std::int64_t>(1, element_count(shape));
    if (repeats[axis] < 1 || repeats[axis] > most) onnx.fail("repeats " + shape_text(repeats));
    const std::int64_t size = shape[axis];
    shape[axis] *= repeats[axis];
    onnx.claim({shape[axis]}, true);
    Attributes attributes;
    attributes.axis = static_cast<int>(axis);
    for (std::int64_t index = 0; index < shape[axis]; ++index) {
      attributes.indices.push_back(index % size);
    }
    value = writer.add(Op::gather, {value}, shape, std::move(attributes));
  }
  writer.add(Op::identity, {value}, shape, {}, 0);
}

}  // namespace mho
