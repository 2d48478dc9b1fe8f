#include "workloads/graph/shape_limit.hpp"

namespace mho {

std::optional<std::string> shape_problem(const Shape& shape, std::int64_t smallest) {
  if (shape.size() > kMaxRank) {
    return "a tensor of " + std::to_string(shape.size()) + " dimensions; at most " +
           std::to_string(kMaxRank) + " are allowed";
  }
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < smallest) {
      return "shape " + shape_text(shape) + " has a dimension below " + std::to_string(smallest);
    }
    if (size > 0 && count > kMaxElements / size) {
      return "shape " + shape_text(shape) + " has more than the " + std::to_string(kMaxElements) +
             " elements allowed";
    }
    count *= size;
  }
  return std::nullopt;
}

std::optional<std::string> integers_problem(const Shape& shape) {
  if (auto problem = shape_problem(shape, 0)) return problem;
  if (element_count(shape) <= kMaxIntegers) return std::nullopt;
  return "shape " + shape_text(shape) + " has more than the " + std::to_string(kMaxIntegers) +
         " integers allowed";
}

std::string shape_text(const Shape& shape) {
  std::string text;
  for (const std::int64_t size : shape) {
    if (!text.empty()) text += ", ";
    text += std::to_string(size);
  }
  return '[' + text + ']';
}

}  // namespace mho
