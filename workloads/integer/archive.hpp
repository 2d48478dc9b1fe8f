// A quantized network as bytes, for a cache (sim/engine/record/archive.hpp says how).
#pragma once

#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

template <class Archive>
void serialize(Archive& archive, QuantizedTensor::Given& given) {
  auto& [low, high, zero_point, bipolar] = given;
  archive(low, high, zero_point, bipolar);
}

template <class Archive>
void serialize(Archive& archive, QuantizedTensor& tensor) {
  auto& [name, channels, height, width, bits, is_signed, scale, given, offset] = tensor;
  archive(name, channels, height, width, bits, is_signed, scale, given, offset);
}

template <class Archive>
void serialize(Archive& archive, Window& window) {
  auto& [kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left, dilation_h, dilation_w,
         pad_bottom, pad_right] = window;
  archive(kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left, dilation_h, dilation_w,
          pad_bottom, pad_right);
}

template <class Archive>
void serialize(Archive& archive, MatrixWeights& weights) {
  auto& [outputs, groups, rows_per_group, bits, values, scale, offset_sums, center, kept_rows,
         kept_outputs] = weights;
  archive(outputs, groups, rows_per_group, bits, values, scale, offset_sums, center, kept_rows,
          kept_outputs);
}

template <class Archive>
void serialize(Archive& archive, HeadChannels& channels) {
  auto& [offset, pitch] = channels;
  archive(offset, pitch);
}

template <class Archive>
void serialize(Archive& archive, Product& product) {
  auto& [heads, depth, a, b, over_pixels, scale, cached, cached_values] = product;
  archive(heads, depth, a, b, over_pixels, scale, cached, cached_values);
}

template <class Archive>
void serialize(Archive& archive, Recurrence& recurrence) {
  auto& [hidden, cell, kind, hidden_bias] = recurrence;
  archive(hidden, cell, kind, hidden_bias);
}

template <class Archive>
void serialize(Archive& archive, QuantizedLayer& layer) {
  auto& [name, kind, inputs, output, same_format, rounding, window, weights, factor, bias,
         count_padding, subtract, source_index, constants, parts, causal_offset, mask, epsilon,
         centered, product, recurrence, table, clamp_low, clamp_high] = layer;
  archive(name, kind, inputs, output, same_format, rounding, window, weights, factor, bias,
          count_padding, subtract, source_index, constants, parts, causal_offset, mask, epsilon,
          centered, product, recurrence, table, clamp_low, clamp_high);
}

template <class Archive>
void serialize(Archive& archive, QuantizedGraph& graph) {
  auto& [name, tensors, layers, input, output, output_order] = graph;
  archive(name, tensors, layers, input, output, output_order);
}

}  // namespace mho
