// Numbers are finite: asked at each border, so that nothing behind it needs to. What a file holds
// (check_constants), what lowering makes of that (Lowering), what a network computes in float
// (NotFiniteActivations). Pixels are checked where data sets are read.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

/// "3 of 27 values are not finite (2 not a number, 1 infinite), the first at 4", or nothing.
template <class Number>
std::optional<std::string> finite_problem(std::span<const Number> values) {
  std::int64_t nan = 0, infinite = 0, first = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    if (nan + infinite == 0) first = static_cast<std::int64_t>(i);
    (std::isnan(values[i]) ? nan : infinite) += 1;
  }
  if (nan + infinite == 0) return std::nullopt;
  return std::to_string(nan + infinite) + " of " + std::to_string(values.size()) +
         " values are not finite (" + std::to_string(nan) + " not a number, " +
         std::to_string(infinite) + " infinite), the first at " + std::to_string(first);
}

/// Throws InputError with every node that reads a constant that is not finite (but infinite limits
/// and masks), divides by a constant with zeros, or normalizes by a variance that is not positive;
/// with node, tensor, how many, and the first.
void check_constants(const Graph& graph);

/// Collects, image by image, the node whose output is the first that is not finite. Thread-safe.
class NotFiniteActivations {
 public:
  /// `watched`: values that must be finite. Infinite ones elsewhere may come to nothing (a mask
  /// before Softmax, exp(x) in 1 / (1 + exp(x))), but nothing makes a number of what is none.
  NotFiniteActivations(const Graph& graph, const std::vector<int>& watched);

  /// `values`: by value, as run_float() gives them. Are they as they must be?
  bool add(const std::vector<Tensor>& values, int image);

  /// Throws InputError when there were any, with the first such node, the images ("calibration
  /// image") and how many elements.
  void raise(const std::string& images) const;

 private:
  struct Found {
    std::int64_t elements = 0;
    std::int64_t of = 0;
    std::vector<int> images;
  };
  const Graph& graph_;
  std::vector<bool> watched_;  ///< by value
  std::mutex mutex_;
  std::map<std::size_t, Found> found_;  ///< by node
};

}  // namespace mho
