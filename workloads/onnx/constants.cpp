// Arithmetic on numbers that are known while the file is read: the shapes, indices and masks that
// exporters compute in the graph. Integers of every type are computed in 64 bits; operators that
// only move elements are not here (OnnxGraphBuilder::add_positions), those that make or convert
// tensors are in onnx_constant_tensors.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <type_traits>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/graph/strided_read.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

using Integers = std::vector<std::int64_t>;

StoredTensor integers(int type, const Shape& shape, Integers values) {
  return {type, shape, {}, std::move(values)};
}

/// Sums of wrapped integers, as every framework computes them.
std::int64_t wrapped(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t bits(std::int64_t value) { return static_cast<std::uint64_t>(value); }

/// visit(where in a, where in b) for each element of their common shape.
template <class Visit>
void visit_broadcast(const Shape& a, const Shape& b, const Shape& output, const Visit& visit) {
  const Shape step_a = broadcast_strides(a, output), step_b = broadcast_strides(b, output);
  for (std::int64_t index = 0; index < element_count(output); ++index) {
    std::int64_t in_a = 0, in_b = 0, rest = index;
    for (std::size_t axis = output.size(); axis-- > 0; rest /= output[axis]) {
      in_a += rest % output[axis] * step_a[axis];
      in_b += rest % output[axis] * step_b[axis];
    }
    visit(static_cast<std::size_t>(in_a), static_cast<std::size_t>(in_b));
  }
}

/// f(a, b) for all elements of two constants of one type, broadcast. A function that returns bool
/// makes a tensor of bool.
template <class F>
StoredTensor combine(const OnnxNode& onnx, const StoredTensor& a, const StoredTensor& b,
                     const F& f) {
  if (a.type != b.type) {
    onnx.fail("operands of type " + onnx_type_name(a.type) + " and " + onnx_type_name(b.type));
  }
  const auto shape = broadcast(a.shape, b.shape);
  if (!shape) {
    onnx.fail("shapes " + shape_text(a.shape) + " and " + shape_text(b.shape) +
              " do not fit together");
  }
  onnx.claim(*shape, true);
  StoredTensor result{a.type, *shape, {}, {}};
  const auto store = [&](auto value) {
    if constexpr (std::is_same_v<decltype(value), float>) {
      result.floats.push_back(value);
    } else {
      result.integers.push_back(value);
    }
  };
  visit_broadcast(a.shape, b.shape, *shape, [&](std::size_t in_a, std::size_t in_b) {
    if (a.is_integer()) {
      store(f(a.integers[in_a], b.integers[in_b]));
    } else {
      store(f(a.floats[in_a], b.floats[in_b]));
    }
  });
  if (std::is_same_v<decltype(f(std::int64_t{}, std::int64_t{})), bool>) {
    result.type = onnx::TensorProto::BOOL;
  }
  return result;
}

struct Plus {
  std::int64_t operator()(std::int64_t a, std::int64_t b) const {
    return wrapped(bits(a) + bits(b));
  }
  float operator()(float a, float b) const { return a + b; }
};
struct Minus {
  std::int64_t operator()(std::int64_t a, std::int64_t b) const {
    return wrapped(bits(a) - bits(b));
  }
  float operator()(float a, float b) const { return a - b; }
};
struct Times {
  std::int64_t operator()(std::int64_t a, std::int64_t b) const {
    return wrapped(bits(a) * bits(b));
  }
  float operator()(float a, float b) const { return a * b; }
};
struct Smaller {
  template <class T>
  T operator()(T a, T b) const {
    return std::min(a, b);
  }
};
struct Larger {
  template <class T>
  T operator()(T a, T b) const {
    return std::max(a, b);
  }
};

/// Division toward zero, or the remainder: with the sign of the divisor, or (fmod) of the dividend.
struct Divide {
  const OnnxNode& onnx;
  bool remainder, fmod;

  std::int64_t operator()(std::int64_t a, std::int64_t b) const {
    if (b == 0) onnx.fail("division of an integer by zero");
    if (b == -1) return remainder ? 0 : wrapped(-bits(a));
    if (!remainder) return a / b;
    const std::int64_t rest = a % b;
    return !fmod && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
  }
  float operator()(float a, float b) const { return remainder ? std::fmod(a, b) : a / b; }
};

/// The two inputs of a binary operator, or the first combined with all that follow.
template <class F>
StoredTensor combine_all(const OnnxNode& onnx, const F& f) {
  StoredTensor result = onnx.constant(0);
  for (int index = 1; index < onnx.input_count(); ++index) {
    result = combine(onnx, result, onnx.constant(index), f);
  }
  return result;
}

}  // namespace

StoredTensor evaluate_arithmetic(const OnnxNode& onnx) {
  const std::string& type = onnx.type();
  if (type == "Add") return combine_all(onnx, Plus{});
  if (type == "Sub") return combine_all(onnx, Minus{});
  if (type == "Mul") return combine_all(onnx, Times{});
  if (type == "Min") return combine_all(onnx, Smaller{});
  if (type == "Max") return combine_all(onnx, Larger{});
  const bool fmod = onnx.integer("fmod", 0) != 0;
  if (type == "Mod" && !fmod && !onnx.constant(0).is_integer()) {
    onnx.fail("of floats without fmod=1");
  }
  return combine_all(onnx, Divide{onnx, type == "Mod", fmod});
}

StoredTensor evaluate_comparison(const OnnxNode& onnx) {
  const std::string& type = onnx.type();
  if (type == "Equal") return combine_all(onnx, [](auto a, auto b) { return a == b; });
  if (type == "Less") return combine_all(onnx, [](auto a, auto b) { return a < b; });
  if (type == "LessOrEqual") return combine_all(onnx, [](auto a, auto b) { return a <= b; });
  if (type == "Greater") return combine_all(onnx, [](auto a, auto b) { return a > b; });
  return combine_all(onnx, [](auto a, auto b) { return a >= b; });
}

StoredTensor evaluate_logic(const OnnxNode& onnx) {
  for (int index = 0; index < onnx.input_count(); ++index) {
    if (onnx.constant(index).type != onnx::TensorProto::BOOL) onnx.fail("an input is not bool");
  }
  const std::string& type = onnx.type();
  if (type == "And") return combine_all(onnx, [](auto a, auto b) { return a != 0 && b != 0; });
  if (type == "Or") return combine_all(onnx, [](auto a, auto b) { return a != 0 || b != 0; });
  if (type == "Xor") return combine_all(onnx, [](auto a, auto b) { return (a != 0) != (b != 0); });
  StoredTensor result = onnx.constant(0);
  for (std::int64_t& value : result.integers) value = value == 0;
  return result;
}

StoredTensor evaluate_sign(const OnnxNode& onnx) {
  StoredTensor result = onnx.constant(0);
  const bool negates = onnx.type() == "Neg";
  for (std::int64_t& value : result.integers) {
    if (negates || value < 0) value = wrapped(-bits(value));
  }
  return result;
}

StoredTensor evaluate_reduction(const OnnxNode& onnx) {
  const StoredTensor input = onnx.constant(0);
  if (!input.is_integer()) onnx.fail("of type " + onnx_type_name(input.type));
  const auto rank = static_cast<int>(input.shape.size());
  std::vector<int> axes = onnx.axes(1, rank);
  if (axes.empty()) {
    if (onnx.integer("noop_with_empty_axes", 0) != 0) return input;
    axes.resize(input.shape.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  Shape kept = input.shape, output;
  for (const int axis : axes) kept[axis] = 1;
  for (int axis = 0; axis < rank; ++axis) {
    const bool reduced = std::binary_search(axes.begin(), axes.end(), axis);
    if (!reduced || onnx.integer("keepdims", 1) != 0) output.push_back(kept[axis]);
  }
  Integers result(static_cast<std::size_t>(element_count(kept)));
  std::vector<bool> begun(result.size(), false);
  visit_broadcast(kept, input.shape, input.shape, [&](std::size_t to, std::size_t from) {
    const std::int64_t value = input.integers[from];
    std::int64_t& into = result[to];
    if (!begun[to]) {
      into = value;
    } else if (onnx.type() == "ReduceSum") {
      into = Plus{}(into, value);
    } else if (onnx.type() == "ReduceProd") {
      into = Times{}(into, value);
    } else {
      into = onnx.type() == "ReduceMax" ? std::max(into, value) : std::min(into, value);
    }
    begun[to] = true;
  });
  // Nothing to reduce: the sum is 0 (as initialized), the product 1.
  if (onnx.type() == "ReduceProd") {
    for (std::size_t at = 0; at < result.size(); ++at) {
      if (!begun[at]) result[at] = 1;
    }
  }
  return integers(input.type, output, std::move(result));
}

StoredTensor evaluate_where(const OnnxNode& onnx) {
  const StoredTensor condition = onnx.constant(0), x = onnx.constant(1), y = onnx.constant(2);
  if (condition.type != onnx::TensorProto::BOOL) onnx.fail("the condition is not bool");
  StoredTensor flags = condition;
  flags.type = x.type;
  if (!x.is_integer()) flags.floats.assign(flags.integers.begin(), flags.integers.end());
  const auto masked = [&](const StoredTensor& values, bool when) {
    return combine(onnx, flags, values, [when](auto flag, auto value) {
      return (flag != 0) == when ? value : decltype(value){0};
    });
  };
  // Where one has a value the other has zero.
  return combine(onnx, masked(x, true), masked(y, false), Plus{});
}

}  // namespace mho
