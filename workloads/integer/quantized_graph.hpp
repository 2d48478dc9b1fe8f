// A network in integers, as hardware runs it: what mapping, inference and the engine see of a
// workload. Made from the float Graph by quantize(); knows nothing of hardware.
//
// Values: a tensor's real value is scale * integer. Activations are unsigned where they cannot be
// negative, else signed and symmetric, or, where the network's file says so, of any range: integers
// are less the file's zero point. Weights are signed, symmetric, with a scale per output channel.
// Layout is [channel][row][column], one image; of a sequence, tokens (or time steps) are pixels and
// features are channels. A layer computes one output pixel (all channels at a row and column) from
// a window of input pixels; flattening and fully connected layers are windows of the whole input,
// so that the timed engine and the untimed driver can share pixel functions.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
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
  /// Where the network's file has integers of its own for it, these.
  struct Given {
    std::int32_t low = 0, high = 0;  ///< as min() and max()
    std::int32_t zero_point = 0;     ///< the file's code of an integer is that much larger
    bool bipolar = false;            ///< -1 and 1 alone
    bool operator==(const Given&) const = default;
  };
  std::optional<Given> given{};
  /// Rows of arrays and memories hold an integer plus this, in `bits` without a sign. 0 where they
  /// hold it as it is: unsigned, or signed and symmetric.
  std::int32_t offset = 0;

  /// As arrays are driven.
  bool driven_signed() const { return is_signed && offset == 0; }
  int pixels() const { return height * width; }
  std::int64_t size() const { return std::int64_t{channels} * height * width; }
  std::int32_t min() const {
    if (given) return given->low;
    return is_signed ? -((1 << (bits - 1)) - 1) : 0;
  }
  std::int32_t max() const {
    if (given) return given->high;
    return is_signed ? (1 << (bits - 1)) - 1
                     : static_cast<std::int32_t>((std::int64_t{1} << bits) - 1);
  }
};

/// How a layer comes from its sums and real values to the integers of its output.
enum class Rounding {
  real,  ///< in double, rounded once
  /// each operator's result and the quotient by the scale are float32, as ONNX's operators between
  /// DequantizeLinear and QuantizeLinear are; sums of products, whose order ONNX leaves open, are
  /// exact before
  single,
  /// kind matrix: integer sums and bias, times one float32, as QLinearConv of onnxruntime does
  one_multiplier
};

/// The input pixels of output pixel (r, c): rows r*stride_h - pad_top + i*dilation_h, i in [0,
/// kernel_h), and so for columns; pixels outside the input are padding.
struct Window {
  int kernel_h = 1, kernel_w = 1;
  int stride_h = 1, stride_w = 1;
  int pad_top = 0, pad_left = 0;
  int dilation_h = 1, dilation_w = 1;
  int pad_bottom = 0, pad_right = 0;  ///< matter where padding is counted
};

enum class LayerKind {
  matrix,  ///< Conv, Gemm, MatMul with constant weights: runs on arrays
  max_pool,
  average_pool,  ///< also global; the divisor is the number of pixels counted
  add,           ///< two tensors, same shape (or channels x 1 x 1 against channels x h x w); or
                 ///< their difference
  multiply,      ///< two tensors, of shapes as those of add
  affine,        ///< scale and bias with activation, per channel or per element: BatchNormalization
                 ///< that folds into nothing, position embeddings, Relu alone
  concat,        ///< along channels
  permute,       ///< any fixed rearrangement of elements of the inputs and of constants (Reshape,
                 ///< Transpose, Slice, Gather, Pad, Concat along pixels)
  softmax,       ///< over each of equal parts of the channels
  product,       ///< activations by activations: see Product
  layer_norm,    ///< (x - mean) / sqrt(variance + epsilon) * factor + bias over a pixel's channels
  function,      ///< a table from the input's integers to the output's
  lookup,        ///< rows of a table: the input's one channel chooses the row of each pixel
  lstm           ///< a recurrent layer over the pixels: runs on arrays; see Recurrence
};

/// "max pool"
const char* name_of(LayerKind kind);

/// Has it a weight matrix, so that it runs on arrays (or where MACs are done)? Kinds matrix, lstm.
bool has_weights(LayerKind kind);

/// Weights of a matrix layer: out channel o = sum over its group's patch. Patch order is (channel,
/// kernel row, kernel column). Of an lstm layer: what the hidden state is multiplied with. Where
/// rows or outputs are pruned, this is the matrix of what is left, the same number in every group;
/// a channel that is no output any more is its bias alone.
struct MatrixWeights {
  int outputs = 0;
  int groups = 1;
  int rows_per_group = 0;  ///< in_channels / groups * kernel_h * kernel_w, less what is pruned
  int bits = 0;
  std::vector<std::int32_t> values;  ///< [outputs][rows_per_group]; empty: shapes only
  std::vector<double> scale;         ///< [outputs], of the weights alone
  /// Sums by output, of what rows are driven with beyond the input's integers: its offset times the
  /// output's weights. Taken off digitally, with the bias. Empty: 0.
  std::vector<std::int64_t> offset_sums{};
  /// [outputs]: arrays hold an output's weights less this; the sum of its inputs times it is added
  /// digitally. What a file's zero point shifts out of the range of `bits` comes back so. Empty: 0.
  std::vector<std::int32_t> center{};
  std::vector<int> kept_rows{};     ///< [rows()]: place in the patch, ascending; empty: all of it
  std::vector<int> kept_outputs{};  ///< [outputs]: out channel, ascending; empty: all of them

  int outputs_per_group() const { return outputs / groups; }
  int rows() const { return groups * rows_per_group; }
};

/// Where the heads of a product's operand are: head h is the channels from offset + h * pitch on.
struct HeadChannels {
  int offset = 0;
  int pitch = 0;
};

/// The geometry of a product layer: inputs A and B, multiplied head by head, pixel i of A making
/// pixel i of the output. B's pixels are counted with the cached ones first.
///   scores:  out[(h, n)][i] = scale * sum_k A[(h, k)][i] * B[(h, k)][n], n over B's pixels
///   context (over_pixels): out[(h, n)][i] = scale * sum_k A[(h, k)][i] * B[(h, n)][k], k over B's
///   pixels
struct Product {
  int heads = 1;
  int depth = 0;  ///< channels of one head of B
  HeadChannels a, b;
  bool over_pixels = false;
  double scale = 1;
  int cached = 0;  ///< pixels of B that earlier steps computed (a key-value cache)
  std::vector<std::int32_t> cached_values{};  ///< [heads * depth][cached], in B's number format;
                                              ///< empty: shapes only
};

enum class Recurrent { lstm, gru, rnn };

/// The cell of a recurrent layer, and its state before the first pixel, real values by hidden unit;
/// empty: 0. With z the integers of inputs[0] (W x + b, made by a matrix layer; gates in ONNX's
/// order) and h, the layer's own output, one pixel earlier:
///   lstm: i, o, f = sigmoid(z + R h), g = tanh(z + R h), c = f * c + i * g, h = o * tanh(c)
///   gru:  u, r = sigmoid(z + R h), n = tanh(z + r * (R h + hidden_bias)), h = (1 - u) * n + u * h
///   rnn:  h = tanh(z + R h)
/// c, and of a gru the h that u keeps, is a real number of the vector unit; what R is multiplied
/// with is h in the output's format.
struct Recurrence {
  std::vector<double> hidden, cell;
  Recurrent kind = Recurrent::lstm;
  std::vector<double> hidden_bias{};  ///< kind gru; empty: 0

  int gates() const { return kind == Recurrent::lstm ? 4 : kind == Recurrent::gru ? 3 : 1; }
};

struct QuantizedLayer {
  std::string name;  ///< the ONNX node's name, or its output's
  LayerKind kind = LayerKind::matrix;
  std::vector<int> inputs;  ///< tensor indices
  int output = 0;           ///< tensor index
  /// Kinds max_pool, concat, permute: the output has the number format of the inputs, so that
  /// values are moved as they are; else each is rescaled. A fact of the graph, not of two scales
  /// that happen to be equal.
  bool same_format = false;
  Rounding rounding = Rounding::real;
  Window window;
  MatrixWeights weights;  ///< kinds matrix, lstm
  /// Kinds affine, layer_norm: per channel, or (affine) per element [channel][pixel], on the real
  /// value; empty: 1.
  std::vector<double> factor;
  /// Kinds matrix, affine, layer_norm: per output channel, or (affine) per element, real value;
  /// empty: 0.
  std::vector<double> bias;
  bool count_padding = false;  ///< kind average_pool: as far as the padding goes
  bool subtract = false;       ///< kind add: the second tensor from the first
  /// Kind permute: output element -> element of the inputs, counted through all of them; below 0:
  /// constants[-1 - index].
  std::vector<std::int32_t> source_index;
  std::vector<double> constants{};  ///< kind permute: real values; empty where used: shapes only
  int parts = 1;                    ///< kind softmax: equal parts of the channels
  /// Kind softmax: element j of a part is left out at pixel i when j > i + causal_offset.
  std::optional<int> causal_offset{};
  /// Kind softmax: added to the real value, [channels of a part][pixel] or [channel][pixel]; minus
  /// infinity leaves an element out; empty: 0.
  std::vector<double> mask{};
  double epsilon = 0;       ///< kind layer_norm
  bool centered = true;     ///< kind layer_norm: else the mean counts as 0
  Product product{};        ///< kind product
  Recurrence recurrence{};  ///< kind lstm
  /// Kind function: [input - min of its format]. Kind lookup: [row][channel].
  std::vector<std::int32_t> table{};
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
  /// The network's output, element after element as its file has them (row-major in ONNX's axes):
  /// element of the output tensor, whose own order is [channel][pixel]. Empty: the tensor's order.
  std::vector<std::int32_t> output_order{};

  /// Multiply-accumulates of one image in matrix, lstm and product layers (padding and left out
  /// elements counted as the hardware executes it).
  std::int64_t macs() const;
  std::int64_t macs(int layer) const;
};

/// Integers of one tensor, [channels][height][width].
using IntTensor = std::vector<std::int32_t>;

/// real value -> integer of `tensor`: round to nearest (ties to even), clipped to its range.
std::int32_t quantize_value(double real, const QuantizedTensor& tensor);

/// The elements of the network's output in the order of its file, which classes are counted in,
/// from those of the output tensor. The one place that knows of two orders.
IntTensor in_file_order(const QuantizedGraph& graph, const IntTensor& output);

/// The image (real values, [c][h][w]) as integers of the graph's input tensor.
IntTensor quantize_image(const QuantizedGraph& graph, std::span<const float> image);

/// The tensor that a layer multiplies with its matrix: its (first) input, or the own output of an
/// lstm layer.
int array_input(const QuantizedLayer& layer);

/// The im2col patch of output pixel `position` (row-major) of a matrix layer, rows [row_begin,
/// row_end) of its weight matrix: all groups' patches in order (channel, kernel row, kernel
/// column), of which pruned rows are left out; zero outside the input; all plus the input's offset,
/// as rows are driven. Of an lstm layer: the hidden
/// state before that pixel; of a product: operand A at that pixel, head after head, rows as in
/// integer/product_matrix.hpp. `input` is the whole array_input(), of which only the window needs
/// to be valid.
void gather_patch(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> input, int position, int row_begin, int row_end,
                  std::span<std::int32_t> patch);

/// The end of a matrix or product layer at one pixel: partial sums of outputs [output_begin,
/// output_begin + sums.size()), already added over all arrays, in steps of 2^-fraction, -> scale,
/// bias, activation, requantization -> integers. Where outputs are pruned, `sums` are those of all
/// outputs left, and `pixel` has all channels.
void finish_matrix(const QuantizedGraph& graph, const QuantizedLayer& layer, int output_begin,
                   int fraction, std::span<const std::int64_t> sums, std::span<std::int32_t> pixel);

/// The end of a recurrent layer at one pixel: the sums of R h, [gates * hidden], in steps of
/// 2^-fraction; `gates` is that pixel of inputs[0], [gates * hidden]; `cell` [hidden] is the state
/// before the pixel and becomes the one after it.
void finish_lstm(const QuantizedGraph& graph, const QuantizedLayer& layer, int fraction,
                 std::span<const std::int64_t> sums, std::span<const std::int32_t> gates,
                 std::span<double> cell, std::span<std::int32_t> pixel);

/// All channels of a tensor at one pixel.
IntTensor pixel_of(const QuantizedTensor& shape, std::span<const std::int32_t> tensor,
                   int position);

/// The state that a recurrent layer's vector unit holds before the first pixel, [hidden].
std::vector<double> initial_cell(const QuantizedLayer& layer);

/// The sums of a layer with weights at one output position, [outputs], as exact integers in plain
/// loops: what arrays are compared with, and what a digital unit computes. `patch` has
/// weights.rows() elements.
void exact_sums(const MatrixWeights& weights, std::span<const std::int32_t> patch,
                std::span<std::int64_t> sums);

/// One output pixel (all channels) of a layer without weights. inputs[i] is the whole tensor
/// of layer.inputs[i], of which only the window needs to be valid.
void vector_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::span<const std::int32_t>> inputs, int position,
                  std::span<std::int32_t> pixel);

/// The whole output of a layer without weights: the same values as vector_pixel at every position,
/// for any number of threads.
void vector_layer(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::span<const std::int32_t>> inputs,
                  std::span<std::int32_t> output, int threads = 1);

/// Pixels of B of a product layer, cached ones included.
int product_pixels(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// MACs of one output pixel of a product layer.
std::int64_t product_macs_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// Elementary operations (adds, multiplies, comparisons, table look-ups; a product's MACs count one
/// each) of one output pixel of a layer without weights, or of finish_matrix or finish_lstm per
/// pixel of one (scale, bias, activation): what the vector unit is charged for.
std::int64_t vector_operations_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// Of those of a product layer what is left for the vector unit when arrays do its MACs; of other
/// layers all of them.
std::int64_t finish_operations_per_pixel(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// Elementary operations of one output pixel of a layer with weights whose MACs the vector unit
/// does: one operation each, zero weights included, and those of its end.
std::int64_t vector_unit_operations_per_pixel(const QuantizedGraph& graph,
                                              const QuantizedLayer& layer);

/// The integer reference: all tensors of one image, matrix products exact. What ideal arrays
/// are compared with.
std::vector<IntTensor> run_integer(const QuantizedGraph& graph, const IntTensor& image);

/// Index of the largest value, the lowest on a tie.
int argmax(std::span<const std::int32_t> values);

/// The predicted class, of the graph's output tensor.
int class_of(const QuantizedGraph& graph, const IntTensor& output);

}  // namespace mho
