// Bits, sign and scale of every tensor of a lowered graph. Private to quantize().
#pragma once

#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/calibration.hpp"
#include "workloads/lowering.hpp"
#include "workloads/quantize.hpp"

namespace mho {

/// Layers that only move or choose values need no new rounding: their output has their input's
/// format.
bool keeps_format(const QuantizedLayer& layer);

/// The format of every tensor from what calibration saw of it (by tensor). The output and the sums
/// of recurrent gates have 16 bits, signed, over twice the range seen; other values see
/// QuantizationSpec. Throws InputError, naming the value in `file`, when 1 bit cannot hold a sign.
void set_formats(LoweredGraph& lowered, const std::vector<Histogram>& histograms,
                 const QuantizationSpec& spec, const std::string& file);

/// The same bits for a graph whose values nobody has seen: scale 1, and unsigned after clamps at 0,
/// softmax, functions that are nowhere negative, and what only moves, joins, adds or multiplies
/// such values; the image by its `sign`.
void set_formats_by_rule(LoweredGraph& lowered, const QuantizationSpec& spec, InputSign sign);

/// Throws InputError, all problems at once, for layers that the spec names and that are not there,
/// and for bits of those that have none to choose.
void check_layers(const QuantizedGraph& graph, const QuantizationSpec& spec, const Place& where);

}  // namespace mho
