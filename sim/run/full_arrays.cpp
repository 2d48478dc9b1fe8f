#include "sim/run/full_arrays.hpp"

#include <string>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Channels and outputs of the convolution that stands for a full row-stationary array, and the
/// steps of an output-stationary one: long enough that edges do not show.
constexpr int kManyChannels = 256;
/// A row-stationary layer's kernel: the one that most layers have.
constexpr int kKernel = 3;

}  // namespace

std::optional<FullArray> full_array(const TileKind& kind, int weight_bits, int activation_bits,
                                    bool inputs_are_signed) {
  if (kind.macros() == 0) return std::nullopt;
  const MvmFormat format = kind.format(weight_bits, activation_bits, inputs_are_signed);
  if (!format.conflict().empty()) return std::nullopt;
  const int outputs = kind.outputs_per_array(format);
  if (outputs == 0) return std::nullopt;
  return FullArray{format, kind.inputs_per_array(), outputs};
}

ArrayLayer full_array_layer(const MacArraySpec& array, int weight_bits, int activation_bits) {
  ArrayLayer layer;
  layer.weight_bits = weight_bits;
  layer.input_bits = layer.output_bits = activation_bits;
  switch (array.dataflow) {
    case Dataflow::weight_stationary:
      layer.channels = array.rows;
      layer.outputs = array.columns;
      layer.output_h = layer.input_h = array.accumulator_depth / array.accumulator_banks;
      break;
    case Dataflow::output_stationary:
      layer.channels = kManyChannels;
      layer.outputs = array.columns;
      layer.output_h = layer.input_h = array.rows;
      break;
    case Dataflow::row_stationary:
      layer.channels = layer.outputs = kManyChannels;
      layer.kernel_h = layer.kernel_w = kKernel;
      layer.output_h = layer.output_w = array.columns;
      layer.input_h = layer.input_w = array.columns + kKernel - 1;
      break;
  }
  layer.vector_operations = 3 * std::int64_t{layer.outputs};  // scale, bias, activation
  return layer;
}

void check_full_arrays(const Chip& chip, int weight_bits, int activation_bits,
                       bool inputs_are_signed) {
  if (const auto& array = chip.spec().tile.mac_array; chip.spec().sequenced()) {
    (void)array_jobs(full_array_layer(*array, weight_bits, activation_bits), chip, 1);
    return;
  }
  if (chip.spec().tile.macros == 0)
    throw InputError({}, "chip.tile.macros",
                     "is 0, and the peak is stated of the main kind of tile; allowed: at least 1, "
                     "with tiles without macros among chip.other_tiles");
  for (const TileKind& kind : chip.kinds()) {
    const std::optional<FullArray> full =
        full_array(kind, weight_bits, activation_bits, inputs_are_signed);
    if (full)
      (void)kind.timing(full->format, full->rows, full->format.converted_columns(full->outputs));
    else if (kind.is_main())
      throw InputError({}, "quantization.weight_bits",
                       "the peak is stated at " + std::to_string(weight_bits) +
                           "-bit weights and " + std::to_string(activation_bits) +
                           "-bit activations, of which an array of the main kind of tile holds no "
                           "output; allowed: bits that it computes with (layers may have others, "
                           "by weight_bits_by_layer)");
  }
}

}  // namespace mho
