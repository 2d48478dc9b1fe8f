// What is said of a simulation that stands still: who waits for whom, and the circle that they wait
// in, if there is one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// A layer (-1: the image) waits for these, with the sentence that says for what.
struct Wait {
  int layer = 0;
  std::vector<int> waits_for;
  std::string sentence;
};

/// Layers each of which waits for the next, the last for the first; empty: none do.
std::vector<int> circle_of(const std::vector<Wait>& waits);

/// All sentences, and the circle by its layers' names.
std::string describe_waits(const QuantizedGraph& graph, const std::vector<Wait>& waits);

}  // namespace mho
