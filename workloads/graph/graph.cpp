// The few things a graph can tell about itself.
#include "workloads/graph/graph.hpp"

namespace mho {

std::int64_t element_count(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return count;
}

}  // namespace mho
