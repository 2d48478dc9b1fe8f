// Sums, means and maxima along axes, and layer normalization (Ba et al., arXiv:1607.06450). Sums
// run in double, in the order of the elements.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "workloads/float/operators.hpp"
#include "workloads/graph/strided_read.hpp"

namespace mho {

namespace {

/// Combines each element of the input with the element of the result it belongs to.
template <class Combine>
std::vector<double> reduce(const Attributes& attributes, const Tensor& input, double start,
                           const Combine& combine) {
  Shape kept = input.shape;
  for (const int axis : attributes.axes) kept[axis] = 1;
  Shape steps = row_major_strides(kept);
  for (const int axis : attributes.axes) steps[axis] = 0;
  std::vector<double> result(static_cast<std::size_t>(element_count(kept)), start);
  Shape at(input.shape.size(), 0);
  std::int64_t to = 0;
  for (const float value : input.values) {
    double& into = result[static_cast<std::size_t>(to)];
    into = combine(into, static_cast<double>(value));
    for (std::size_t axis = at.size(); axis-- > 0;) {
      to += steps[axis];
      if (++at[axis] < input.shape[axis]) break;
      to -= steps[axis] * input.shape[axis];
      at[axis] = 0;
    }
  }
  return result;
}

double sum_of(double sum, double value) { return sum + value; }

Tensor scaled(const std::vector<double>& values, double divisor, const Shape& output) {
  Tensor result{output, {}};
  for (const double value : values) result.values.push_back(static_cast<float>(value / divisor));
  return result;
}

}  // namespace

Tensor run_reduce_sum(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  return scaled(reduce(attributes, *inputs[0], 0, sum_of), 1, output);
}

Tensor run_reduce_mean(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const auto all = static_cast<double>(inputs[0]->values.size());
  return scaled(reduce(attributes, *inputs[0], 0, sum_of),
                all / static_cast<double>(element_count(output)), output);
}

Tensor run_reduce_max(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const auto largest = [](double a, double b) { return std::max(a, b); };
  return scaled(reduce(attributes, *inputs[0], -std::numeric_limits<double>::infinity(), largest),
                1, output);
}

/// Of equal values the first is the larger one, and the smaller one.
Tensor run_top_k(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Tensor& input = *inputs[0];
  const auto axis = static_cast<std::size_t>(attributes.axis);
  const std::int64_t length = input.shape[axis];
  const std::int64_t inner = row_major_strides(input.shape)[axis];
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(element_count(output)))};
  std::vector<std::int64_t> order(static_cast<std::size_t>(length));
  for (std::int64_t line = 0; line < element_count(input.shape) / length; ++line) {
    const std::int64_t first = line / inner * inner * length + line % inner;
    const std::int64_t to = line / inner * inner * attributes.count + line % inner;
    const auto at = [&](std::int64_t i) { return input.values[first + i * inner]; };
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::partial_sort(order.begin(), order.begin() + attributes.count, order.end(),
                      [&](std::int64_t a, std::int64_t b) {
                        if (at(a) == at(b)) return a < b;
                        return attributes.largest ? at(a) > at(b) : at(a) < at(b);
                      });
    for (std::int64_t k = 0; k < attributes.count; ++k)
      result.values[to + k * inner] =
          attributes.places ? static_cast<float>(order[k]) : at(order[k]);
  }
  return result;
}

Tensor run_layer_normalization(const Attributes& attributes, const Arguments& inputs,
                               const Shape&) {
  Tensor result = *inputs[0];
  const Shape& shape = result.shape;
  const std::int64_t length = element_count({shape.begin() + attributes.axis, shape.end()});
  for (auto line = result.values.begin(); line != result.values.end(); line += length) {
    double sum = 0, squares = 0;
    for (auto value = line; value != line + length; ++value) sum += static_cast<double>(*value);
    const double mean = attributes.centered ? sum / static_cast<double>(length) : 0;
    for (auto value = line; value != line + length; ++value) {
      const double distance = static_cast<double>(*value) - mean;
      squares += distance * distance;
    }
    const double deviation =
        std::sqrt(squares / static_cast<double>(length) + static_cast<double>(attributes.epsilon));
    for (auto value = line; value != line + length; ++value) {
      *value = static_cast<float>((static_cast<double>(*value) - mean) / deviation);
    }
  }
  result = run_mul(attributes, {&result, inputs[1]}, shape);
  const bool shifts = inputs.size() > 2 && inputs[2];
  return shifts ? run_add(attributes, {&result, inputs[2]}, shape) : result;
}

}  // namespace mho
