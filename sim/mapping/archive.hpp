// A placement as bytes, for a cache (sim/engine/record/archive.hpp says how).
#pragma once

#include <cereal/types/map.hpp>
#include <cereal/types/vector.hpp>

#include "sim/mapping/placement.hpp"

namespace mho {

template <class Archive>
void serialize(Archive& archive, FloatFormat& format) {
  auto& [mantissa_bits, aligned_bits] = format;
  archive(mantissa_bits, aligned_bits);
}

template <class Archive>
void serialize(Archive& archive, MvmFormat& format) {
  auto& [weight_bits, input_bits, inputs_are_signed, cell_bits, dac_bits, active_rows, encoding,
         subtraction, flip, two_sided, devices, unit_column, signed_inputs, input, accumulation,
         accumulated_slices, zero_skipping, columns_at_once, summed_slices, weight_copies, floats] =
      format;
  archive(weight_bits, input_bits, inputs_are_signed, cell_bits, dac_bits, active_rows, encoding,
          subtraction, flip, two_sided, devices, unit_column, signed_inputs, input, accumulation,
          accumulated_slices, zero_skipping, columns_at_once, summed_slices, weight_copies, floats);
}

template <class Archive>
void serialize(Archive& archive, Block& block) {
  auto& [layer, replica, row_begin, row_end, output_begin, output_end, array] = block;
  archive(layer, replica, row_begin, row_end, output_begin, output_end, array);
}

template <class Archive>
void serialize(Archive& archive, LayerPlacement& placement) {
  auto& [layer, dynamic, tile_kind, replicas, format, blocks] = placement;
  archive(layer, dynamic, tile_kind, replicas, format, blocks);
}

template <class Archive>
void serialize(Archive& archive, Phase& phase) {
  auto& [layer_begin, layer_end, half] = phase;
  archive(layer_begin, layer_end, half);
}

template <class Archive>
void serialize(Archive& archive, Placement& placement) {
  auto& [layers, vector_unit, arrays, cell_utilization, phases, reloads, halves, batch,
         vector_kind] = placement;
  archive(layers, vector_unit, arrays, cell_utilization, phases, reloads, halves, batch,
          vector_kind);
}

}  // namespace mho
