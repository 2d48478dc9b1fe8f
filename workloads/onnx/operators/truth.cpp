// Comparisons and logic of integers that are computed (tokens, masks of the input): on whole
// numbers they are arithmetic, and true is 1. With them reductions and reversals that are other
// operators.
#include <limits>

#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

/// 1 - x
std::string inverse(Expansion& to, const std::string& x, const std::string& output = "") {
  return to.add("Sub", {to.number(1), x}, {}, output);
}

/// x limited to 0..1.
std::string limited(Expansion& to, const std::string& x, const std::string& output = "") {
  return to.add("Clip", {x, to.number(0), to.number(1)}, {}, output);
}

/// As whole numbers among the floats.
std::string whole(const OnnxNode& onnx, Expansion& to, int index) {
  return onnx.is_constant(index) ? to.add("Cast", {to.input(index)}, {{"to", std::int64_t{1}}})
                                 : to.input(index);
}

}  // namespace

bool compares_computed(const OnnxNode& onnx) {
  for (int index = 0; index < onnx.input_count(); ++index)
    if (onnx.is_computed_integer(index)) return true;
  return false;
}

/// Equal, Less, LessOrEqual, Greater, GreaterOrEqual.
void expand_comparison(const OnnxNode& onnx, Expansion& to) {
  const std::string a = whole(onnx, to, 0), b = whole(onnx, to, 1), output = to.output(0);
  const std::string& type = onnx.type();
  if (type == "Equal") {
    inverse(to, limited(to, to.add("Abs", {to.add("Sub", {a, b})})), output);
  } else if (type == "Less" || type == "GreaterOrEqual") {
    const std::string less = limited(to, to.add("Sub", {b, a}), type == "Less" ? output : "");
    if (type != "Less") inverse(to, less, output);
  } else {
    const std::string more = limited(to, to.add("Sub", {a, b}), type == "Greater" ? output : "");
    if (type != "Greater") inverse(to, more, output);
  }
}

/// And, Or, Not, Xor.
void expand_logic(const OnnxNode& onnx, Expansion& to) {
  const std::string& type = onnx.type();
  const std::string a = whole(onnx, to, 0), output = to.output(0);
  if (type == "Not") {
    inverse(to, a, output);
    return;
  }
  const std::string b = whole(onnx, to, 1);
  if (type == "And")
    to.add("Mul", {a, b}, {}, output);
  else if (type == "Or")
    limited(to, to.add("Add", {a, b}), output);
  else
    to.add("Abs", {to.add("Sub", {a, b})}, {}, output);
}

bool chooses_by_computed(const OnnxNode& onnx) { return !onnx.is_constant(0); }

/// c * x + (1 - c) * y. Of infinite constants, which 0 would make nothing of, as large ones.
void expand_where(const OnnxNode& onnx, Expansion& to) {
  const auto finite = [&](int index) {
    if (!onnx.is_constant(index)) return to.input(index);
    return to.add("Clip", {whole(onnx, to, index), to.number(-1e9f), to.number(1e9f)});
  };
  const std::string chosen = to.add("Mul", {to.input(0), finite(1)});
  const std::string other = to.add("Mul", {inverse(to, to.input(0)), finite(2)});
  to.add("Add", {chosen, other}, {}, to.output(0));
}

/// Of whole sequences: a slice backwards.
void expand_reverse_sequence(const OnnxNode& onnx, Expansion& to) {
  const std::int64_t axis = onnx.integer("time_axis", 0);
  const int resolved = onnx.resolved_axis(axis, onnx.rank(0));
  const std::int64_t size = onnx.shape(0)[static_cast<std::size_t>(resolved)];
  for (const std::int64_t length : onnx.constant_integers(1, "sequence_lens"))
    if (length != size) onnx.fail("sequences of different lengths are not accepted");
  constexpr std::int64_t kBeforeAll = std::numeric_limits<std::int64_t>::min();
  to.add("Slice",
         {to.input(0), to.integers({-1}), to.integers({kBeforeAll}), to.integers({axis}),
          to.integers({-1})},
         {}, to.output(0));
}

/// ReduceL1, ReduceL2, ReduceSumSquare, as sums.
void expand_norm(const OnnxNode& onnx, Expansion& to) {
  const bool absolute = onnx.type() == "ReduceL1", root = onnx.type() == "ReduceL2";
  const std::string terms =
      absolute ? to.add("Abs", {to.input(0)}) : to.add("Mul", {to.input(0), to.input(0)});
  std::vector<std::int64_t> axes;
  for (const int axis : onnx.axes(1, onnx.rank(0))) axes.push_back(axis);
  const std::int64_t keeps = onnx.integer("keepdims", 1);
  const std::int64_t none = onnx.integer("noop_with_empty_axes", 0);
  const std::string sum =
      to.add("ReduceSum", {terms, to.integers(axes)},
             {{"keepdims", keeps}, {"noop_with_empty_axes", none}}, root ? "" : to.output(0));
  if (root) to.add("Sqrt", {sum}, {}, to.output(0));
}

}  // namespace mho
