// Layouts: which elements of a tensor a value is, and the permute layers that put them elsewhere.
#include <algorithm>
#include <numeric>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

std::vector<int> joined_axes(const std::vector<std::size_t>& first,
                             const std::vector<std::size_t>& second) {
  std::vector<int> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  return all;
}

}  // namespace

Lowering::View& Lowering::view(const Node& node, std::size_t input) {
  auto& found = views_[static_cast<std::size_t>(node.inputs[input])];
  if (!found) fail(node, "its input must be computed from the image, not constant");
  if (masked_.contains(node.inputs[input]) && node.op != Op::softmax)
    fail(node, "reads a masked value; masks are possible in front of Softmax only");
  return *found;
}

Lowering::View& Lowering::solid(const Node& node, std::size_t input) {
  View& found = view(node, input);
  return found.joined || found.flat ? rearrange_by_role(node, input) : found;
}

Lowering::View& Lowering::whole(const Node& node, std::size_t input) {
  View& found = view(node, input);
  return is_whole(found) ? found : rearrange_by_role(node, input);
}

Lowering::View& Lowering::all_elements(const Node& node, std::size_t input) {
  View& found = view(node, input);
  const bool all = !found.joined && found.elements.size() == tensor(found.tensor).size();
  return all ? found : whole(node, input);
}

bool Lowering::is_whole(const View& view) const {
  return !view.joined && !view.flat && view.elements.size() == tensor(view.tensor).size();
}

Lowering::Role Lowering::role(const View& view, std::size_t axis) const {
  const StridedView::Axis& seen = view.elements.axes[axis];
  const std::int64_t pixels = tensor(view.tensor).pixels();
  const bool joined = view.joined && view.joined->axis == axis;
  if (joined && (seen.size == 1 || seen.stride < pixels)) return Role::pixel;
  if (seen.size == 1) return Role::unit;
  if (seen.stride % pixels == 0) return Role::channel;
  return seen.stride > 0 && seen.stride * seen.size <= pixels ? Role::pixel : Role::mixed;
}

std::vector<Lowering::Role> Lowering::roles(const View& view) const {
  std::vector<Role> all;
  for (std::size_t axis = 0; axis < view.elements.axes.size(); ++axis)
    all.push_back(role(view, axis));
  return all;
}

Lowering::Sources Lowering::sources_of(const Node& node, std::size_t input, const View& view) {
  Sources sources{{view.tensor}, {}, element_order(view.elements)};
  if (!view.joined) return sources;
  // Blocks of the axes behind the joint: of the constant, then of the tensor.
  const Joined& joined = *view.joined;
  const auto& values = value(joined.value).constant->values;
  sources.constants.assign(values.begin(), values.end());
  std::vector<std::int32_t> front = element_order(joined.elements);
  for (std::int32_t& each : front) each = -1 - each;
  const auto block = [&](const StridedView& elements) {
    std::int64_t size = 1;
    for (std::size_t axis = joined.axis; axis < elements.axes.size(); ++axis)
      size *= elements.axes[axis].size;
    return static_cast<std::ptrdiff_t>(size);
  };
  const Shape& shape = value(node.inputs[input]).shape;
  std::vector<std::int32_t> index;
  index.reserve(static_cast<std::size_t>(element_count(shape)));
  auto constant = front.begin();
  for (auto own = sources.index.begin(); own != sources.index.end();
       own += block(view.elements), constant += block(joined.elements)) {
    index.insert(index.end(), constant, constant + block(joined.elements));
    index.insert(index.end(), own, own + block(view.elements));
  }
  sources.index = std::move(index);
  return sources;
}

Lowering::View Lowering::permute(const std::string& name, int value_index, Sources sources,
                                 const Shape& shape, const std::vector<std::size_t>& channels,
                                 const std::vector<std::size_t>& pixels) {
  const std::vector<int> axes = joined_axes(channels, pixels);
  QuantizedLayer layer;
  layer.kind = LayerKind::permute;
  layer.name = name;
  layer.inputs = std::move(sources.inputs);
  layer.constants = std::move(sources.constants);
  layer.window.kernel_h = tensor(layer.inputs[0]).height;
  layer.window.kernel_w = tensor(layer.inputs[0]).width;
  for (const std::int32_t element : element_order(transposed(dense_view(shape), axes)))
    layer.source_index.push_back(sources.index[static_cast<std::size_t>(element)]);
  const auto count = [&](const std::vector<std::size_t>& of) {
    std::int64_t size = 1;
    for (const std::size_t axis : of) size *= shape[axis];
    return static_cast<int>(size);
  };
  // Two axes of pixels are rows and columns.
  std::vector<int> sides;
  for (const std::size_t axis : pixels)
    if (shape[axis] > 1) sides.push_back(static_cast<int>(shape[axis]));
  const bool grid = sides.size() == 2;
  layer.output = add_tensor(
      value_index, {count(channels), grid ? sides[0] : count(pixels), grid ? sides[1] : 1});
  View result{layer.output, {}};
  result.elements.axes.resize(shape.size());
  std::int64_t stride = 1;
  for (std::size_t i = axes.size(); i-- > 0;) {
    const auto axis = static_cast<std::size_t>(axes[i]);
    result.elements.axes[axis] = {shape[axis], shape[axis] == 1 ? 0 : stride};
    stride *= shape[axis];
  }
  append(std::move(layer));
  return result;
}

Lowering::View& Lowering::rearrange(const Node& node, std::size_t input,
                                    const std::vector<std::size_t>& channels,
                                    const std::vector<std::size_t>& pixels) {
  const int index = node.inputs[input];
  View& current = view(node, input);
  const auto masked = masked_.find(index);
  current = permute(value(index).name, masked == masked_.end() ? index : masked->second.unmasked,
                    sources_of(node, input, current), value(index).shape, channels, pixels);
  return current;
}

Lowering::View& Lowering::rearrange_by_role(const Node& node, std::size_t input) {
  std::vector<Role> all = roles(view(node, input));
  if (view(node, input).flat) {  // as tokens
    all.assign(value(node.inputs[input]).shape.size(), Role::pixel);
    all.back() = Role::channel;
  }
  std::vector<std::size_t> channels, pixels;
  for (std::size_t axis = 0; axis < all.size(); ++axis)
    (all[axis] == Role::pixel ? pixels : channels).push_back(axis);
  return rearrange(node, input, channels, pixels);
}

Lowering::View& Lowering::image(const Node& node, std::size_t input) {
  const Shape& shape = value(node.inputs[input]).shape;
  if (shape.empty() || shape.size() > 4 || (shape.size() > 1 && shape[0] != 1))
    fail(node, "a tensor of shape " + shape_text(shape) +
                   " is not one image; [1][channels][height][width] or less is possible");
  const std::size_t first = shape.size() == 1 ? 0 : 1;  // behind the batch
  const auto side = [&](std::size_t axis) {
    return axis < shape.size() ? static_cast<int>(shape[axis]) : 1;
  };
  View& found = solid(node, input);
  const QuantizedTensor& held = tensor(found.tensor);
  const bool fits = is_whole(found) &&
                    simplified(found.elements) == simplified(dense_view({held.size()})) &&
                    held.channels == side(first) && held.height == side(first + 1) &&
                    held.width == side(first + 2);
  if (fits) return found;
  std::vector<std::size_t> pixels;
  for (std::size_t axis = first + 1; axis < shape.size(); ++axis) pixels.push_back(axis);
  View& moved = rearrange(node, input, {first}, pixels);
  QuantizedTensor& out = lowered_.graph.tensors[static_cast<std::size_t>(moved.tensor)];
  out.height = side(first + 1);
  out.width = side(first + 2);
  return moved;
}

Lowering::View& Lowering::with_channels(const Node& node, std::size_t input, std::size_t axis,
                                        bool alone) {
  View& found = solid(node, input);
  const QuantizedTensor& held = tensor(found.tensor);
  const StridedView::Axis& seen = found.elements.axes[axis];
  const bool last = seen.size == 1 || seen.stride == held.pixels();
  if (is_whole(found) && last && (!alone || held.channels == seen.size)) return found;
  std::vector<std::size_t> channels, others;
  const std::vector<Role> all = roles(found);
  for (std::size_t each = 0; each < all.size(); ++each)
    if (each != axis) (!alone && all[each] == Role::channel ? channels : others).push_back(each);
  channels.push_back(axis);
  return rearrange(node, input, channels, others);
}

int Lowering::aligned(const Node& node, std::size_t input, const View& like) {
  View& found = view(node, input);
  const QuantizedTensor& wanted = tensor(like.tensor);
  const QuantizedTensor& held = tensor(found.tensor);
  if (is_whole(found) && simplified(found.elements) == simplified(like.elements) &&
      held.channels == wanted.channels && held.height == wanted.height &&
      held.width == wanted.width)
    return found.tensor;
  const int index = node.inputs[input];
  Sources sources = sources_of(node, input, found);
  const std::vector<std::int32_t> place = element_order(like.elements);
  QuantizedLayer layer;
  layer.kind = LayerKind::permute;
  layer.name = value(index).name;
  layer.inputs = std::move(sources.inputs);
  layer.constants = std::move(sources.constants);
  layer.window.kernel_h = held.height;
  layer.window.kernel_w = held.width;
  layer.source_index.resize(place.size());
  for (std::size_t i = 0; i < place.size(); ++i)
    layer.source_index[static_cast<std::size_t>(place[i])] = sources.index[i];
  layer.output = add_tensor(index, {wanted.channels, wanted.height, wanted.width});
  found = View{layer.output, like.elements};
  append(std::move(layer));
  return found.tensor;
}

std::optional<std::vector<double>> Lowering::constants_of(const Tensor& constant,
                                                          const Shape& shape,
                                                          const View& view) const {
  if (broadcast(constant.shape, shape) != shape) return std::nullopt;
  if (constant.values.empty()) return std::vector<double>{};
  StridedView from = dense_view(shape), to = view.elements;
  const Shape strides = broadcast_strides(constant.shape, shape);
  for (std::size_t axis = 0; axis < shape.size(); ++axis) from.axes[axis].stride = strides[axis];
  const std::int64_t pixels = tensor(view.tensor).pixels();
  bool by_channel = true;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    const Role seen = role(view, axis);
    if (strides[axis] != 0 && seen != Role::unit) by_channel &= seen == Role::channel;
  }
  if (by_channel)  // one pixel stands for all
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      if (role(view, axis) == Role::pixel) from.axes[axis].size = to.axes[axis].size = 1;
  const std::vector<std::int32_t> source = element_order(from), place = element_order(to);
  const QuantizedTensor& held = tensor(view.tensor);
  std::vector<double> result(static_cast<std::size_t>(by_channel ? held.channels : held.size()));
  for (std::size_t i = 0; i < place.size(); ++i) {
    const std::int64_t at = by_channel ? place[i] / pixels : place[i];
    result[static_cast<std::size_t>(at)] =
        static_cast<double>(constant.values[static_cast<std::size_t>(source[i])]);
  }
  return result;
}

}  // namespace mho
