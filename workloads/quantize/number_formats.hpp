// Bits, sign and scale of every tensor of a lowered graph. Private to quantize().
#pragma once

#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/quantize/calibration.hpp"
#include "workloads/quantize/lowering/lowering.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

/// Layers that only move or choose values need no new rounding: their output has their input's
/// format.
bool keeps_format(const QuantizedLayer& layer);

/// Bits and sign of every tensor, by the graph alone and whatever its values are, so that hardware
/// that is counted is the one that computes. The output and the sums of recurrent gates have 16
/// bits, signed; for the bits of others see QuantizationSpec. Unsigned is what cannot be negative:
/// the image by its `sign`; after clamps at 0, softmax, functions that are nowhere negative, and
/// what only moves, joins, adds or multiplies such values. Scales are 1. Throws InputError, naming
/// the value in `file`, when 1 bit cannot hold a sign.
void set_formats(LoweredGraph& lowered, const QuantizationSpec& spec, InputSign sign,
                 const std::string& file);

/// The scale of every tensor from what calibration saw of it (by tensor), after set_formats(): wide
/// ones over twice the range seen. Throws InputError, naming the value in `file`, when an unsigned
/// one was seen negative.
void set_scales(LoweredGraph& lowered, const std::vector<Histogram>& histograms,
                const QuantizationSpec& spec, const std::string& file);

/// Throws InputError, all problems at once, for layers that the spec names and that are not there,
/// and for bits of those that have none to choose.
void check_layers(const QuantizedGraph& graph, const QuantizationSpec& spec, const Place& where);

}  // namespace mho
