#include "workloads/graph/strided_view.hpp"

namespace mho {

std::int64_t StridedView::size() const {
  std::int64_t count = 1;
  for (const Axis& axis : axes) count *= axis.size;
  return count;
}

StridedView dense_view(const Shape& shape) {
  StridedView view;
  view.axes.resize(shape.size());
  std::int64_t stride = 1;
  for (std::size_t axis = shape.size(); axis-- > 0; stride *= shape[axis])
    view.axes[axis] = {shape[axis], stride};
  return view;
}

StridedView transposed(const StridedView& view, const std::vector<int>& perm) {
  StridedView result{view.offset, {}};
  for (const int axis : perm) result.axes.push_back(view.axes[static_cast<std::size_t>(axis)]);
  return result;
}

StridedView sliced(const StridedView& view, const std::vector<std::int64_t>& starts,
                   const std::vector<std::int64_t>& steps, const Shape& shape) {
  StridedView result{view.offset, {}};
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    result.offset += starts[axis] * view.axes[axis].stride;
    result.axes.push_back({shape[axis], view.axes[axis].stride * steps[axis]});
  }
  return result;
}

StridedView simplified(const StridedView& view) {
  StridedView result{view.offset, {}};
  for (const StridedView::Axis& axis : view.axes) {
    if (axis.size == 1) continue;
    if (!result.axes.empty() && result.axes.back().stride == axis.size * axis.stride)
      result.axes.back() = {result.axes.back().size * axis.size, axis.stride};
    else
      result.axes.push_back(axis);
  }
  return result;
}

std::optional<StridedView> reshaped(const StridedView& view, const Shape& shape) {
  // Each run of memory is divided by axes of the new shape, the last axis first.
  std::vector<StridedView::Axis> runs = simplified(view).axes;
  StridedView result{view.offset, std::vector<StridedView::Axis>(shape.size())};
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    const std::int64_t size = shape[axis];
    if (size == 1) {
      result.axes[axis] = {1, 0};
      continue;
    }
    if (runs.empty() || runs.back().size % size != 0) return std::nullopt;
    StridedView::Axis& run = runs.back();
    result.axes[axis] = {size, run.stride};
    run = {run.size / size, run.stride * size};
    if (run.size == 1) runs.pop_back();
  }
  if (!runs.empty()) return std::nullopt;
  return result;
}

std::vector<std::int32_t> element_order(const StridedView& view) {
  std::vector<std::int32_t> order{static_cast<std::int32_t>(view.offset)};
  // Axis after axis: every element so far, repeated along the next axis.
  for (const StridedView::Axis& axis : simplified(view).axes) {
    std::vector<std::int32_t> finer;
    finer.reserve(order.size() * static_cast<std::size_t>(axis.size));
    for (const std::int32_t begin : order)
      for (std::int64_t i = 0; i < axis.size; ++i)
        finer.push_back(static_cast<std::int32_t>(begin + i * axis.stride));
    order = std::move(finer);
  }
  return order;
}

}  // namespace mho
