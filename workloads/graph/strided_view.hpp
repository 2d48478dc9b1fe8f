// Elements of a buffer seen as a tensor of another shape, as NumPy's views: an offset, and for each
// axis its size and the elements to step. Transposes, slices and most reshapes are views, so they
// cost nothing. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

struct StridedView {
  struct Axis {
    std::int64_t size = 1;
    std::int64_t stride = 0;
    bool operator==(const Axis&) const = default;
  };
  std::int64_t offset = 0;
  std::vector<Axis> axes;

  std::int64_t size() const;
  bool operator==(const StridedView&) const = default;
};

/// A dense, row-major tensor.
StridedView dense_view(const Shape& shape);

/// Axis i of the result is axis perm[i].
StridedView transposed(const StridedView& view, const std::vector<int>& perm);

/// `shape[axis]` elements of each axis, from starts[axis] on, every steps[axis] (may be negative).
StridedView sliced(const StridedView& view, const std::vector<std::int64_t>& starts,
                   const std::vector<std::int64_t>& steps, const Shape& shape);

/// The same elements in the same order, in axes of these sizes; nothing when that is no view.
std::optional<StridedView> reshaped(const StridedView& view, const Shape& shape);

/// The same elements without axes of size 1, and with axes joined that are one run of memory.
StridedView simplified(const StridedView& view);

/// Element i of the view, in row-major order, is element order[i] of the buffer.
std::vector<std::int32_t> element_order(const StridedView& view);

}  // namespace mho
