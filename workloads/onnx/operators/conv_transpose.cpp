// ConvTranspose as a convolution: zeros between the elements of the input, and the kernel mirrored.
// The matrix of the arrays is that of the kernel; most of what its rows are driven with is zero.
#include <algorithm>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

using Sizes = std::vector<std::int64_t>;

class TransposedConv {
 public:
  TransposedConv(const OnnxNode& onnx, Expansion& to)
      : onnx_(onnx), to_(to), input_(onnx.shape(0)), weights_(onnx.shape(1)) {
    if (input_.size() < 3 || weights_.size() != input_.size())
      onnx.fail("inputs of shape " + shape_text(input_) + " and " + shape_text(weights_) +
                "; batch, channels and space are wanted");
    axes_ = input_.size() - 2;
    group_ = onnx.integer("group", 1);
    if (group_ < 1 || input_[1] % group_ != 0 || weights_[0] != input_[1])
      onnx.fail("weights of shape " + shape_text(weights_) + " and " + std::to_string(group_) +
                " groups do not fit the " + std::to_string(input_[1]) + " channels of the input");
    strides_ = onnx.sizes("strides", axes_, 1, 1);
    dilations_ = onnx.sizes("dilations", axes_, 1, 1);
    added_ = onnx.sizes("output_padding", axes_, 0, 0);
    find_pads();
  }

  void run() {
    std::string value = to_.input(0);
    Shape shape = input_;
    for (std::size_t axis = 0; axis < axes_; ++axis) value = spread(value, shape, axis);
    // What the kernel reaches beyond the input, less what is cut off.
    Sizes pads(2 * axes_);
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      const std::int64_t reach = std::int64_t{dilations_[axis]} * (weights_[axis + 2] - 1);
      pads[axis] = reach - pads_[axis];
      pads[axis + axes_] = reach - pads_[axis + axes_] + added_[axis];
    }
    value = padded(value, pads);
    const Sizes dilations(dilations_.begin(), dilations_.end());
    std::vector<std::string> inputs{value, mirrored()};
    if (onnx_.has_input(2)) inputs.push_back(to_.input(2));
    to_.add("Conv", inputs, {{"group", group_}, {"dilations", dilations}}, to_.output(0));
  }

 private:
  /// Pads at the input's begin and end, as of the convolution that this one is the transpose of.
  void find_pads() {
    const std::vector<int> given = onnx_.sizes("pads", 2 * axes_, 0, 0);
    pads_.assign(given.begin(), given.end());
    const std::string mode = onnx_.text("auto_pad", "NOTSET");
    const Sizes wanted = onnx_.integers("output_shape");
    const std::size_t skipped = wanted.size() > axes_ ? wanted.size() - axes_ : 0;
    if (wanted.empty() && mode != "SAME_UPPER" && mode != "SAME_LOWER") return;
    if (!wanted.empty() && wanted.size() != axes_ + skipped) onnx_.fail("output_shape is short");
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      const std::int64_t full = std::int64_t{strides_[axis]} * (input_[axis + 2] - 1) +
                                added_[axis] +
                                std::int64_t{dilations_[axis]} * (weights_[axis + 2] - 1) + 1;
      const std::int64_t size =
          wanted.empty() ? input_[axis + 2] * strides_[axis] : wanted[axis + skipped];
      const std::int64_t total = std::max<std::int64_t>(0, full - size);
      if (size > full) added_[axis] += static_cast<int>(size - full);
      const bool upper = mode != "SAME_LOWER";
      pads_[axis] = upper ? total / 2 : total - total / 2;
      pads_[axis + axes_] = total - pads_[axis];
    }
  }

  /// stride - 1 zeros behind each element of the axis but the last.
  std::string spread(const std::string& value, Shape& shape, std::size_t axis) {
    const std::int64_t stride = strides_[axis];
    if (stride == 1) return value;
    const std::size_t at = axis + 2;
    const std::int64_t size = shape[at];
    Shape apart = shape;
    apart.insert(apart.begin() + static_cast<std::ptrdiff_t>(at) + 1, 1);
    Sizes pads(2 * apart.size(), 0);
    pads[apart.size() + at + 1] = stride - 1;
    const std::string lines = to_.add("Pad", {to_.reshape(value, apart), to_.integers(pads)});
    shape[at] = size * stride;
    const std::string joined = to_.reshape(lines, shape);
    shape[at] = (size - 1) * stride + 1;
    return to_.slice(joined, static_cast<std::int64_t>(at), 0, shape[at]);
  }

  /// Of all axes; negative pads cut.
  std::string padded(const std::string& value, const Sizes& pads) {
    if (std::all_of(pads.begin(), pads.end(), [](std::int64_t pad) { return pad == 0; }))
      return value;
    const std::size_t rank = input_.size();
    Sizes all(2 * rank, 0);
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      all[axis + 2] = pads[axis];
      all[rank + axis + 2] = pads[axis + axes_];
    }
    return to_.add("Pad", {value, to_.integers(all)});
  }

  /// [inputs][outputs of a group][kernel] -> [outputs][inputs of a group][kernel, backwards]
  std::string mirrored() {
    const Shape kernel(weights_.begin() + 2, weights_.end());
    const std::int64_t inputs = weights_[0] / group_, outputs = weights_[1];
    Shape grouped{group_, inputs, outputs};
    grouped.insert(grouped.end(), kernel.begin(), kernel.end());
    Sizes perm{0, 2, 1};
    for (std::size_t axis = 0; axis < axes_; ++axis)
      perm.push_back(static_cast<std::int64_t>(axis) + 3);
    Shape shape{group_ * outputs, inputs};
    shape.insert(shape.end(), kernel.begin(), kernel.end());
    std::string value = to_.reshape(to_.transpose(to_.reshape(to_.input(1), grouped), perm), shape);
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      Sizes backwards;
      for (std::int64_t at = kernel[axis]; at-- > 0;) backwards.push_back(at);
      value = to_.gather(value, static_cast<std::int64_t>(axis) + 2, backwards);
    }
    return value;
  }

  const OnnxNode& onnx_;
  Expansion& to_;
  const Shape input_, weights_;
  std::size_t axes_ = 0;
  std::int64_t group_ = 1;
  std::vector<int> strides_, dilations_, added_;
  Sizes pads_;
};

}  // namespace

void expand_conv_transpose(const OnnxNode& onnx, Expansion& to) { TransposedConv(onnx, to).run(); }

}  // namespace mho
