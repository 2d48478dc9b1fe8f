// Full arrays, all rows and all outputs, at which the peaks of a chip are stated.
#pragma once

#include <optional>

#include "sim/chip/chip.hpp"
#include "sim/mapping/dataflow.hpp"

namespace mho {

struct FullArray {
  MvmFormat format;
  int rows = 0;     ///< inputs
  int outputs = 0;  ///< logical columns, at least 1
};

/// Of a kind of tile; none where its arrays do not compute at this precision, or where it has none.
std::optional<FullArray> full_array(const TileKind& kind, int weight_bits, int activation_bits,
                                    bool inputs_are_signed);

/// The layer that fills a MAC array, and is so long that its edges do not show.
ArrayLayer full_array_layer(const MacArraySpec& array, int weight_bits, int activation_bits);

/// Throws InputError when not one output fits an array of the main kind, or when an MVM of a full
/// array takes longer than a duration may, or when a MAC array cannot run the layer that fills it.
void check_full_arrays(const Chip& chip, int weight_bits, int activation_bits,
                       bool inputs_are_signed);

}  // namespace mho
