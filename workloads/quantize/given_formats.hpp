// Number formats that the network's file has already: what of them hardware holds as it is, and
// what it holds with a correction. Private to quantize().
#pragma once

#include <vector>

#include "sim/base/error.hpp"
#include "workloads/quantize/lowering/lowering.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

/// By tensor: is it an operand of a product of activations? An offset there would be multiplied
/// with numbers that change from image to image.
std::vector<bool> operands_of_products(const QuantizedGraph& graph);

/// Gives the tensor the file's format. What is `never_negative` loses the codes below zero, which
/// it does not have. Signed and symmetric codes stay; others are held as they are, without a sign,
/// as offset + integer where `with_offset`, else in as many bits as a sign and their magnitudes
/// take.
void take_format(QuantizedTensor& tensor, const NumberFormat& format, bool never_negative,
                 bool with_offset);

/// Can the layer's weights stay what they are in the file: one scale for each output?
bool keeps_integers(const QuantizedLayer& layer, const RealNumbers& real);

/// The file's integers as the layer's weights; nothing but their bits and centers where the file
/// has integers, but the graph no numbers. Bits are those of the file's codes, or what a sign and
/// the largest magnitude take, if that is more (-128 of int8, weights with a zero point): but each
/// output is held around a center of its own where that takes fewer.
void take_weights(MatrixWeights& weights, const RealNumbers& real);

/// What rows are driven with beyond the input's integers, summed: see MatrixWeights.
void set_offset_sums(const QuantizedTensor& input, MatrixWeights& weights);

/// Throws InputError, all problems at once, where the keys of a quantization contradict the formats
/// that the network's file gives its layers and tensors.
void check_given(const LoweredGraph& lowered, const QuantizationSpec& spec, const std::string& file,
                 const Place& where);

}  // namespace mho
