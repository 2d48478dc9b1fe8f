// A quantized network as a file that others run: QuantizeLinear and DequantizeLinear around
// operators on floats.
#pragma once

#include <string>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Writes the graph as ONNX of operator set 21: its input is the image
/// [1][channels][height][width], its output the network's, [1][elements], in the order of its file.
/// Tensors are named as in the graph, their integers as "NAME codes". Scales are rounded to float32
/// and sums are floats there, so that an integer whose real value lies within that rounding of a
/// tie may differ by one. Throws InputError, all layers at once, for layers that attend, normalize
/// or recur, and when the file cannot be written.
void write_quantized_onnx(const QuantizedGraph& graph, const std::string& file);

/// The name of a tensor's integers in such a file.
std::string codes_name(const std::string& tensor);

}  // namespace mho
