// The few things a graph can tell about itself.
#include "workloads/graph/graph.hpp"

namespace mho {

int gates_of(RecurrentCell cell) {
  switch (cell) {
    case RecurrentCell::lstm:
      return 4;
    case RecurrentCell::gru:
      return 3;
    case RecurrentCell::rnn:
      return 1;
  }
  return 0;
}

std::int64_t element_count(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return count;
}

}  // namespace mho
