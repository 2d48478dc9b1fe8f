#include "workloads/graph/broadcast.hpp"

#include <algorithm>

namespace mho {

std::optional<Shape> broadcast(const Shape& a, const Shape& b) {
  Shape output(std::max(a.size(), b.size()));
  for (std::size_t back = 1; back <= output.size(); ++back) {
    const std::int64_t in_a = back <= a.size() ? a[a.size() - back] : 1;
    const std::int64_t in_b = back <= b.size() ? b[b.size() - back] : 1;
    if (in_a != in_b && in_a != 1 && in_b != 1) return std::nullopt;
    output[output.size() - back] = in_a == 1 ? in_b : in_a;
  }
  return output;
}

std::optional<Shape> matmul_shape(const Shape& a, const Shape& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  const Shape rows = a.size() == 1 ? Shape{1, a[0]} : a;
  const Shape columns = b.size() == 1 ? Shape{b[0], 1} : b;
  if (rows.back() != columns[columns.size() - 2]) return std::nullopt;
  auto output =
      broadcast(Shape(rows.begin(), rows.end() - 2), Shape(columns.begin(), columns.end() - 2));
  if (!output) return std::nullopt;
  if (a.size() > 1) output->push_back(rows[rows.size() - 2]);
  if (b.size() > 1) output->push_back(columns.back());
  return output;
}

Shape broadcast_strides(const Shape& shape, const Shape& output) {
  Shape strides(output.size(), 0);
  std::int64_t stride = 1;
  for (std::size_t back = 1; back <= shape.size(); ++back) {
    const std::int64_t size = shape[shape.size() - back];
    strides[output.size() - back] = size == 1 ? 0 : stride;
    stride *= size;
  }
  return strides;
}

}  // namespace mho
