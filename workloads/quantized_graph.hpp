// A network in integers, as hardware runs it: what mapping, inference and the engine see of a
// workload. Made from the float Graph by quantize(); knows nothing of hardware.
//
// Values: a tensor's real value is scale * integer. Activations are unsigned where they cannot be
// negative, else signed and symmetric; weights are signed, symmetric, with a scale per output
// channel. Layout is [channel][row] [column], one image. A layer computes one output pixel (all
// channels at a row and column) from a window of input pixels; flattening and fully connected
// layers are windows of the whole input, so that the timed engine and the untimed driver can share
// pixel functions.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace mho {

struct QuantizedTensor {
  std::string name;
  int channels = 0;
  int height = 0;
  int width = 0;
  int bits = 0;
  bool is_signed = false;
  double scale = 0;

  int pixels() const { return height * width; }
  std::int64_t size() const { return std::int64_t{channels} * height * width; }
  std::int32_t min() const { return is_signed ? -((1 << (bits - 1)) - 1) : 0; }
  std::int32_t max() const {
    return is_signed ? (1 << (bits - 1)) - 1
                     : static_cast<std::int32_t>((std::int64_t{1} << bits) - 1);
  }
};

/// The input pixels of output pixel (r, c): rows r*stride_h - pad_top + i*dilation_h, i in [0,
/// kernel_h), and so for columns; pixels outside the input are padding.
struct Window {
  int kernel_h = 1, kernel_w = 1;
  int stride_h = 1, stride_w = 1;
  int pad_top = 0, pad_left = 0;
  int dilation_h = 1, dilation_w = 1;
};

enum class LayerKind {
  matrix,  ///< Conv, Gemm, MatMul with constant weights: runs on arrays
  max_pool,
  average_pool,  ///< also global; the divisor is the number of pixels counted
  add,           ///< two tensors, same shape (or channels x 1 x 1 against channels x h x w)
  multiply,      ///< two tensors, likewise
  affine,        ///< per-channel scale and bias with activation: BatchNormalization that folds into
                 ///< nothing, Relu alone
  concat,        ///< along channels
  permute,       ///< any fixed rearrangement (Reshape, Transpose), window = whole input
  softmax        ///< over channels
};

/// Weights of a matrix layer: out channel o = sum over its group's patch. Patch order is (channel,
/// kernel row, kernel column). Where rows or outputs are pruned, this is the matrix of what is
/// left, the same number in every group; a channel that is no output any more is its bias alone.
struct MatrixWeights {
  int outputs = 0;
  int groups = 1;
  int rows_per_group = 0;  ///< in_channels / groups * kernel_h * kernel_w, less what is pruned
  int bits = 0;
  std::vector<std::int32_t> values;  ///< [outputs][rows_per_group]
  std::vector<double> scale;         ///< [outputs], of the weights alone
  std::vector<int> kept_rows{};      ///< [rows()]: place in the patch, ascending; empty: all of it
  std::vector<int> kept_outputs{};   ///< [outputs]: out channel, ascending; empty: all of them

  int outputs_per_group() const { return outputs / groups; }
  int rows() const { return groups * rows_per_group; }
};

struct QuantizedLayer {
  std::string name;  ///< the ONNX node's name, or its output's
  LayerKind kind = LayerKind::matrix;
  std::vector<int> inputs;  ///< tensor indices
  int output = 0;           ///< tensor index
  Window window;
  MatrixWeights weights;       ///< kind matrix
  std::vector<double> factor;  ///< kind affine: per channel, on the real value; empty: 1
  std::vector<double> bias;    ///< kinds matrix, affine: per output channel, real value; empty: 0
  bool count_padding = false;  ///< kind average_pool
  std::vector<std::int32_t> source_index;  ///< kind permute: output element -> input element
  /// Activation on the real value, before requantization: clamp.
  double clamp_low = -std::numeric_limits<double>::infinity();
  double clamp_high = std::numeric_limits<double>::infinity();
};

struct QuantizedGraph {
  std::string name;
  std::vector<QuantizedTensor> tensors;
  std::vector<QuantizedLayer> layers;  ///< in an order in which inputs come first
  int input = 0;                       ///< tensor of the image
  int output = 0;  ///< tensor of the logits: wide (16 bits signed), so that argmax is not rounded

  /// Multiply-accumulates of one image in matrix layers (padding counted as the hardware executes
  /// it).
  std::int64_t macs() const;
  std::int64_t macs(int layer) const;
};

/// Integers of one tensor, [channels][height][width].
using IntTensor = std::vector<std::int32_t>;

/// real value -> integer of `tensor`: round to nearest (ties to even), clipped to its range.
std::int32_t quantize_value(double real, const QuantizedTensor& tensor);

/// The image (real values, [c][h][w]) as integers of the graph's input tensor.
IntTensor quantize_image(const QuantizedGraph& graph, std::span<const float> image);

/// The im2col patch of output pixel `position` (row-major) of a matrix layer, rows [row_begin,
/// row_end) of its weight matrix: all groups' patches in order (channel, kernel row, kernel
/// column), of which pruned rows are left out; zero outside the input. `input` is the whole tensor,
/// of which only the window needs to be valid.
void gather_patch(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> input, int position, int row_begin, int row_end,
                  std::span<std::int32_t> patch);

/// The end of a matrix layer at one pixel: partial sums of outputs [output_begin, output_begin +
/// sums.size()), already added over all arrays, in steps of 2^-fraction, -> scale, bias,
/// activation, requantization -> integers. Where outputs are pruned, `sums` are those of all
/// outputs left, and `pixel` has all channels.
void finish_matrix(const QuantizedGraph& graph, const QuantizedLayer& layer, int output_begin,
                   int fraction, std::span<const std::int64_t> sums, std::span<std::int32_t> pixel);

/// The sums of a matrix layer at one output position, [outputs], as exact integers in plain loops:
/// what arrays are compared with, and what a digital unit computes. `patch` has weights.rows()
/// elements.
void exact_sums(const MatrixWeights& weights, std::span<const std::int32_t> patch,
                std::span<std::int64_t> sums);

/// One output pixel (all channels) of a layer that is not a matrix. inputs[i] is the whole tensor
/// of layer.inputs[i], of which only the window needs to be valid.
void vector_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::span<const std::int32_t>> inputs, int position,
                  std::span<std::int32_t> pixel);

/// Elementary operations (adds, multiplies, comparisons) of one output pixel of a layer that is not
/// a matrix, or of finish_matrix per pixel of one (scale, bias, activation): what the vector unit
/// is charged for.
std::int64_t vector_operations_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// Elementary operations of one output pixel of a matrix layer whose MACs the vector unit does: one
/// operation each, zero weights included, and those of finish_matrix.
std::int64_t digital_operations_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// The integer reference: all tensors of one image, matrix products exact. The judge of promise 1.
std::vector<IntTensor> run_integer(const QuantizedGraph& graph, const IntTensor& image);

/// Index of the largest value, the lowest on a tie.
int argmax(std::span<const std::int32_t> values);

}  // namespace mho
