// The two operators that normalize_quantization() leaves of all that files state, and how they are
// written.
#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/graph/file_bits.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

/// Numbers of input `index`, of any type; as many zeros as `like` has where there is none.
Tensor numbers_or_zeros(const OnnxNode& onnx, int index, const Tensor& like) {
  if (!onnx.has_input(index)) return {like.shape, std::vector<float>(like.values.size(), 0)};
  const StoredTensor stored = onnx.stored(index);
  Tensor tensor{stored.shape, stored.floats};
  tensor.values.insert(tensor.values.end(), stored.integers.begin(), stored.integers.end());
  return tensor;
}

/// A scale or zero point against a value of `shape`: one number; a list along `axis`; or stretched,
/// from behind, to the value's axes.
Tensor along_axes(const OnnxNode& onnx, Tensor tensor, const Shape& shape, std::int64_t axis) {
  const std::size_t rank = shape.size();
  if (tensor.values.size() == 1) return {Shape(rank, 1), tensor.values};
  Shape along(rank, 1);
  if (tensor.shape.size() == 1) {
    const int at = onnx.resolved_axis(axis, static_cast<int>(rank));
    along[static_cast<std::size_t>(at)] = tensor.shape[0];
  } else {
    if (tensor.shape.size() > rank) onnx.fail("a scale of more axes than its values");
    std::copy(tensor.shape.begin(), tensor.shape.end(), along.end() - std::ssize(tensor.shape));
  }
  for (std::size_t i = 0; i < rank; ++i)
    if (along[i] != 1 && along[i] != shape[i])
      onnx.fail("a scale or zero point of shape " + shape_text(tensor.shape) +
                " does not fit values of shape " + shape_text(shape));
  return {along, std::move(tensor.values)};
}

/// Scales of blocks along `axis`, each element with that of its block.
Tensor by_element(const OnnxNode& onnx, const Tensor& blocks, const Shape& shape, std::int64_t axis,
                  std::int64_t block) {
  const auto at =
      static_cast<std::size_t>(onnx.resolved_axis(axis, static_cast<int>(shape.size())));
  Shape wanted = shape;
  wanted[at] = (shape[at] + block - 1) / block;
  if (blocks.shape != wanted)
    onnx.fail("scales of blocks of shape " + shape_text(blocks.shape) + "; " + shape_text(wanted) +
              " is wanted");
  Tensor result{shape, std::vector<float>(static_cast<std::size_t>(element_count(shape)))};
  const auto inner = static_cast<std::size_t>(
      element_count({shape.begin() + static_cast<std::ptrdiff_t>(at) + 1, shape.end()}));
  const auto size = static_cast<std::size_t>(shape[at]);
  const auto in_blocks = static_cast<std::size_t>(wanted[at]);
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    const std::size_t outer = i / inner / size, along = i / inner % size;
    const std::size_t from =
        (outer * in_blocks + along / static_cast<std::size_t>(block)) * inner + i % inner;
    result.values[i] = blocks.values[from];
  }
  return result;
}

/// Fails for what no code can be.
void check_zero_points(const OnnxNode& onnx, const Tensor& zeros) {
  constexpr float kLargest = 1 << 24;
  for (const float zero : zeros.values)
    if (!(std::abs(zero) <= kLargest) || zero != std::nearbyint(zero))
      onnx.fail("a zero point of " + std::to_string(zero) + "; whole numbers to 2^24 are possible");
}

constexpr std::int64_t kMostElements = std::int64_t{1} << 31;

bool all_equal(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(),
                     [&](float each) { return each == values.front(); });
}

}  // namespace

Shape import_quantize(const OnnxNode& onnx, Node& node) {
  const Shape& shape = onnx.shape(0);
  const Tensor scale = numbers_or_zeros(onnx, 1, {});
  const std::int64_t axis = onnx.integer("axis", 1);
  const bool single = scale.values.size() == 1;
  const Tensor scales = along_axes(onnx, scale, shape, axis);
  Tensor zeros = along_axes(onnx, numbers_or_zeros(onnx, 2, scale), shape, axis);
  check_zero_points(onnx, zeros);
  NumberFormat format;
  format.scale = scales.values;
  if (zeros.values.size() == 1) zeros.values.resize(scales.values.size(), zeros.values[0]);
  if (zeros.values.size() != scales.values.size())
    onnx.fail("its scale and its zero point have different shapes");
  for (const float zero : zeros.values)
    format.zero_point.push_back(static_cast<std::int32_t>(zero));
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (single || scales.shape[i] == 1) continue;
    if (std::count_if(scales.shape.begin(), scales.shape.end(),
                      [](std::int64_t size) { return size > 1; }) > 1)
      onnx.fail("its scale varies along more than one axis; one is possible");
    format.axis = static_cast<int>(i);
  }
  if (all_equal(scales.values) && all_equal(zeros.values)) {
    format.scale.resize(1);
    format.zero_point.resize(1);
  }
  format.low = static_cast<std::int32_t>(onnx.integer("low", 0));
  format.high = static_cast<std::int32_t>(onnx.integer("high", 0));
  format.bipolar = onnx.integer("bipolar", 0) != 0;
  node.attributes.format = std::move(format);
  node.attributes.one_multiplier = onnx.integer("one_multiplier", 0) != 0;
  node.inputs.resize(1);
  return shape;
}

void import_dequantize(const OnnxNode& onnx, NodeWriter& writer) {
  const StoredTensor stored = onnx.stored(0);
  const std::int64_t axis = onnx.integer("axis", 1), block = onnx.integer("block_size", 0);
  const Tensor given = numbers_or_zeros(onnx, 1, {});
  const Tensor given_zeros = numbers_or_zeros(onnx, 2, given);
  check_zero_points(onnx, given_zeros);
  if (block < 0 || block > kMostElements) onnx.fail("block_size is " + std::to_string(block));
  ConstantFormat format;
  format.low = static_cast<std::int32_t>(onnx.integer("low", 0));
  format.high = static_cast<std::int32_t>(onnx.integer("high", 0));
  if (block > 0 && given.values.size() > 1) {
    format.scale = by_element(onnx, given, stored.shape, axis, block);
    format.zero_point = by_element(onnx, given_zeros, stored.shape, axis, block);
  } else {
    format.scale = along_axes(onnx, given, stored.shape, axis);
    format.zero_point = along_axes(onnx, given_zeros, stored.shape, axis);
  }
  onnx.claim(stored.shape, false);
  const Tensor scale = spread(format.scale, stored.shape);
  const Tensor zero = spread(format.zero_point, stored.shape);
  Tensor values{stored.shape, {}};
  values.values.reserve(stored.integers.size());
  for (std::size_t i = 0; i < stored.integers.size(); ++i) {
    const std::int64_t code = std::clamp<std::int64_t>(stored.integers[i], format.low, format.high);
    const std::int64_t steps = code - static_cast<std::int64_t>(zero.values[i]);
    values.values.push_back(static_cast<float>(steps) * scale.values[i]);
  }
  writer.output(std::move(values), std::move(format));
}

/// QuantizeLinear and DequantizeLinear, with Clip between where the codes are fewer than their
/// type's.
void export_quantize(const NodeExport& to) {
  const NumberFormat& format = *to.node.attributes.format;
  const bool is_signed = format.low < 0;
  const bool fits = !format.bipolar && format.low >= (is_signed ? -128 : 0) &&
                    format.high <= (is_signed ? 127 : 255);
  if (!fits)
    throw InputError({to.graph.file, 0}, "node '" + to.node.name + "'",
                     "rounds to integers of more than 8 bits, or to -1 and 1; operator set 17, "
                     "which is written, has int8 and uint8");
  const Shape shape = format.is_single() ? Shape{} : Shape{std::ssize(format.scale)};
  const std::string scale = to.writer.unique(to.node.name + " scale");
  to.writer.add_floats(scale, {shape, format.scale});
  const std::string zero =
      to.writer.add_codes(shape, is_signed, {format.zero_point.begin(), format.zero_point.end()});
  std::string codes = to.writer.emit("QuantizeLinear", {to.inputs[0], scale, zero});
  if (!format.is_single()) to.writer.set("axis", std::int64_t{format.axis});
  const bool narrow =
      format.low != (is_signed ? -128 : 0) || format.high != (is_signed ? 127 : 255);
  if (narrow)
    codes = to.writer.emit("Clip", {codes, to.writer.add_codes({}, is_signed, {format.low}),
                                    to.writer.add_codes({}, is_signed, {format.high})});
  to.emit("DequantizeLinear", {codes, scale, zero});
  if (!format.is_single()) to.writer.set("axis", std::int64_t{format.axis});
}

}  // namespace mho
