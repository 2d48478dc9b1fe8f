#include "workloads/graph/input_format.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "sim/base/error.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

using Axis = StridedView::Axis;

/// Which axes of a value are channels and which are pixels, outermost first.
struct Roles {
  std::vector<std::size_t> channels, pixels;
};

/// What the input's elements are in a value that is made of them.
struct Trace {
  std::vector<Axis> axes;  ///< of the value: size and step in the input; empty: not along axes
  bool whole = true;       ///< the value has all of the input's elements, and no others
};

/// All axes but `channel` are pixels.
Roles with_channels(std::size_t rank, std::size_t channel) {
  Roles roles{{channel}, {}};
  for (std::size_t axis = 0; axis < rank; ++axis)
    if (axis != channel) roles.pixels.push_back(axis);
  return roles;
}

/// Rows and columns where there are two axes of pixels, else one after another. An image's are its
/// last two axes, even of size 1.
ImageShape image_shape(const std::vector<Axis>& axes, const Roles& roles, bool is_image) {
  const auto product = [&](const std::vector<std::size_t>& of) {
    std::int64_t size = 1;
    for (const std::size_t axis : of) size *= axes[axis].size;
    return static_cast<int>(size);
  };
  const int channels = product(roles.channels), pixels = product(roles.pixels);
  if (is_image && axes.size() == 4) {
    const auto width = static_cast<int>(axes[roles.pixels.back()].size);
    return {channels, pixels / width, width};
  }
  std::vector<int> sides;
  for (const std::size_t axis : roles.pixels)
    if (axes[axis].size > 1) sides.push_back(static_cast<int>(axes[axis].size));
  if (sides.size() == 2) return {channels, sides[0], sides[1]};
  return {channels, pixels, 1};
}

class InputReader {
 public:
  explicit InputReader(const Graph& graph) : graph_(graph), traces_(graph.values.size()) {
    if (graph.inputs.size() != 1)
      throw InputError(Place{graph.file, 0}, "",
                       "has " + std::to_string(graph.inputs.size()) +
                           " inputs; a network with one input (the image) is needed");
    const Value& input = value(graph.inputs[0]);
    format_.file = graph.file;
    format_.name = input.name;
    format_.shape = input.shape;
  }

  InputFormat format() && {
    const auto input = static_cast<std::size_t>(graph_.inputs[0]);
    traces_[input] = Trace{dense_view(format_.shape).axes};
    for (const Node& node : graph_.nodes)
      if (reads(node)) return std::move(format_);
    const std::size_t rank = format_.shape.size();
    if (rank == 0 || rank > 4)
      take_vector();
    else
      take(*traces_[input], with_channels(rank, rank == 4 ? 1 : rank - 1), rank == 4);
    return std::move(format_);
  }

 private:
  const Value& value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }
  const std::optional<Trace>& trace(int index) const {
    return traces_[static_cast<std::size_t>(index)];
  }

  /// All elements are channels of one pixel.
  void take_vector() {
    const std::int64_t count = element_count(format_.shape);
    format_.image = {static_cast<int>(count), 1, 1};
    format_.elements = dense_view(format_.shape);
  }

  void take(const Trace& seen, const Roles& roles, bool is_image) {
    format_.image = image_shape(seen.axes, roles, is_image);
    // The image has channels outermost, then pixels; the input's elements step through it.
    struct Step {
      Axis in_input;
      std::int64_t in_image;
    };
    std::vector<Step> steps;
    std::int64_t stride = 1;
    const auto add = [&](const std::vector<std::size_t>& axes) {
      for (std::size_t i = axes.size(); i-- > 0; stride *= seen.axes[axes[i]].size)
        if (seen.axes[axes[i]].size > 1) steps.push_back({seen.axes[axes[i]], stride});
    };
    add(roles.pixels);
    add(roles.channels);
    std::sort(steps.begin(), steps.end(),
              [](const Step& a, const Step& b) { return a.in_input.stride > b.in_input.stride; });
    StridedView elements;
    for (const Step& step : steps) elements.axes.push_back({step.in_input.size, step.in_image});
    const std::optional<StridedView> in_axes = reshaped(elements, format_.shape);
    format_.in_axes = in_axes.has_value();
    format_.elements = in_axes ? *in_axes : elements;
  }

  /// Follows the input through the node; true when the node tells what is what.
  bool reads(const Node& node) {
    const auto found = std::find_if(node.inputs.begin(), node.inputs.end(), [&](int input) {
      return input >= 0 && trace(input).has_value();
    });
    if (found == node.inputs.end()) return false;
    const Trace seen = *trace(*found);
    const Shape& shape = value(*found).shape;
    const Operator& op = operator_of(node.op);
    if (node.op == Op::lookup) {  // one number a pixel
      if (seen.axes.empty()) return false;
      Roles places;
      for (std::size_t axis = 0; axis < seen.axes.size(); ++axis) places.pixels.push_back(axis);
      take(seen, places, false);
      return true;
    }
    if (op.reads_image) {
      if (seen.axes.size() != 3 && seen.axes.size() != 4) return false;
      // Channels that were laid out as space (a normalization across them) tell nothing.
      if (format_.shape.size() == 4 && !has_axes_of_input(seen)) return false;
      take(seen, with_channels(seen.axes.size(), 1), true);
      return true;
    }
    if (op.matrix_axis) {
      const auto input = static_cast<std::size_t>(found - node.inputs.begin());
      const std::optional<std::size_t> axis = op.matrix_axis(graph_, node, input);
      return axis && reads_linearly(seen, shape, *axis);
    }
    follow(seen, shape, node);
    return false;
  }

  /// Are the value's axes, in any order, the input's?
  bool has_axes_of_input(const Trace& seen) const {
    std::vector<std::int64_t> sizes, wanted;
    for (const Axis& axis : seen.axes)
      if (axis.size != 1) sizes.push_back(axis.size);
    for (const std::int64_t size : format_.shape)
      if (size != 1) wanted.push_back(size);
    return sizes.size() == wanted.size() &&
           std::is_permutation(sizes.begin(), sizes.end(), wanted.begin());
  }

  /// Through a node that does not tell.
  void follow(const Trace& seen, const Shape& shape, const Node& node) {
    const Shape& output = value(node.output).shape;
    auto& next = traces_[static_cast<std::size_t>(node.output)];
    switch (operator_of(node.op).places) {
      case Places::lost:
        return;
      case Places::same:
        if (output == shape) next = seen;
        return;
      case Places::kept:
      case Places::in_order:
        if (output == shape)
          next = seen;
        else if (seen.whole)
          next = as_shape(seen, output);
        return;
      case Places::permuted: {
        Trace moved{{}, seen.whole};
        for (const int axis : node.attributes.perm)
          if (!seen.axes.empty()) moved.axes.push_back(seen.axes[static_cast<std::size_t>(axis)]);
        next = std::move(moved);
        return;
      }
      case Places::partly:
        if (output.size() == seen.axes.size()) next = Trace{seen.axes, false};
        return;
    }
    throw Bug("input_format: unknown places");
  }

  /// A matrix times the elements along `axis`.
  bool reads_linearly(const Trace& seen, const Shape& shape, std::size_t axis) {
    if (seen.whole && element_count(shape) == shape[axis]) {
      take_vector();
      return true;
    }
    if (seen.axes.empty()) return false;
    take(seen, with_channels(shape.size(), axis), false);
    return true;
  }

  static Trace as_shape(const Trace& seen, const Shape& shape) {
    if (seen.axes.empty() && !shape.empty()) return {};
    const std::optional<StridedView> view = reshaped({0, seen.axes}, shape);
    return view ? Trace{view->axes} : Trace{};
  }

  const Graph& graph_;
  InputFormat format_;
  std::vector<std::optional<Trace>> traces_;  ///< by value
};

}  // namespace

bool InputFormat::channels_last() const {
  const std::vector<Axis> axes = simplified(elements).axes;
  return image.channels > 1 && image.pixels() > 1 && !axes.empty() &&
         axes.back() == Axis{image.channels, image.pixels()};
}

InputFormat input_format(const Graph& graph) { return InputReader(graph).format(); }

}  // namespace mho
