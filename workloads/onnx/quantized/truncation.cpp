// QONNX's Trunc, which leaves low bits of integers out: what Brevitas writes behind the sum of a
// pool. As qonnx 1.0.0 computes it (custom_op/general/trunc.py), n being codes:
//   n = round(x / scale + zero_point), m = rounding_mode(n / 2^k)
//   5 inputs (version 1): k = in_bits - out_bits, result (m - zero_point) * scale, no limits
//   6 inputs (version 2): k = round(log2(out_scale / scale)), m within out_bits, result
//   (m - zero_point / 2^k) * out_scale
// Here: a rounding to n, and a table from n to m.
#include <algorithm>
#include <cctype>
#include <cmath>

#include "workloads/onnx/quantized/normalize.hpp"
#include "workloads/onnx/quantized/rewriter.hpp"

namespace mho {

namespace {

/// The operator that rounds as the node's rounding_mode says; empty: none does.
std::string rounding_operator(const onnx::NodeProto& node, std::string& mode) {
  mode = "FLOOR";
  for (const auto& attribute : node.attribute())
    if (attribute.name() == "rounding_mode") mode = attribute.s();
  for (char& each : mode) each = static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
  if (mode == "FLOOR") return "Floor";
  if (mode == "CEIL") return "Ceil";
  if (mode == "ROUND" || mode == "HALF_EVEN") return "Round";
  return "";
}

bool is_set(const onnx::NodeProto& node, const char* name, bool otherwise) {
  for (const auto& attribute : node.attribute())
    if (attribute.name() == name) return attribute.i() != 0;
  return otherwise;
}

/// The whole number of an attribute; `otherwise` where there is none.
double whole(const onnx::NodeProto& node, const char* name, double otherwise) {
  for (const auto& attribute : node.attribute())
    if (attribute.name() == name) return static_cast<double>(attribute.i());
  return otherwise;
}

}  // namespace

/// The one number of an input.
double QuantizationRewriter::single(const onnx::NodeProto& node, int index,
                                    const char* what) const {
  const std::vector<double> all = numbers(node, index, what);
  if (all.size() != 1)
    fail(node, std::string(what) + " has " + std::to_string(all.size()) +
                   " numbers; one for all values is possible");
  return all[0];
}

/// The value that `value` is a positive number times: what a pool averages, where Brevitas
/// multiplies by the number of pixels to have the sum.
std::pair<std::string, double> QuantizationRewriter::before_factor(const std::string& value) {
  const onnx::NodeProto* made = maker(value);
  if (!made || made->op_type() != "Mul" || made->input_size() != 2) return {value, 1};
  for (const int factor : {0, 1}) {
    if (!constant(made->input(factor))) continue;
    const std::vector<double> all = numbers(*made, factor, "its factor");
    if (all.size() == 1 && all[0] > 0 && std::isfinite(all[0]))
      return {made->input(1 - factor), all[0]};
  }
  return {value, 1};
}

/// Lowest and highest number that a value can be, where operators that keep the range lead back to
/// a rounding.
std::optional<std::pair<double, double>> QuantizationRewriter::range_of(const std::string& value) {
  static const std::set<std::string> kKeep{
      "AveragePool", "Flatten", "GlobalAveragePool", "GlobalMaxPool", "Identity", "MaxPool",
      "ReduceMax",   "Reshape", "ReduceMean",        "Squeeze",       "Transpose"};
  const auto same = same_as_.find(value);
  if (same != same_as_.end()) return range_of(same->second);
  if (const auto found = ranges_.find(value); found != ranges_.end()) return found->second;
  const onnx::NodeProto* made = maker(value);
  if (!made || made->input_size() == 0) return std::nullopt;
  if (kKeep.contains(made->op_type())) return range_of(made->input(0));
  if (const auto [from, factor] = before_factor(value); from != value) {
    auto range = range_of(from);
    if (range) range = {range->first * factor, range->second * factor};
    return range;
  }
  if (made->op_type() == "Relu") {
    auto range = range_of(made->input(0));
    if (range) range = {std::max(range->first, 0.0), std::max(range->second, 0.0)};
    return range;
  }
  if (made->op_type() != "Quantize") return std::nullopt;
  if (!constant(made->input(1))) return std::nullopt;
  const std::vector<double> scale = numbers(*made, 1, "its scale");
  const std::vector<double> zero =
      input(*made, 2).empty() ? std::vector<double>{0} : numbers(*made, 2, "its zero point");
  if (scale.size() != 1 || zero.size() != 1) return std::nullopt;
  return {{(whole(*made, "low", 0) - zero[0]) * scale[0],
           (whole(*made, "high", 0) - zero[0]) * scale[0]}};
}

std::string QuantizationRewriter::emit_step(const onnx::NodeProto& of, const std::string& type,
                                            const std::string& x, double number) {
  std::vector<std::string> inputs{x};
  const bool has_number = type != "Floor" && type != "Ceil" && type != "Round";
  if (has_number) inputs.push_back(add_floats("number", {static_cast<float>(number)}, {}));
  const std::string output = free_name(of.output(0) + " truncated");
  emit(of, type, inputs, output);
  return output;
}

/// What a Trunc says, and the codes that it can have before and after.
struct QuantizationRewriter::Truncation {
  std::string rounding;  ///< an operator of ONNX
  bool has_limits = false;
  double scale = 0, out_scale = 0, zero = 0, out_zero = 0;
  double in_bits = 0, out_bits = 0;
  double step = 1;  ///< 2^k
  double low = 0, high = 0, out_low = 0, out_high = 0;

  double rounded(double code) const {
    if (rounding == "Floor") return std::floor(code / step);
    return rounding == "Ceil" ? std::ceil(code / step) : std::nearbyint(code / step);
  }
};

QuantizationRewriter::Truncation QuantizationRewriter::truncation_of(
    const onnx::NodeProto& node) const {
  Truncation is;
  std::string mode;
  is.rounding = rounding_operator(node, mode);
  if (is.rounding.empty())
    fail(node, "rounding_mode " + mode + "; FLOOR, CEIL and ROUND (halves to even) are possible");
  is.has_limits = node.input_size() >= 6;
  const int out_scale = is.has_limits ? 4 : 1;
  check_scale(node, 1);
  check_scale(node, out_scale);
  is.scale = single(node, 1, "its scale");
  is.out_scale = single(node, out_scale, "its output's scale");
  is.zero = input(node, 2).empty() ? 0 : single(node, 2, "its zero point");
  is.in_bits = single(node, 3, "its input's bit width");
  is.out_bits = single(node, is.has_limits ? 5 : 4, "its output's bit width");
  for (const double bits : {is.in_bits, is.out_bits})
    if (bits != std::nearbyint(bits) || bits < 1 || bits > 32)
      fail(node,
           "has a bit width of " + std::to_string(bits) + "; whole ones of 1 to 32 are possible");
  const double shift =
      is.has_limits ? std::nearbyint(std::log2(is.out_scale / is.scale)) : is.in_bits - is.out_bits;
  constexpr double kMostShift = 24;
  if (std::abs(shift) > kMostShift)
    fail(node, "leaves out " + std::to_string(static_cast<int>(shift)) +
                   " bits; at most 24 are possible");
  is.step = std::exp2(shift);
  is.out_zero = is.has_limits ? is.zero / is.step : is.zero;
  for (const double zero : {is.zero, is.out_zero})
    if (zero != std::nearbyint(zero))
      fail(node, "has a zero point of " + std::to_string(zero) + "; whole ones are possible");
  return is;
}

/// The codes that can be, zero points among them.
void QuantizationRewriter::limit(const onnx::NodeProto& node, Truncation& is) {
  // With a sign or without: the file does not say.
  is.low = -std::exp2(is.in_bits - 1);
  is.high = std::exp2(is.in_bits) - 1;
  if (const auto range = range_of(input(node, 0))) {
    is.low = std::nearbyint(range->first / is.scale + is.zero);
    is.high = std::nearbyint(range->second / is.scale + is.zero);
  }
  is.low = std::max(std::min(is.low, is.zero), -2147483648.0);
  is.high = std::min(std::max(is.high, is.zero + 1), 2147483647.0);
  is.out_low = std::min(is.rounded(is.low), is.out_zero);
  is.out_high = std::max(is.rounded(is.high), is.out_zero + 1);
  if (is.has_limits) {
    const bool is_signed = is_set(node, "signed", true), narrow = is_set(node, "narrow", false);
    const double levels = std::exp2(is.out_bits);
    is.out_low = std::max(is.out_low, is_signed ? -levels / 2 + (narrow ? 1 : 0) : 0);
    is.out_high = std::min(is.out_high, is_signed ? levels / 2 - 1 : levels - 1 - (narrow ? 1 : 0));
  }
}

void QuantizationRewriter::rewrite_trunc(const onnx::NodeProto& node) {
  Truncation is = truncation_of(node);
  limit(node, is);
  const auto [x, factor] = before_factor(input(node, 0));
  const auto named = [&](double number) {
    return add_floats("number", {static_cast<float>(number)}, {});
  };
  const auto format = [&](double scale, double zero, double low, double high) {
    return StoredFormat{named(scale), named(zero), static_cast<std::int64_t>(low),
                        static_cast<std::int64_t>(high), 1};
  };
  std::string value = free_name(input(node, 0) + " rounded");
  emit_quantize(node, x, format(is.scale / factor, is.zero, is.low, is.high), value);
  formats_.erase(value);  // floats, as all that follow
  const std::vector<std::pair<std::string, double>> steps{
      {"Div", is.scale / factor}, {"Round", 0},         {"Add", is.zero},     {"Mul", 1 / is.step},
      {is.rounding, 0},           {"Sub", is.out_zero}, {"Mul", is.out_scale}};
  for (const auto& [type, number] : steps) value = emit_step(node, type, value, number);
  emit_quantize(node, value, format(is.out_scale, is.out_zero, is.out_low, is.out_high),
                node.output(0));
  formats_.erase(node.output(0));
  ranges_[node.output(0)] = {(is.out_low - is.out_zero) * is.out_scale,
                             (is.out_high - is.out_zero) * is.out_scale};
}

}  // namespace mho
