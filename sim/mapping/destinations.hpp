// Where the layers of a network go: to which kind of tile, onto arrays or not, as placement says;
// and the refusal of names, kinds and copies that are not there.
#pragma once

#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"

namespace mho {

/// The kind of tile that a layer is sent to: the main one unless placement.assign says otherwise.
int tile_kind_of_layer(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec,
                       int index);

/// Indices of the layers that take arrays: matrix layers that vector units do not compute, and
/// products of activations that are sent to tiles with macros.
std::vector<int> array_layers(const QuantizedGraph& graph, const ChipSpec& chip,
                              const PlacementSpec& spec);

/// Indices of the matrix layers that take none.
std::vector<int> layers_on_vector_units(const QuantizedGraph& graph, const ChipSpec& chip,
                                        const PlacementSpec& spec);

/// Copies of a layer's arrays that can be at work at the same time. What is written for every image
/// is written once.
int most_copies(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// Throws InputError, at `where`, when placement names layers or kinds of tiles that are not there,
/// or asks for copies that cannot be.
void check_layers(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                  const Place& where);

}  // namespace mho
