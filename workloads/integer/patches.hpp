// The patches of many output positions of a layer at once, [rows][positions]. Same values as
// gather_patch.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "workloads/integer/quantized_graph.hpp"
#include "workloads/windows/window_copies.hpp"

namespace mho {

/// `Element` holds the layer's inputs exactly.
template <class Element>
class Patches {
 public:
  /// Of a layer with weights; keeps nothing of the graph.
  Patches(const QuantizedGraph& graph, const QuantizedLayer& layer);

  /// The input as windows are cut out of it: with its borders, and its offset added.
  std::vector<Element> bordered(std::span<const std::int32_t> input) const;

  /// Writes rows [row_begin, row_end) of `items` patches from number `first` on of
  /// [inputs][positions] to `patches`, [rows][items], and leftovers to the kSlack elements behind
  /// them. `inputs` are bordered().
  void gather(std::span<const std::vector<Element>> inputs,
              std::span<const std::uint32_t> positions, std::size_t first, std::size_t items,
              int row_begin, int row_end, std::span<Element> patches) const;
  static constexpr std::size_t kSlack = WindowCopies<Element>::kSlack;

 private:
  WindowCopies<Element> copies_;
  int channels_;
  std::int32_t offset_;
  std::vector<std::ptrdiff_t> row_offset_;  ///< of each row that is left
};

/// Whether a layer's patches are windows of its input. Those of recurrent layers and of products
/// are not, and only gather_patch has them.
bool has_windows(const QuantizedLayer& layer);

}  // namespace mho
