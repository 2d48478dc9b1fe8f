// Products of computed values, Softmax and the masks in front of it -> layers of attention.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

constexpr double kLeftOut = -std::numeric_limits<double>::infinity();

/// A mask of at most this leaves an element out: e^-10000 of any logit is 0. Exporters write -1e4
/// (GPT-2's own code), -1e9, the lowest float or minus infinity.
constexpr double kLargestLeftOut = -1e4;

/// The axes of a product's operand: heads (all leading ones), rows, columns.
struct MatrixAxes {
  std::vector<std::size_t> heads;
  std::size_t rows, columns;
};

MatrixAxes matrix_axes(const Shape& shape) {
  MatrixAxes axes{std::vector<std::size_t>(shape.size() - 2), shape.size() - 2, shape.size() - 1};
  std::iota(axes.heads.begin(), axes.heads.end(), std::size_t{0});
  return axes;
}

/// The view as [heads][rows][columns], where it is one.
std::optional<StridedView> as_heads(const StridedView& view) {
  const std::size_t rank = view.axes.size();
  const std::int64_t rows = view.axes[rank - 2].size, columns = view.axes[rank - 1].size;
  return reshaped(view, {view.size() / rows / columns, rows, columns});
}

/// Does the axis go from pixel to pixel through all of them? From channel to channel?
bool over_pixels(const StridedView::Axis& axis, int pixels) {
  return axis.size == pixels && (axis.size == 1 || axis.stride == 1);
}

bool over_channels(const StridedView::Axis& axis, int pixels) {
  return axis.size == 1 || axis.stride == pixels;
}

bool has_heads(const StridedView& heads, int pixels) {
  return heads.offset % pixels == 0 &&
         (heads.axes[0].size == 1 || heads.axes[0].stride % pixels == 0);
}

HeadChannels head_channels(const StridedView& heads, int pixels) {
  return {static_cast<int>(heads.offset / pixels), static_cast<int>(heads.axes[0].stride / pixels)};
}

/// The offset of a causal mask [elements][pixels]: nothing when it is none.
std::optional<int> causal_offset(const std::vector<double>& mask, int pixels) {
  const auto elements = static_cast<int>(mask.size()) / pixels;
  const auto at = [&](int j, int i) {
    return mask[static_cast<std::size_t>(j) * static_cast<std::size_t>(pixels) +
                static_cast<std::size_t>(i)];
  };
  int seen = 0;
  while (seen < elements && at(seen, 0) == 0) ++seen;
  const int offset = seen - 1;
  for (int j = 0; j < elements; ++j)
    for (int i = 0; i < pixels; ++i)
      if (at(j, i) != (j > i + offset ? kLeftOut : 0)) return std::nullopt;
  return offset;
}

}  // namespace

void Lowering::lower_product(const Node& node) {
  const Shape& left = value(node.inputs[0]).shape;
  const Shape& right = value(node.inputs[1]).shape;
  if (left.size() < 2 || right.size() < 2)
    fail(node, "multiplies two computed values, one a vector; matrices are possible");
  const MatrixAxes a_axes = matrix_axes(left), b_axes = matrix_axes(right);
  const auto heads_of = [](const Shape& shape) {
    return element_count(shape) / shape[shape.size() - 1] / shape[shape.size() - 2];
  };
  const std::int64_t heads = heads_of(left);
  if (heads != heads_of(right))
    fail(node, "multiplies computed values of shapes " + shape_text(left) + " and " +
                   shape_text(right) + "; the same number of matrices on both sides is possible");

  const auto a_fits = [&](const View& a) {
    const int pixels = tensor(a.tensor).pixels();
    const std::optional<StridedView> seen = as_heads(a.elements);
    return seen && has_heads(*seen, pixels) && over_pixels(seen->axes[1], pixels) &&
           over_channels(seen->axes[2], pixels);
  };
  View* a = &solid(node, 0);
  if (!a_fits(*a)) {
    std::vector<std::size_t> channels = a_axes.heads;
    channels.push_back(a_axes.columns);
    a = &rearrange(node, 0, channels, {a_axes.rows});
  }

  View* b = view(node, 1).flat ? &solid(node, 1) : &view(node, 1);
  // B's rows are summed over: its pixels are rows (context), or columns (scores).
  const auto b_fits = [&](bool rows_are_pixels) {
    const int pixels = tensor(b->tensor).pixels();
    const std::optional<StridedView> seen = as_heads(b->elements);
    if (!seen || !has_heads(*seen, pixels)) return false;
    if (b->joined && b->joined->axis != (rows_are_pixels ? b_axes.rows : b_axes.columns))
      return false;
    return over_pixels(seen->axes[rows_are_pixels ? 1 : 2], pixels) &&
           over_channels(seen->axes[rows_are_pixels ? 2 : 1], pixels);
  };
  Product product;
  if (b_fits(false)) {
    product.over_pixels = false;
  } else if (b_fits(true)) {
    product.over_pixels = true;
  } else {
    std::vector<std::size_t> channels = b_axes.heads;
    channels.push_back(b_axes.rows);
    b = &rearrange(node, 1, channels, {b_axes.columns});
  }
  const StridedView seen_a = *as_heads(a->elements), seen_b = *as_heads(b->elements);
  product.heads = static_cast<int>(heads);
  product.depth = static_cast<int>(seen_b.axes[product.over_pixels ? 2 : 1].size);
  product.a = head_channels(seen_a, tensor(a->tensor).pixels());
  product.b = head_channels(seen_b, tensor(b->tensor).pixels());
  RealNumbers real;
  if (b->joined) {
    const StridedView cache = *as_heads(b->joined->elements);
    product.cached = static_cast<int>(cache.axes[product.over_pixels ? 1 : 2].size);
    const auto& values = value(b->joined->value).constant->values;
    if (!values.empty())
      for (const std::int32_t element :
           element_order(product.over_pixels ? transposed(cache, {0, 2, 1}) : cache))
        real.cached.push_back(static_cast<double>(values[static_cast<std::size_t>(element)]));
  }
  QuantizedLayer layer;
  layer.kind = LayerKind::product;
  layer.inputs = {a->tensor, b->tensor};
  layer.product = product;
  // [heads][pixel][column], of which (head, column) are channels.
  const QuantizedTensor& grid = tensor(a->tensor);
  const Shape& shape = value(node.output).shape;
  const std::int64_t columns = shape.back(), pixels = grid.pixels();
  const StridedView result{0, {{heads, columns * pixels}, {pixels, 1}, {columns, pixels}}};
  add_layer(node, std::move(layer), {static_cast<int>(heads * columns), grid.height, grid.width},
            *reshaped(result, shape), std::move(real));
}

/// The class is the largest probability, which belongs to the largest logit: a Softmax at the end
/// is left out, and what is added in front of it is no mask but a bias.
bool Lowering::is_final(const Node& node) const {
  return users_[static_cast<std::size_t>(node.output)] == 1 && node.output == graph_.outputs[0];
}

void Lowering::lower_softmax(const Node& node) {
  if (is_final(node)) {
    views_[static_cast<std::size_t>(node.output)] = view(node, 0);
    return;
  }
  const Shape& shape = value(node.output).shape;
  auto axis = static_cast<std::size_t>(node.attributes.axis);
  // Before operator set 13: over all axes from there on.
  for (std::size_t other = axis + 1; node.attributes.coerce_to_2d && other < shape.size();
       ++other) {
    if (shape[other] == 1) continue;
    if (shape[axis] != 1) fail(node, "normalizes over several axes at once; one is possible");
    axis = other;
  }
  const View& from = with_channels(node, 0, axis, false);
  QuantizedLayer layer;
  layer.kind = LayerKind::softmax;
  layer.inputs = {from.tensor};
  layer.parts = static_cast<int>(tensor(from.tensor).channels / shape[axis]);
  set_mask(node, layer, from, axis);
  add_layer_like(node, std::move(layer), from);
}

void Lowering::set_mask(const Node& node, QuantizedLayer& layer, const View& from,
                        std::size_t axis) {
  const auto found = masked_.find(node.inputs[0]);
  if (found == masked_.end()) return;
  const std::vector<Tensor>& masks = found->second.masks;
  const Shape& shape = value(node.output).shape;
  // Heads that share a mask have it once.
  bool shared = true;
  for (std::size_t each = 0; each < shape.size(); ++each) {
    if (each == axis || role(from, each) == Role::pixel) continue;
    for (const Tensor& mask : masks) {
      const Shape strides = broadcast_strides(mask.shape, shape);
      shared &= shape[each] == 1 || strides[each] == 0;
    }
  }
  const QuantizedTensor& held = tensor(from.tensor);
  const auto pixels = static_cast<std::size_t>(held.pixels());
  const std::size_t channels = static_cast<std::size_t>(shared ? shape[axis] : held.channels);
  std::vector<double> sum(channels * pixels, 0);
  for (const Tensor& mask : masks) {
    const std::vector<double> values = *constants_of(mask, shape, from);
    if (values.empty()) continue;  // shapes only
    const std::size_t step = values.size() == static_cast<std::size_t>(held.channels) ? 0 : 1;
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += step == 1 ? values[i] : values[i / pixels];
  }
  for (double& each : sum)
    if (each <= kLargestLeftOut) each = kLeftOut;
  if (std::all_of(sum.begin(), sum.end(), [](double each) { return each == 0; })) return;
  if (shared) layer.causal_offset = causal_offset(sum, held.pixels());
  if (!layer.causal_offset) layer.mask = std::move(sum);
}

/// Once for all values, from the last node backwards: a reader is known before what it reads.
void Lowering::trace_readers() {
  to_softmax_.assign(graph_.values.size(), false);
  to_product_.assign(graph_.values.size(), false);
  for (auto node = graph_.nodes.rbegin(); node != graph_.nodes.rend(); ++node) {
    const auto output = static_cast<std::size_t>(node->output);
    if (users_[output] == 0) continue;
    for (std::size_t i = 0; i < node->inputs.size(); ++i) {
      if (node->inputs[i] < 0) continue;
      const auto read = static_cast<std::size_t>(node->inputs[i]);
      if (users_[read] != 1) continue;
      const bool adds = node->op == Op::add || (node->op == Op::sub && i == 0);
      const Tensor* other = node->inputs.size() == 2 ? constant(*node, 1 - i) : nullptr;
      const bool masks =
          node->op == Op::where || (adds && other && element_count(other->shape) > 1);
      to_softmax_[read] = node->op == Op::softmax ? !is_final(*node) : masks && to_softmax_[output];
      to_product_[read] = node->op == Op::matmul ? i == 1 && !constant(*node, 0)
                                                 : node->op == Op::transpose && to_product_[output];
    }
  }
}

void Lowering::lower_where(const Node& node) {
  const Tensor& condition = needed_constant(node, 0, "the condition");
  const std::size_t computed = constant(node, 1) ? 2 : 1;
  const Tensor* other = constant(node, 3 - computed);
  if (!other || constant(node, computed) || !leads_to_softmax(node.output))
    fail(node,
         "chooses between values; a mask, of a number of at most -10000, in front of Softmax "
         "is possible");
  const auto low = [](float each) { return static_cast<double>(each) <= kLargestLeftOut; };
  if (!std::all_of(other->values.begin(), other->values.end(), low))
    fail(node, "masks with a number above -10000; at most that is possible");
  if (value(node.inputs[computed]).shape != value(node.output).shape)
    fail(node, "masks with a condition that is larger than the value");
  Tensor mask{condition.shape, {}};
  for (const float each : condition.values) {
    const bool kept = (each != 0) == (computed == 1);
    mask.values.push_back(kept ? 0 : -std::numeric_limits<float>::infinity());
  }
  add_mask(node, computed, std::move(mask));
}

void Lowering::add_mask(const Node& node, std::size_t computed, Tensor mask) {
  // Nothing else reads what is masked already.
  const int from = node.inputs[computed];
  const auto before = masked_.find(from);
  Masked masked = before == masked_.end() ? Masked{from, {}} : std::move(before->second);
  masked.masks.push_back(std::move(mask));
  views_[static_cast<std::size_t>(node.output)] = *views_[static_cast<std::size_t>(from)];
  masked_.emplace(node.output, std::move(masked));
}

}  // namespace mho
