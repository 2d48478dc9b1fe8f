// Constants that are made from shapes (Shape, Size, ConstantOfShape, Range), converted (Cast) or
// masked (Trilu) while the file is read.
#include <algorithm>
#include <cmath>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

StoredTensor evaluate_cast(const OnnxNode& onnx) {
  StoredTensor from = onnx.constant(0);
  auto to = static_cast<int>(onnx.integer("to", onnx::TensorProto::UNDEFINED));
  if (reads_as_float(to)) to = onnx::TensorProto::FLOAT;
  StoredTensor result{to, from.shape, {}, {}};
  if (result.is_float() || result.is_double()) {
    if (!from.is_integer()) {
      result.floats = std::move(from.floats);
    } else {
      for (const std::int64_t value : from.integers) {
        result.floats.push_back(static_cast<float>(value));
      }
    }
    return result;
  }
  if (!result.is_integer()) {
    onnx.fail("to type " + onnx_type_name(to) +
              "; float, double, int64, int32 and bool are "
              "accepted");
  }
  constexpr float kTooLarge = 9.2233720368547758e18f;  // 2^63
  for (const float value : from.floats) {
    if (!(std::fabs(value) < kTooLarge)) onnx.fail("a value that no integer holds");
    const bool is_bool = to == onnx::TensorProto::BOOL;
    from.integers.push_back(is_bool ? value != 0 : static_cast<std::int64_t>(value));
  }
  if (to == onnx::TensorProto::BOOL) {
    for (std::int64_t& value : from.integers) value = value != 0;
  }
  result.integers = std::move(from.integers);
  return result;
}

StoredTensor evaluate_shape(const OnnxNode& onnx) {
  const Shape& shape = onnx.any_shape(0);
  const auto rank = static_cast<std::int64_t>(shape.size());
  const auto resolved = [&](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t start = resolved(onnx.integer("start", 0));
  const std::int64_t end = std::max(start, resolved(onnx.integer("end", rank)));
  return {
      onnx::TensorProto::INT64, {end - start}, {}, {shape.begin() + start, shape.begin() + end}};
}

StoredTensor evaluate_size(const OnnxNode& onnx) {
  return {onnx::TensorProto::INT64, {}, {}, {element_count(onnx.any_shape(0))}};
}

StoredTensor evaluate_constant_of_shape(const OnnxNode& onnx) {
  const Shape shape = onnx.constant_integers(0, "the shape");
  const StoredTensor value = onnx.tensor("value");
  onnx.claim(shape, value.is_integer());
  const auto count = static_cast<std::size_t>(element_count(shape));
  StoredTensor result{value.type, shape, {}, {}};
  if (value.integers.size() + value.floats.size() != 1) onnx.fail("value has not one element");
  if (value.is_integer())
    result.integers.assign(count, value.integers[0]);
  else
    result.floats.assign(count, value.floats[0]);
  return result;
}

StoredTensor evaluate_range(const OnnxNode& onnx) {
  const StoredTensor start = onnx.constant(0), limit = onnx.constant(1), step = onnx.constant(2);
  for (const StoredTensor* one : {&start, &limit, &step}) {
    if (one->type != start.type || element_count(one->shape) != 1) {
      onnx.fail("three numbers of one type are wanted");
    }
  }
  const auto number = [](const StoredTensor& one) {
    return one.is_integer() ? static_cast<double>(one.integers[0])
                            : static_cast<double>(one.floats[0]);
  };
  const double count = std::ceil((number(limit) - number(start)) / number(step));
  if (!(count <= static_cast<double>(kMaxIntegers))) {
    onnx.fail("more than the " + std::to_string(kMaxIntegers) + " integers allowed");
  }
  const auto size = static_cast<std::int64_t>(std::max(count, 0.0));
  onnx.claim({size}, true);
  // Unsigned, for limits that a double does not hold exactly.
  const auto bits = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  StoredTensor result{start.type, {size}, {}, {}};
  for (std::int64_t index = 0; index < size; ++index) {
    if (start.is_integer()) {
      result.integers.push_back(static_cast<std::int64_t>(bits(start.integers[0]) +
                                                          bits(index) * bits(step.integers[0])));
    } else {
      result.floats.push_back(start.floats[0] + static_cast<float>(index) * step.floats[0]);
    }
  }
  return result;
}

StoredTensor evaluate_trilu(const OnnxNode& onnx) {
  StoredTensor result = onnx.constant(0);
  if (result.shape.size() < 2) onnx.fail("a matrix is wanted");
  const std::int64_t shift =
      onnx.has_input(1) ? onnx.constant_integers(1, "the diagonal").at(0) : 0;
  const bool upper = onnx.integer("upper", 1) != 0;
  const std::int64_t columns = result.shape.back(), rows = result.shape[result.shape.size() - 2];
  for (std::int64_t index = 0; index < element_count(result.shape); ++index) {
    const std::int64_t over = index % columns - index / columns % rows;
    if (upper ? over >= shift : over <= shift) continue;
    const auto at = static_cast<std::size_t>(index);
    if (result.is_integer())
      result.integers[at] = 0;
    else
      result.floats[at] = 0;
  }
  return result;
}

}  // namespace mho
