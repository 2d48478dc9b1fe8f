// Resize and its elder, Upsample: axis by axis, nearest as chosen elements, linear as sums of two
// weighted ones. Coordinates after ONNX's definition of Resize.
#include <algorithm>
#include <cmath>
#include <optional>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

class Resizing {
 public:
  Resizing(const OnnxNode& onnx, Expansion& to) : onnx_(onnx), to_(to) {
    mode_ = onnx.text("mode", "nearest");
    const bool upsample = onnx.type() == "Upsample" || onnx.operator_set() < 11;
    coordinates_ =
        upsample ? "asymmetric" : onnx.text("coordinate_transformation_mode", "half_pixel");
    nearest_ = upsample ? "floor" : onnx.text("nearest_mode", "round_prefer_floor");
    if (mode_ != "nearest" && mode_ != "linear" && mode_ != "bilinear")
      onnx.fail("mode '" + mode_ + "'; nearest and linear are accepted");
    if (coordinates_ == "tf_crop_and_resize" || coordinates_ == "half_pixel_symmetric")
      onnx.fail("coordinate_transformation_mode '" + coordinates_ +
                "'; half_pixel, pytorch_half_pixel, asymmetric and align_corners are accepted");
    if (onnx.integer("antialias", 0) != 0) onnx.fail("antialias 1; 0 is accepted");
    if (onnx.integer("exclude_outside", 0) != 0) onnx.fail("exclude_outside 1; 0 is accepted");
    if (onnx.text("keep_aspect_ratio_policy", "stretch") != "stretch")
      onnx.fail("keeps the aspect ratio; stretch is accepted");
    find_sizes();
  }

  void run() {
    std::string value = to_.input(0);
    for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
      if (sizes_[axis] == onnx_.shape(0)[axis] && scales_[axis] == 1) continue;
      value = mode_ == "nearest" ? nearest(value, axis) : linear(value, axis);
    }
    to_.add("Identity", {value}, {}, to_.output(0));
  }

 private:
  /// Scales or sizes: attributes of Upsample, then inputs; for all axes, or those of `axes`.
  void find_sizes() {
    const Shape& input = onnx_.shape(0);
    const auto rank = static_cast<int>(input.size());
    sizes_ = input;
    scales_.assign(input.size(), 1);
    const bool old = onnx_.type() == "Upsample" || onnx_.operator_set() < 11;
    const int scales_at = old ? 1 : 2, sizes_at = 3;
    std::vector<std::int64_t> axes = onnx_.integers("axes");
    if (axes.empty())
      for (std::int64_t axis = 0; axis < rank; ++axis) axes.push_back(axis);
    const auto check = [&](std::size_t count) {
      if (count != axes.size())
        onnx_.fail(std::to_string(count) + " scales or sizes for " + std::to_string(axes.size()) +
                   " axes");
    };
    const auto place = [&](std::size_t i) {
      return static_cast<std::size_t>(onnx_.resolved_axis(axes[i], rank));
    };
    if (onnx_.has_input(sizes_at) && !onnx_.constant_integers(sizes_at, "the sizes").empty()) {
      const auto& given = onnx_.constant_integers(sizes_at, "the sizes");
      check(given.size());
      for (std::size_t i = 0; i < given.size(); ++i) {
        sizes_[place(i)] = place(i) == 0 && given[i] == onnx_.batch() ? input[0] : given[i];
        scales_[place(i)] =
            static_cast<double>(sizes_[place(i)]) / static_cast<double>(input[place(i)]);
      }
    } else {
      const std::vector<float> given = scales(scales_at);
      check(given.size());
      for (std::size_t i = 0; i < given.size(); ++i) {
        scales_[place(i)] = static_cast<double>(given[i]);
        sizes_[place(i)] = static_cast<std::int64_t>(
            std::floor(static_cast<double>(input[place(i)]) * scales_[place(i)]));
      }
    }
    if (const auto problem = shape_problem(sizes_)) onnx_.fail(*problem);
  }

  std::vector<float> scales(int index) const {
    if (const auto* given = onnx_.find("scales"))
      return {given->floats().begin(), given->floats().end()};
    const auto given = onnx_.has_input(index) ? onnx_.constant(index).floats : std::vector<float>{};
    if (given.empty()) onnx_.fail("scales or sizes are missing");
    return given;
  }

  /// Where in the input the element of the output lies.
  /// tf_half_pixel_for_nn is of operator set 11 alone.
  double source(std::size_t axis, std::int64_t at) const {
    const auto in = static_cast<double>(onnx_.shape(0)[axis]), x = static_cast<double>(at);
    const auto out = static_cast<double>(sizes_[axis]);
    if (coordinates_ == "asymmetric") return x / scales_[axis];
    if (coordinates_ == "align_corners") return out == 1 ? 0 : x * (in - 1) / (out - 1);
    if (coordinates_ == "pytorch_half_pixel" && out == 1) return 0;
    if (coordinates_ == "tf_half_pixel_for_nn") return (x + 0.5) / scales_[axis];
    return (x + 0.5) / scales_[axis] - 0.5;
  }

  double rounded(double x) const {
    if (nearest_ == "floor") return std::floor(x);
    if (nearest_ == "ceil") return std::ceil(x);
    return nearest_ == "round_prefer_ceil" ? std::floor(x + 0.5) : std::ceil(x - 0.5);
  }

  std::int64_t inside(std::size_t axis, double at) const {
    const auto last = static_cast<double>(onnx_.shape(0)[axis] - 1);
    return static_cast<std::int64_t>(std::clamp(at, 0.0, last));
  }

  std::string nearest(const std::string& value, std::size_t axis) {
    std::vector<std::int64_t> chosen;
    for (std::int64_t at = 0; at < sizes_[axis]; ++at)
      chosen.push_back(inside(axis, rounded(source(axis, at))));
    return to_.gather(value, static_cast<std::int64_t>(axis), chosen);
  }

  /// low * (1 - share) + high * share
  std::string linear(const std::string& value, std::size_t axis) {
    std::vector<std::int64_t> low, high;
    Shape along(sizes_.size() - axis, 1);
    along[0] = sizes_[axis];
    Tensor share{along, {}}, rest{along, {}};
    for (std::int64_t at = 0; at < sizes_[axis]; ++at) {
      const double x =
          std::clamp(source(axis, at), 0.0, static_cast<double>(onnx_.shape(0)[axis] - 1));
      low.push_back(inside(axis, std::floor(x)));
      high.push_back(inside(axis, std::floor(x) + 1));
      share.values.push_back(static_cast<float>(x - std::floor(x)));
      rest.values.push_back(static_cast<float>(1 - (x - std::floor(x))));
    }
    const auto weighted = [&](const std::vector<std::int64_t>& chosen, const Tensor& by) {
      const std::string part = to_.gather(value, static_cast<std::int64_t>(axis), chosen);
      return to_.add("Mul", {part, to_.floats(by)});
    };
    const std::string below = weighted(low, rest);
    return to_.add("Add", {below, weighted(high, share)});
  }

  const OnnxNode& onnx_;
  Expansion& to_;
  std::string mode_, coordinates_, nearest_;
  Shape sizes_;
  std::vector<double> scales_;
};

}  // namespace

void expand_resize(const OnnxNode& onnx, Expansion& to) { Resizing(onnx, to).run(); }

}  // namespace mho
