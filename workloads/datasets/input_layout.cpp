#include "workloads/datasets/input_layout.hpp"

#include <algorithm>

namespace mho {

namespace {

Shape squeezed(const Shape& shape) {
  Shape result;
  std::copy_if(shape.begin(), shape.end(), std::back_inserter(result),
               [](std::int64_t size) { return size != 1; });
  return result;
}

/// The file's image seen in the order of the network's input.
std::optional<StridedView> seen_as_input(const Shape& image, DataLayout layout,
                                         const InputFormat& input) {
  const Shape wanted = squeezed(input.shape);
  const StridedView stored = dense_view(squeezed(image));
  const auto moved = [&](bool last_to_first) {
    StridedView view = stored;
    if (!view.axes.empty())
      std::rotate(view.axes.begin(), last_to_first ? view.axes.end() - 1 : view.axes.begin() + 1,
                  view.axes.end());
    return view;
  };
  const auto fits = [&](const StridedView& view) {
    return std::equal(
        view.axes.begin(), view.axes.end(), wanted.begin(), wanted.end(),
        [](const StridedView::Axis& axis, std::int64_t size) { return axis.size == size; });
  };
  // An axis of channels of size 1 is none, and nothing moves.
  const bool has_channels =
      !image.empty() &&
      (layout == DataLayout::channels_last ? image.back() != 1 : image.front() != 1);
  std::vector<StridedView> candidates;
  if (layout == DataLayout::as_network)
    candidates = {stored, moved(true), moved(false)};
  else if (!has_channels || (layout == DataLayout::channels_last) == input.channels_last())
    candidates = {stored};
  else
    candidates = {moved(layout == DataLayout::channels_last)};
  for (const StridedView& view : candidates)
    if (fits(view)) return view;
  const bool is_vector = wanted.size() < 2 || stored.axes.size() < 2;
  if (is_vector && stored.size() == element_count(input.shape)) return stored;
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<std::int32_t>> image_order(const Shape& image, DataLayout layout,
                                                     const InputFormat& input) {
  const std::optional<StridedView> seen = seen_as_input(image, layout, input);
  if (!seen) return std::nullopt;
  const std::vector<std::int32_t> from = element_order(*seen), to = element_order(input.elements);
  std::vector<std::int32_t> order(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) order[static_cast<std::size_t>(to[i])] = from[i];
  return order;
}

}  // namespace mho
