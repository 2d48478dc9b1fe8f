#include "workloads/integer/patches.hpp"

#include "sim/base/error.hpp"
#include "workloads/integer/arithmetic.hpp"

namespace mho {

namespace {

WindowShape shape_of(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  require(has_windows(layer), "Patches: the layer's patches are no windows of its input");
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const QuantizedTensor& out = tensor_of(graph, layer.output);
  const Window& w = layer.window;
  WindowShape shape;
  shape.input = {1, in.height, in.width};
  shape.output = {1, out.height, out.width};
  shape.kernel = {1, w.kernel_h, w.kernel_w};
  shape.stride = {1, w.stride_h, w.stride_w};
  shape.dilation = {1, w.dilation_h, w.dilation_w};
  shape.pad = {0, w.pad_top, w.pad_left};
  return shape;
}

}  // namespace

bool has_windows(const QuantizedLayer& layer) {
  return layer.kind != LayerKind::lstm && layer.kind != LayerKind::product;
}

template <class Element>
Patches<Element>::Patches(const QuantizedGraph& graph, const QuantizedLayer& layer)
    : copies_(shape_of(graph, layer)),
      channels_(tensor_of(graph, layer.inputs[0]).channels),
      offset_(tensor_of(graph, layer.inputs[0]).offset) {
  const MatrixWeights& weights = layer.weights;
  if (weights.kept_rows.empty())
    for (int row = 0; row < weights.rows(); ++row) row_offset_.push_back(copies_.row_offset(row));
  for (const int row : weights.kept_rows) row_offset_.push_back(copies_.row_offset(row));
}

template <class Element>
std::vector<Element> Patches<Element>::bordered(std::span<const std::int32_t> input) const {
  return copies_.bordered(
      input, channels_, static_cast<Element>(offset_),
      [offset = offset_](std::int32_t value) { return static_cast<Element>(value + offset); });
}

template <class Element>
void Patches<Element>::gather(std::span<const std::vector<Element>> inputs,
                              std::span<const std::uint32_t> positions, std::size_t first,
                              std::size_t items, int row_begin, int row_end,
                              std::span<Element> patches) const {
  require(patches.size() == static_cast<std::size_t>(row_end - row_begin) * items + kSlack,
          "Patches: no room for the rows asked for");
  std::vector<typename WindowCopies<Element>::Run> runs;
  const std::size_t each = positions.size();
  for (std::size_t item = first; item < first + items; ++item)
    copies_.add(runs, inputs[item / each].data() + copies_.window(positions[item % each]),
                item % each != 0);
  Element* to = patches.data();
  for (int row = row_begin; row < row_end; ++row)
    to = copies_.copy_row(runs, row_offset_[static_cast<std::size_t>(row)], to);
}

template class Patches<std::int32_t>;
template class Patches<float>;
template class Patches<double>;

}  // namespace mho
