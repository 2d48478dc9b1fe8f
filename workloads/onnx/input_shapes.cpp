#include "workloads/onnx/input_shapes.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "sim/base/error.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

constexpr std::int64_t kOpen = -1;

std::int64_t count_without(const Shape& shape, std::size_t left_out) {
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    if (axis != left_out) count *= shape[axis];
  return count;
}

class InputShapeFinder {
 public:
  InputShapeFinder(const onnx::ValueInfoProto& input, const ImportOptions& options,
                   const std::string& file, const std::string& key)
      : declared_(input.type().tensor_type().shape()),
        name_(input.name()),
        options_(options),
        file_(file),
        key_(key) {}

  InputShape run() {
    if (!options_.input_shape.empty() && options_.input_shape.size() != rank())
      fail("is given shape " + shape_text(options_.input_shape) + " by 'input_shape'; " +
           std::to_string(rank()) + " axes are wanted");
    for (std::size_t axis = 0; axis < rank(); ++axis) shape_.push_back(stated(axis));
    InputShape result{{}, free_batch()};
    if (is_open()) take_from_data();
    // One image at a time.
    if (rank() > 1 && shape_[0] == kOpen) shape_[0] = 1;
    if (is_open()) refuse_open();
    result.shape = shape_;
    return result;
  }

 private:
  std::size_t rank() const { return static_cast<std::size_t>(declared_.dim_size()); }
  bool is_open() const { return std::find(shape_.begin(), shape_.end(), kOpen) != shape_.end(); }

  std::string numbered(std::size_t axis) const { return name_ + "." + std::to_string(axis); }
  const std::string& symbol(std::size_t axis) const {
    return declared_.dim(static_cast<int>(axis)).dim_param();
  }

  /// What the workload or the file says of the axis.
  std::int64_t stated(std::size_t axis) const {
    if (!options_.input_shape.empty()) return options_.input_shape[axis];
    for (const std::string& key : {numbered(axis), symbol(axis)}) {
      const auto given = key.empty() ? options_.dimensions.end() : options_.dimensions.find(key);
      if (given != options_.dimensions.end()) return given->second;
    }
    const auto& size = declared_.dim(static_cast<int>(axis));
    if (size.has_dim_value() && size.dim_value() > 0) return size.dim_value();
    return is_batch(symbol(axis)) ? 1 : kOpen;
  }

  /// One image at a time: "batch", "batch_size", "N_batch".
  static bool is_batch(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return name.find("batch") != std::string::npos;
  }

  bool given_by_workload() const {
    return !options_.input_shape.empty() || options_.dimensions.contains(numbered(0));
  }

  /// A fixed batch of several images is as good as an open one.
  std::int64_t free_batch() {
    if (!options_.image_shape || rank() < 2 || shape_[0] < 2 || given_by_workload()) return 1;
    const std::optional<Shape> image = image_shape();
    const bool is_image = rank() > 3 && (!image || element_count(*image) != element_count(shape_));
    const bool fits = image && std::count(shape_.begin(), shape_.end(), kOpen) == 0 &&
                      element_count(*image) == count_without(shape_, 0);
    if (!is_image && !fits) return 1;
    const std::int64_t batch = shape_[0];
    shape_[0] = 1;
    return batch;
  }

  std::optional<Shape> image_shape() const {
    return options_.image_shape ? options_.image_shape() : std::nullopt;
  }

  /// The sizes of one image of the data, where they fit the axes in order, or, with channels at
  /// the other end, turned; or the one size that is left by its number of elements.
  void take_from_data() {
    const std::optional<Shape> image = image_shape();
    if (!image || image->empty()) return;
    Shape turned = *image;
    std::rotate(turned.begin(), turned.end() - 1, turned.end());
    Shape back = *image;
    std::rotate(back.begin(), back.begin() + 1, back.end());
    for (const Shape& sizes : {*image, turned, back})
      if (const auto fitting = fitted(sizes)) {
        shape_ = *fitting;
        return;
      }
    if (std::count(shape_.begin(), shape_.end(), kOpen) != 1) return;
    const auto open = std::find(shape_.begin(), shape_.end(), kOpen);
    const std::int64_t rest =
        count_without(shape_, static_cast<std::size_t>(open - shape_.begin()));
    if (element_count(*image) % rest == 0) *open = element_count(*image) / rest;
  }

  /// The axes with `sizes` in their order; axes of size 1, and an open first one, have none.
  std::optional<Shape> fitted(const Shape& sizes) const {
    Shape result = shape_;
    std::size_t at = 0;
    const bool has_batch = rank() > sizes.size();
    for (std::size_t axis = 0; axis < rank(); ++axis) {
      const std::int64_t size = shape_[axis];
      if (axis == 0 && has_batch && (size == kOpen || size == 1)) {
        result[axis] = 1;
      } else if (at < sizes.size() && (size == kOpen || size == sizes[at])) {
        result[axis] = sizes[at++];
      } else if (size != 1) {
        return std::nullopt;
      }
    }
    return at == sizes.size() ? std::optional(result) : std::nullopt;
  }

  [[noreturn]] void refuse_open() const {
    std::string axes, example, option, first;
    for (std::size_t axis = 0; axis < rank(); ++axis) {
      const bool open = shape_[axis] == kOpen;
      if (open)
        axes += (axes.empty() ? "" : ", ") + std::to_string(axis) +
                (symbol(axis).empty() ? "" : " ('" + symbol(axis) + "')");
      if (open && first.empty()) first = numbered(axis);
      const std::string size = open ? "?" : std::to_string(shape_[axis]);
      example += (axis > 0 ? ", " : "") + size;
      option += (axis > 0 ? "," : "") + size;
    }
    fail("leaves the size of axis " + axes + " open, and the data do not tell it; give it in the " +
         "workload, as 'input_shape: [" + example +
         "]' or, one of several inputs, under 'dimensions' ('" + first +
         ": ?'); to 'mho check' as --input-shape " + option);
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw InputError({file_, 0}, key_, message);
  }

  const onnx::TensorShapeProto& declared_;
  const std::string& name_;
  const ImportOptions& options_;
  const std::string& file_;
  const std::string& key_;
  Shape shape_;
};

}  // namespace

InputShape input_shape(const onnx::ValueInfoProto& input, const ImportOptions& options,
                       const std::string& file, const std::string& key) {
  return InputShapeFinder(input, options, file, key).run();
}

}  // namespace mho
