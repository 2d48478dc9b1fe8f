// Number formats of values: what stands between integers and floats in a file.
#include <algorithm>
#include <cmath>
#include <limits>

#include "workloads/onnx/quantized/normalize.hpp"
#include "workloads/onnx/quantized/rewriter.hpp"

namespace mho {

namespace {

constexpr double kLargestCode = 4294967296;  // 2^32

std::int64_t integer(const onnx::NodeProto& node, const char* name, std::int64_t otherwise) {
  for (const auto& attribute : node.attribute())
    if (attribute.name() == name) return attribute.i();
  return otherwise;
}

}  // namespace

std::pair<std::int64_t, std::int64_t> QuantizationRewriter::codes_of(
    const onnx::NodeProto& node, const std::string& zero_point) const {
  // The type of a file's zero point is that of its integers; without one it is uint8.
  int type = onnx::TensorProto::UINT8;
  if (!zero_point.empty()) {
    const onnx::TensorProto* held = constant(zero_point);
    if (!held) fail(node, "its zero point is computed; a constant is possible");
    type = held->data_type();
  } else if (const std::int64_t asked = integer(node, "output_dtype", 0); asked != 0) {
    type = static_cast<int>(asked);
  }
  const auto range = range_of_type(type);
  if (!range)
    fail(node, "has integers of type " + onnx_type_name(type) +
                   "; int8, uint8, int16, uint16, int4, uint4, int2 and uint2 are possible");
  return *range;
}

void QuantizationRewriter::check_scale(const onnx::NodeProto& node, int scale) const {
  for (const double each : numbers(node, scale, "its scale"))
    if (!(each > 0) || !std::isfinite(each))
      fail(node, "its scale '" + input(node, scale) + "' is " + std::to_string(each) +
                     "; a finite number above 0 is possible");
}

StoredFormat QuantizationRewriter::format_at(const onnx::NodeProto& node, int scale, int zero_point,
                                             std::int64_t axis) const {
  check_scale(node, scale);
  const std::string zero = input(node, zero_point);
  const auto [low, high] = codes_of(node, zero);
  return {input(node, scale), zero, low, high, axis};
}

bool QuantizationRewriter::same_numbers(const std::string& one, const std::string& other) const {
  const auto values = [&](const std::string& name) {
    const onnx::TensorProto* held = constant(name);
    if (!held) return std::vector<double>{0};
    const StoredTensor stored = read_tensor(*held, file_, name);
    std::vector<double> all(stored.floats.begin(), stored.floats.end());
    all.insert(all.end(), stored.integers.begin(), stored.integers.end());
    return all;
  };
  return one == other || values(one) == values(other);
}

void QuantizationRewriter::emit_quantize(const onnx::NodeProto& of, const std::string& x,
                                         const StoredFormat& format, const std::string& output,
                                         bool one_multiplier) {
  onnx::NodeProto& node = emit(of, "Quantize", {x, format.scale, format.zero_point}, output);
  node.set_domain(std::string(kQuantizedDomain));
  set(node, "axis", format.axis);
  set(node, "low", format.low);
  set(node, "high", format.high);
  set(node, "one_multiplier", one_multiplier);
  set(node, "bipolar", format.bipolar);
  formats_[output] = format;
}

std::string QuantizationRewriter::dequantized(const onnx::NodeProto& of, const std::string& name,
                                              const StoredFormat& format, std::int64_t block_size) {
  if (const auto found = formats_.find(name); found != formats_.end()) {
    const StoredFormat& made = found->second;
    if (!same_numbers(made.scale, format.scale) ||
        !same_numbers(made.zero_point, format.zero_point))
      fail(of, "takes the integers of '" + name +
                   "' by another scale or zero point than they were made by; the same is possible");
    return name;
  }
  const auto clipped = clipped_.find(name);
  const std::string& stored = clipped == clipped_.end() ? name : clipped->second.constant;
  const onnx::TensorProto* held = constant(stored);
  if (!held)
    fail(of, "takes the integers of '" + name +
                 "', which no QuantizeLinear or QLinear operator makes and which are no constant");
  const std::string output = free_name(name + " dequantized");
  onnx::NodeProto& node = emit(of, "Dequantize", {stored, format.scale, format.zero_point}, output);
  node.set_domain(std::string(kQuantizedDomain));
  constexpr std::pair<std::int64_t, std::int64_t> kInt32{-2147483648LL, 2147483647LL};
  auto [low, high] = range_of_type(held->data_type()).value_or(kInt32);
  if (clipped != clipped_.end()) {
    low = std::max(low, clipped->second.low);
    high = std::min(high, clipped->second.high);
  }
  set(node, "axis", format.axis);
  set(node, "low", low);
  set(node, "high", high);
  set(node, "block_size", block_size);
  return output;
}

void QuantizationRewriter::rewrite_quantize(const onnx::NodeProto& node) {
  if (integer(node, "block_size", 0) != 0)
    fail(node, "has scales by blocks; one scale, or one for each index of an axis, is possible");
  emit_quantize(node, input(node, 0), format_at(node, 1, 2, integer(node, "axis", 1)),
                node.output(0));
}

void QuantizationRewriter::rewrite_dequantize(const onnx::NodeProto& node) {
  const std::string& codes = node.input(0);
  StoredFormat format{input(node, 1), input(node, 2), 0, 0, integer(node, "axis", 1)};
  numbers(node, 1, "its scale");
  const std::string real = dequantized(node, codes, format, integer(node, "block_size", 0));
  if (!formats_.contains(codes))
    nodes_.back().set_output(0, node.output(0));
  else if (outputs_.contains(node.output(0)))
    emit(node, "Identity", {real}, node.output(0));
  else
    same_as_[node.output(0)] = real;
}

bool QuantizationRewriter::clips_constant(const onnx::NodeProto& node) const {
  const onnx::TensorProto* held = constant(node.input(0));
  return held && range_of_type(held->data_type()).has_value();
}

/// The node written last that makes the value, or nullptr.
onnx::NodeProto* QuantizationRewriter::maker(const std::string& value) {
  const auto made = std::find_if(nodes_.rbegin(), nodes_.rend(), [&](const onnx::NodeProto& node) {
    return node.output_size() > 0 && node.output(0) == value;
  });
  return made == nodes_.rend() ? nullptr : &*made;
}

/// Fewer codes than the type has, as Brevitas writes bits that ONNX has no type for.
void QuantizationRewriter::rewrite_clip(const onnx::NodeProto& node) {
  const std::string& from = node.input(0);
  const auto limit = [&](int index, std::int64_t otherwise, const char* what) {
    if (input(node, index).empty()) return otherwise;
    const double number = numbers(node, index, what)[0];
    if (std::abs(number) <= kLargestCode) return static_cast<std::int64_t>(number);
    fail(node, std::string(what) + " is no code of such integers");
  };
  const std::int64_t low = limit(1, std::numeric_limits<std::int64_t>::min(), "its lower limit");
  const std::int64_t high = limit(2, std::numeric_limits<std::int64_t>::max(), "its upper limit");
  if (low >= high) fail(node, "leaves a single integer");
  const auto found = formats_.find(from);
  if (found == formats_.end()) {
    clipped_[node.output(0)] = {from, low, high};
    return;
  }
  StoredFormat format = found->second;
  format.low = std::max(format.low, low);
  format.high = std::min(format.high, high);
  // Rounding to the narrower format is what both do together.
  onnx::NodeProto* made = maker(from);
  if (uses_[from] == 1 && !outputs_.contains(from) && made && made->op_type() == "Quantize") {
    const std::string x = made->input(0);
    nodes_.erase(nodes_.begin() + (made - nodes_.data()));
    return emit_quantize(node, x, format, node.output(0));
  }
  emit_quantize(node, from, format, node.output(0));
}

}  // namespace mho
