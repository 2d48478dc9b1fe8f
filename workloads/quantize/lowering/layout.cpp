// Reshape, Transpose, Slice, Gather, Pad, Concat: views where that is possible, else permute
// layers.
#include <algorithm>
#include <numeric>

#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

void Lowering::lower_reshape(const Node& node) {
  const Shape& shape = value(node.output).shape;
  const bool sole = users_[static_cast<std::size_t>(node.inputs[0])] == 1;
  if (value(node.inputs[0]).shape == shape) {
    View same = view(node, 0);
    same.sole &= sole;
    views_[static_cast<std::size_t>(node.output)] = std::move(same);
    return;
  }
  // A cache is joined along an axis, which a reshape may divide.
  const View& from = view(node, 0).joined ? solid(node, 0) : view(node, 0);
  const std::optional<StridedView> elements = reshaped(from.elements, shape);
  views_[static_cast<std::size_t>(node.output)] =
      View{from.tensor, elements ? *elements : from.elements, std::nullopt, from.sole && sole,
           !elements};
}

void Lowering::lower_transpose(const Node& node) {
  View moved = view(node, 0).flat ? solid(node, 0) : view(node, 0);
  const std::vector<int>& perm = node.attributes.perm;
  moved.elements = transposed(moved.elements, perm);
  if (moved.joined) {
    moved.joined->elements = transposed(moved.joined->elements, perm);
    const auto axis = static_cast<int>(moved.joined->axis);
    moved.joined->axis =
        static_cast<std::size_t>(std::find(perm.begin(), perm.end(), axis) - perm.begin());
  }
  moved.sole &= users_[static_cast<std::size_t>(node.inputs[0])] == 1;
  views_[static_cast<std::size_t>(node.output)] = std::move(moved);
}

void Lowering::lower_slice(const Node& node) {
  const View& from = solid(node, 0);
  views_[static_cast<std::size_t>(node.output)] =
      View{from.tensor,
           sliced(from.elements, node.attributes.starts, node.attributes.steps,
                  value(node.output).shape),
           std::nullopt, false};
}

void Lowering::lower_gather(const Node& node) {
  const Shape& from_shape = value(node.inputs[0]).shape;
  const Shape& shape = value(node.output).shape;
  const auto axis = static_cast<std::size_t>(node.attributes.axis);
  const std::vector<std::int64_t>& indices = node.attributes.indices;
  const std::int64_t step = indices.size() > 1 ? indices[1] - indices[0] : 1;
  bool even = step != 0;
  for (std::size_t i = 1; i < indices.size(); ++i) even &= indices[i] - indices[i - 1] == step;
  View& from = solid(node, 0);
  if (even) {  // a slice
    Shape part = from_shape;
    part[axis] = static_cast<std::int64_t>(indices.size());
    std::vector<std::int64_t> starts(part.size(), 0), steps(part.size(), 1);
    starts[axis] = indices[0];
    steps[axis] = step;
    const auto elements = reshaped(sliced(from.elements, starts, steps, part), shape);
    if (elements) {
      views_[static_cast<std::size_t>(node.output)] =
          View{from.tensor, *elements, std::nullopt, false};
      return;
    }
  }
  const std::vector<std::int32_t> order = element_order(from.elements);
  Sources sources{{from.tensor}, {}, {}};
  const auto inner = static_cast<std::ptrdiff_t>(
      std::accumulate(from_shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, from_shape.end(),
                      std::int64_t{1}, std::multiplies<>()));
  for (auto block = order.begin(); block != order.end(); block += from_shape[axis] * inner)
    for (const std::int64_t index : indices)
      sources.index.insert(sources.index.end(), block + index * inner, block + (index + 1) * inner);
  // Gathered axes stand where the one was, and have its role.
  const std::vector<Role> all = roles(from);
  const std::size_t gathered = shape.size() - from_shape.size() + 1;
  std::vector<std::size_t> channels, pixels;
  for (std::size_t each = 0; each < shape.size(); ++each) {
    const std::size_t source = each < axis              ? each
                               : each < axis + gathered ? axis
                                                        : each - gathered + 1;
    (all[source] == Role::pixel ? pixels : channels).push_back(each);
  }
  views_[static_cast<std::size_t>(node.output)] =
      permute(node.name, node.output, std::move(sources), shape, channels, pixels);
}

void Lowering::lower_lookup(const Node& node) {
  const Tensor& table = needed_constant(node, 0, "the table");
  const Shape& places = value(node.inputs[1]).shape;
  std::vector<std::size_t> pixels(places.size());
  std::iota(pixels.begin(), pixels.end(), std::size_t{0});
  View* from = &whole(node, 1);
  if (tensor(from->tensor).channels != 1) from = &rearrange(node, 1, {}, pixels);
  for (int at = from->tensor; at >= 0;) {  // also of what it was moved from
    lowered_.table_rows[static_cast<std::size_t>(at)] = table.shape[0];
    const int maker = layer_of_[static_cast<std::size_t>(at)];
    if (maker < 0) break;
    const QuantizedLayer& layer = lowered_.graph.layers[static_cast<std::size_t>(maker)];
    if (layer.kind != LayerKind::permute || layer.inputs.size() != 1)
      fail(node, "chooses rows by a value that is computed; an input of whole numbers is possible");
    at = layer.inputs[0];
  }
  const QuantizedTensor in = tensor(from->tensor);
  QuantizedLayer layer;
  layer.kind = LayerKind::lookup;
  layer.inputs = {from->tensor};
  StridedView elements = from->elements;
  const Shape row(table.shape.begin() + 1, table.shape.end());
  StridedView of_row = dense_view(row);
  for (StridedView::Axis& axis : of_row.axes) axis.stride *= in.pixels();
  elements.axes.insert(elements.axes.end(), of_row.axes.begin(), of_row.axes.end());
  add_layer(node, std::move(layer), {static_cast<int>(element_count(row)), in.height, in.width},
            std::move(elements), {table.values, {}, {}});
}

void Lowering::lower_pad(const Node& node) {
  const View& from = solid(node, 0);
  const Shape& shape = value(node.output).shape;
  // What is left of the input where pads are negative, and where it stands in the output.
  Shape kept = value(node.inputs[0]).shape;
  std::vector<std::int64_t> starts(shape.size(), 0);
  const std::vector<std::int64_t> steps(shape.size(), 1);
  StridedView place = dense_view(shape);
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    const std::int64_t begin = node.attributes.pads[axis];
    const std::int64_t end = node.attributes.pads[axis + shape.size()];
    starts[axis] = std::max<std::int64_t>(0, -begin);
    const std::int64_t cut = starts[axis] + std::max<std::int64_t>(0, -end);
    kept[axis] = std::max<std::int64_t>(0, kept[axis] - cut);
    place.offset += std::max<std::int64_t>(0, begin) * place.axes[axis].stride;
    place.axes[axis].size = kept[axis];
  }
  if (element_count(kept) == 0) fail(node, "pads leave nothing of its input");
  const StridedView inner = sliced(from.elements, starts, steps, kept);
  if (kept == shape) {  // nothing but cut
    views_[static_cast<std::size_t>(node.output)] = View{from.tensor, inner, std::nullopt, false};
    return;
  }
  Sources sources{{from.tensor},
                  {static_cast<double>(node.attributes.pad_value)},
                  std::vector<std::int32_t>(static_cast<std::size_t>(element_count(shape)), -1)};
  const std::vector<std::int32_t> to = element_order(place), order = element_order(inner);
  for (std::size_t i = 0; i < to.size(); ++i)
    sources.index[static_cast<std::size_t>(to[i])] = order[i];
  std::vector<std::size_t> channels, pixels;
  const std::vector<Role> all = roles(from);
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    (all[axis] == Role::pixel ? pixels : channels).push_back(axis);
  views_[static_cast<std::size_t>(node.output)] =
      permute(node.name, node.output, std::move(sources), shape, channels, pixels);
}

void Lowering::lower_concat(const Node& node) {
  if (concat_cache(node) || concat_channels(node)) return;
  const Shape& shape = value(node.output).shape;
  const auto axis = static_cast<std::size_t>(node.attributes.axis);
  std::int64_t outer = 1, inner = 1;
  for (std::size_t each = 0; each < axis; ++each) outer *= shape[each];
  for (std::size_t each = axis + 1; each < shape.size(); ++each) inner *= shape[each];
  Sources sources;
  std::vector<std::vector<std::int32_t>> parts;
  std::int64_t before = 0;  // elements of the inputs so far
  std::optional<std::vector<Role>> all;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    if (const Tensor* held = constant(node, i)) {
      const auto first = static_cast<std::int32_t>(sources.constants.size());
      sources.constants.insert(sources.constants.end(), held->values.begin(), held->values.end());
      parts.emplace_back(static_cast<std::size_t>(element_count(held->shape)));
      // Without values (shapes only) each is as good as another.
      for (std::size_t e = 0; e < parts.back().size(); ++e)
        parts.back()[e] = -1 - first - static_cast<std::int32_t>(held->values.empty() ? 0 : e);
      continue;
    }
    const View& from = solid(node, i);
    if (!all) all = roles(from);
    parts.push_back(element_order(from.elements));
    for (std::int32_t& each : parts.back()) each += static_cast<std::int32_t>(before);
    sources.inputs.push_back(from.tensor);
    before += tensor(from.tensor).size();
  }
  for (std::int64_t o = 0; o < outer; ++o)
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::int64_t block = value(node.inputs[i]).shape[axis] * inner;
      const auto begin = parts[i].begin() + o * block;
      sources.index.insert(sources.index.end(), begin, begin + block);
    }
  std::vector<std::size_t> channels, pixels;
  for (std::size_t each = 0; each < shape.size(); ++each) {
    // One token joined with others: the axis counts pixels then.
    const bool token = each == axis && (*all)[each] == Role::unit;
    ((*all)[each] == Role::pixel || token ? pixels : channels).push_back(each);
  }
  views_[static_cast<std::size_t>(node.output)] =
      permute(node.name, node.output, std::move(sources), shape, channels, pixels);
}

bool Lowering::concat_channels(const Node& node) {
  const auto axis = static_cast<std::size_t>(node.attributes.axis);
  const View* first = nullptr;
  int channels = 0;
  QuantizedLayer layer;
  layer.kind = LayerKind::concat;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    if (constant(node, i)) return false;
    const View& from = view(node, i);
    const QuantizedTensor& held = tensor(from.tensor);
    if (!is_whole(from) || held.channels != from.elements.axes[axis].size) return false;
    if (!first) first = &from;
    const QuantizedTensor& grid = tensor(first->tensor);
    if (held.height != grid.height || held.width != grid.width) return false;
    for (std::size_t each = 0; each < from.elements.axes.size(); ++each) {
      const StridedView::Axis& seen = from.elements.axes[each];
      const bool same = each == axis ? seen.size == 1 || seen.stride == held.pixels()
                                     : seen == first->elements.axes[each] || seen.size == 1;
      if (!same) return false;
    }
    channels += held.channels;
    layer.inputs.push_back(from.tensor);
  }
  const QuantizedTensor& grid = tensor(first->tensor);
  StridedView elements = first->elements;
  elements.axes[axis] = {channels, grid.pixels()};
  add_layer(node, std::move(layer), {channels, grid.height, grid.width}, std::move(elements));
  return true;
}

bool Lowering::concat_cache(const Node& node) {
  if (node.inputs.size() != 2 || !constant(node, 0) || constant(node, 1)) return false;
  const auto axis = static_cast<std::size_t>(node.attributes.axis);
  View joined = view(node, 1);
  if (joined.joined || joined.flat) return false;
  const Role along = role(joined, axis);
  if (along != Role::pixel && along != Role::unit) return false;
  // Only a product holds rows of earlier steps: its second input, transposed or not.
  if (!to_product_[static_cast<std::size_t>(node.output)]) return false;
  joined.joined = Joined{node.inputs[0], dense_view(value(node.inputs[0]).shape), axis};
  joined.sole = false;
  views_[static_cast<std::size_t>(node.output)] = std::move(joined);
  return true;
}

}  // namespace mho
