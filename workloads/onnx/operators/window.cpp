// Operators whose kernel slides over space: convolution and pooling, in one to three dimensions.
// auto_pad and ceil_mode are resolved here, and sizes are bounded: nothing after import need fear
// that a product of them does not fit.
#include <algorithm>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

constexpr int kMostSpatialAxes = 3;

/// By how much a window may be longer than its input: far more than any network that runs on small
/// inputs, far less than what would take the time of a large network to step over padding.
constexpr std::int64_t kFarthestBeyond = 4096;

std::size_t spatial_axes(const OnnxNode& onnx) {
  const int axes = onnx.rank(0) - 2;
  if (axes < 1 || axes > kMostSpatialAxes) {
    onnx.fail("an input of shape " + shape_text(onnx.shape(0)) +
              "; batch, channels and one to three spatial dimensions are accepted");
  }
  return static_cast<std::size_t>(axes);
}

/// Reads strides, dilations and pads; attributes.kernel is set already. Returns the output's
/// spatial shape.
class Window {
 public:
  Window(const OnnxNode& onnx, Attributes& attributes)
      : onnx_(onnx), attributes_(attributes), axes_(spatial_axes(onnx)) {
    attributes_.strides = onnx.sizes("strides", axes_, 1, 1);
    attributes_.dilations = onnx.sizes("dilations", axes_, 1, 1);
    attributes_.pads = onnx.sizes("pads", 2 * axes_, 0, 0);
    refuse_large();
    const std::string mode = onnx.text("auto_pad", "NOTSET");
    if (mode == "SAME_UPPER" || mode == "SAME_LOWER" || mode == "VALID") {
      if (std::any_of(attributes_.pads.begin(), attributes_.pads.end(),
                      [](int pad) { return pad != 0; })) {
        onnx.fail("both pads and auto_pad " + mode + "; one of them is allowed");
      }
      for (std::size_t axis = 0; mode != "VALID" && axis < axes_; ++axis) {
        pad_same(axis, mode == "SAME_UPPER");
      }
    } else if (mode != "NOTSET") {
      onnx.fail("auto_pad '" + mode + "'; NOTSET, VALID, SAME_UPPER and SAME_LOWER are allowed");
    }
  }

  /// With ceil_mode the last window may reach beyond the padding, but a window that would start in
  /// the padding at the end is left out: the rule of PyTorch, of ONNX since operator set 22, and of
  /// onnxruntime since 1.21 for every operator set (before, it made values of nothing there).
  Shape output(bool ceil_mode) const {
    Shape output;
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      const std::int64_t room = padded(axis) - extent(axis);
      if (room < 0) {
        onnx_.fail("a window of " + std::to_string(extent(axis)) + " does not fit into " +
                   std::to_string(padded(axis)) + " padded elements");
      }
      const std::int64_t stride = attributes_.strides[axis];
      std::int64_t count = (room + (ceil_mode ? stride - 1 : 0)) / stride + 1;
      if (ceil_mode && (count - 1) * stride >= input(axis) + attributes_.pads[axis]) --count;
      output.push_back(count);
    }
    return output;
  }

  /// Fails when a window may see nothing but padding.
  void refuse_empty_windows() const {
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      const int begin = attributes_.pads[axis], end = attributes_.pads[axis + axes_];
      if (begin >= extent(axis) || end >= extent(axis)) {
        onnx_.fail("pads of " + std::to_string(begin) + " and " + std::to_string(end) +
                   " around a window of " + std::to_string(extent(axis)) +
                   ", which sees only padding there; smaller pads are allowed");
      }
      // A dilated window may also step over a narrow input.
      if (attributes_.dilations[axis] > input(axis) && attributes_.kernel[axis] > 1) {
        onnx_.fail("a dilation larger than the input");
      }
    }
  }

 private:
  /// Fails for windows that are far larger than their input, or of more elements than a tensor.
  void refuse_large() const {
    const auto text = [](const std::vector<int>& sizes) {
      return shape_text({sizes.begin(), sizes.end()});
    };
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      if (extent(axis) - input(axis) <= kFarthestBeyond) continue;
      onnx_.fail("a window of " + text(attributes_.kernel) + " (dilations " +
                 text(attributes_.dilations) + ", pads " + text(attributes_.pads) +
                 ") on an input of shape " + shape_text(onnx_.shape(0)) + "; it may exceed the " +
                 "input by " + std::to_string(kFarthestBeyond) + " elements");
    }
    if (const auto problem = shape_problem({attributes_.kernel.begin(), attributes_.kernel.end()}))
      onnx_.fail("a window: " + *problem);
  }

  std::int64_t input(std::size_t axis) const { return onnx_.shape(0)[axis + 2]; }
  std::int64_t extent(std::size_t axis) const {
    return std::int64_t{attributes_.kernel[axis] - 1} * attributes_.dilations[axis] + 1;
  }
  std::int64_t padded(std::size_t axis) const {
    return input(axis) + attributes_.pads[axis] + attributes_.pads[axis + axes_];
  }

  /// Output = ceil(input / stride); the odd element goes to the end (upper) or the beginning.
  void pad_same(std::size_t axis, bool upper) {
    const std::int64_t stride = attributes_.strides[axis];
    const std::int64_t output = ceil_divide(input(axis), stride);
    const std::int64_t total =
        std::max<std::int64_t>(0, (output - 1) * stride + extent(axis) - input(axis));
    const auto less = static_cast<int>(total / 2), more = static_cast<int>(total - total / 2);
    attributes_.pads[axis] = upper ? less : more;
    attributes_.pads[axis + axes_] = upper ? more : less;
  }

  const OnnxNode& onnx_;
  Attributes& attributes_;
  std::size_t axes_;
};

Shape with_channels(std::int64_t batch, std::int64_t channels, const Shape& spatial) {
  Shape shape{batch, channels};
  shape.insert(shape.end(), spatial.begin(), spatial.end());
  return shape;
}

bool ceil_mode(const OnnxNode& onnx) { return onnx.integer("ceil_mode", 0) != 0; }

Window pool_window(const OnnxNode& onnx, Node& node) {
  if (!onnx.has_attribute("kernel_shape")) onnx.fail("attribute 'kernel_shape' is missing");
  node.attributes.kernel = onnx.sizes("kernel_shape", spatial_axes(onnx), 1, 1);
  return Window(onnx, node.attributes);
}

/// Kernel, strides and pads of the node that was written last.
void export_window(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  to.writer.set("kernel_shape", a.kernel);
  to.writer.set("strides", a.strides);
  to.writer.set("pads", a.pads);
}

/// The output's shape tells whether the division was rounded up.
void export_ceil_mode(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  const std::size_t axes = a.kernel.size();
  bool rounded_up = false;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const std::int64_t extent = std::int64_t{a.kernel[axis] - 1} * a.dilations[axis] + 1;
    const std::int64_t room =
        to.input_shape(0)[axis + 2] + a.pads[axis] + a.pads[axis + axes] - extent;
    rounded_up = rounded_up || to.output_shape()[axis + 2] != room / a.strides[axis] + 1;
  }
  to.writer.set("ceil_mode", std::int64_t{rounded_up});
}

}  // namespace

Shape import_conv(const OnnxNode& onnx, Node& node) {
  const std::size_t axes = spatial_axes(onnx);
  const Shape &input = onnx.shape(0), &weights = onnx.shape(1);
  if (weights.size() != input.size()) {
    onnx.fail("weights of shape " + shape_text(weights) + " do not fit an input of shape " +
              shape_text(input));
  }
  const std::int64_t group = onnx.integer("group", 1);
  if (group < 1 || input[1] % group != 0 || weights[0] % group != 0 ||
      weights[1] != input[1] / group) {
    onnx.fail("weights of shape " + shape_text(weights) + " and " + std::to_string(group) +
              " groups do not fit the " + std::to_string(input[1]) + " channels of the input");
  }
  node.attributes.group = static_cast<int>(group);
  node.attributes.kernel.assign(weights.begin() + 2, weights.end());
  if (onnx.has_attribute("kernel_shape") &&
      onnx.sizes("kernel_shape", axes, 1, 1) != node.attributes.kernel) {
    onnx.fail("kernel_shape differs from the weights' shape " + shape_text(weights));
  }
  if (onnx.has_input(2) && onnx.shape(2) != Shape{weights[0]}) {
    onnx.fail("a bias of shape " + shape_text(onnx.shape(2)) + "; " + shape_text({weights[0]}) +
              " is wanted");
  }
  return with_channels(input[0], weights[0], Window(onnx, node.attributes).output(false));
}

void export_conv(const NodeExport& to) {
  to.emit("Conv");
  to.writer.set("group", std::int64_t{to.node.attributes.group});
  export_window(to);
  to.writer.set("dilations", to.node.attributes.dilations);
}

Shape import_max_pool(const OnnxNode& onnx, Node& node) {
  const Window window = pool_window(onnx, node);
  window.refuse_empty_windows();
  const Shape output = window.output(ceil_mode(onnx));
  return with_channels(onnx.shape(0)[0], onnx.shape(0)[1], output);
}

void export_max_pool(const NodeExport& to) {
  to.emit("MaxPool");
  export_window(to);
  to.writer.set("dilations", to.node.attributes.dilations);
  export_ceil_mode(to);
}

Shape import_average_pool(const OnnxNode& onnx, Node& node) {
  const Window window = pool_window(onnx, node);
  window.refuse_empty_windows();
  const Shape output = window.output(ceil_mode(onnx));
  node.attributes.count_include_pad = onnx.integer("count_include_pad", 0) != 0;
  return with_channels(onnx.shape(0)[0], onnx.shape(0)[1], output);
}

/// AveragePool has dilations from operator set 19 on.
void export_average_pool(const NodeExport& to) {
  const std::vector<int>& dilations = to.node.attributes.dilations;
  if (std::any_of(dilations.begin(), dilations.end(), [](int dilation) { return dilation != 1; }))
    throw InputError({to.graph.file, 0}, "node '" + to.node.name + "'",
                     "averages over windows with dilations; operator set 17, which is written, has "
                     "none");
  to.emit("AveragePool");
  to.writer.set("count_include_pad", std::int64_t{to.node.attributes.count_include_pad});
  export_window(to);
  export_ceil_mode(to);
}

Shape import_global_average_pool(const OnnxNode& onnx, Node&) {
  const std::size_t axes = spatial_axes(onnx);
  return with_channels(onnx.shape(0)[0], onnx.shape(0)[1], Shape(axes, 1));
}

Shape import_global_max_pool(const OnnxNode& onnx, Node& node) {
  for (int axis = 2; axis < onnx.rank(0); ++axis) node.attributes.axes.push_back(axis);
  return import_global_average_pool(onnx, node);
}

}  // namespace mho
