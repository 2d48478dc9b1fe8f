// A product of activations (Product) seen as a matrix layer whose matrix changes from image to
// image: operand B, head by head, in the place of a grouped convolution's weights. So it is cut,
// written into arrays and multiplied like any other matrix. A stays where inputs are.
//   scores:  heads groups of depth rows (channels) by product_pixels outputs
//   context: heads groups of product_pixels rows by depth outputs
#pragma once

#include <cstdint>
#include <span>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// The shape of what a layer's arrays hold (kinds matrix, lstm, product), without values or scales.
/// `bits` are those of a signed weight: of an unsigned B one more than its own, as every weight has
/// a sign.
MatrixWeights array_shape(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// The matrix of a product layer for one image: `b` is the whole tensor of inputs[1]; cached pixels
/// come first. [outputs][rows_per_group], output h * outputs_per_group + n, in the order of the
/// layer's output channels.
MatrixWeights product_matrix(const QuantizedGraph& graph, const QuantizedLayer& layer,
                             std::span<const std::int32_t> b);

/// Channel of A that row `row` of the whole matrix multiplies, rows counted through all heads.
int product_input_channel(const QuantizedGraph& graph, const QuantizedLayer& layer, int row);

}  // namespace mho
