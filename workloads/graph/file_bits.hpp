// Number formats that a network's file has for its values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

/// Of a constant of this shape that was rounded to `format`.
ConstantFormat format_of(const NumberFormat& format, const Shape& shape);

/// `tensor`, each axis as long as in `shape` or 1, with all elements.
Tensor spread(const Tensor& tensor, const Shape& shape);

/// Bits of codes from low to high.
int code_bits(std::int64_t low, std::int64_t high);

/// What a quantized network's file says of bits: the most of any weights and of any activations, 0
/// where it says nothing.
struct FileBits {
  int weights = 0, activations = 0;
  bool float_weights = false;  ///< are there weights that it leaves in float?
  int least_weights = 0, least_activations = 0;
  /// Nodes whose weights have several scales among the inputs of one output (blocks). A column of
  /// cells adds up all inputs, so that they are quantized anew, with one.
  std::vector<std::string> blocked{};

  bool any() const { return weights > 0 || activations > 0; }
};

FileBits file_bits(const Graph& graph);

/// "8", "4 to 8".
std::string range_text(int least, int most);

/// "4-bit weights x 8-bit activations, run as they are, in integers", and what is not.
std::string text_of(const FileBits& bits);

}  // namespace mho
