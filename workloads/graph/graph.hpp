// A network in floating point, as ONNX states it: values, nodes, attributes. Import resolves
// versions of operators, shapes and constants, so that an executor needs no ONNX. Training-mode
// operators, control flow and sequences are refused at import.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "workloads/graph/number_format.hpp"

namespace mho {

using Shape = std::vector<std::int64_t>;

std::int64_t element_count(const Shape& shape);

/// Dense, row-major.
struct Tensor {
  Shape shape;
  std::vector<float> values;
};

/// What each is and does stands in tables (graph/operators.hpp).
enum class Op {
  add,
  average_pool,
  batch_normalization,
  clip,
  concat,
  conv,
  div,
  dropout,
  flatten,
  function,  ///< of each element by itself: attributes.function
  gather,    ///< attributes.indices along attributes.axis
  gemm,
  global_average_pool,
  identity,
  layer_normalization,  ///< of inputs x, scale and, optionally, shift; attributes.axis to the last;
                        ///< without attributes.centered by the root of the mean square alone
  lookup,               ///< of inputs table and places: rows of the table (its axis 0)
  lstm,                 ///< inputs as LstmInput; output Y of all steps; attributes.cell
  matmul,
  max_pool,
  maximum,
  minimum,
  mul,
  pad,  ///< with attributes.pad_value; attributes.pads of every axis
  pow,
  prelu,     ///< inputs x and slope
  quantize,  ///< to attributes.format, and back
  reduce_max,
  reduce_mean,
  reduce_sum,
  relu,
  reshape,
  slice,  ///< attributes.starts and steps of every axis; the output's shape says how many
  softmax,
  sub,
  top_k,  ///< the attributes.count largest (or smallest) along attributes.axis, or their places
  transpose,
  where  ///< inputs condition (a constant of 0 and 1), value where it is 1, value where it is 0
};
inline constexpr Op kLastOp = Op::where;

/// A recurrent cell. Gates stand in ONNX's order: input, output, forget, cell; update, reset,
/// hidden (whose reset gate multiplies R h + its bias, as PyTorch and Keras have it); one.
enum class RecurrentCell { lstm, gru, rnn };

/// 4, 3 or 1.
int gates_of(RecurrentCell cell);

/// Inputs of Op::lstm. x is [steps][batch][inputs]; weights are [1][gates * hidden][inputs or
/// hidden]; bias is [1][2 * gates * hidden], that of x first. Bias and initial states
/// ([1][batch][hidden]) may be absent. The output is [steps][1][batch][hidden].
enum LstmInput { kLstmX, kLstmW, kLstmR, kLstmBias, kLstmHidden, kLstmCell, kLstmInputs };

/// Functions of one number, as ONNX defines the operators of these names. silu is x * sigmoid(x).
enum class Function {
  abs,
  ceil,
  celu,
  cos,
  elu,
  erf,
  exp,
  floor,
  gelu,
  gelu_tanh,
  hard_sigmoid,
  hard_swish,
  leaky_relu,
  log,
  mish,
  negate,
  reciprocal,
  round,  ///< halves to even
  selu,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  softsign,
  sqrt,
  tanh,
  thresholded_relu
};
inline constexpr Function kLastFunction = Function::thresholded_relu;

/// The function's value. alpha is that of celu, elu, hard_sigmoid, leaky_relu, selu and
/// thresholded_relu; beta is hard_sigmoid's, and selu's gamma; the others ignore both.
double evaluate(Function function, double x, double alpha, double beta);

/// "gelu_tanh"
const char* name(Function function);

/// The attributes of all operators, with ONNX's defaults resolved to the shapes at hand; each
/// operator reads its own.
struct Attributes {
  std::vector<int> kernel, strides, dilations;
  /// Begin of each axis, then end of each axis: of the spatial axes, or all for Op::pad; auto_pad
  /// is resolved.
  std::vector<int> pads;
  int group = 1;
  bool count_include_pad = false;
  float alpha = 1, beta = 1;
  bool trans_a = false, trans_b = false;
  float epsilon = 1e-5f;
  int axis = 0;          ///< made non-negative
  bool centered = true;  ///< of layer_normalization: the mean is subtracted
  RecurrentCell cell = RecurrentCell::lstm;
  int count = 1;              ///< of top_k
  bool largest = true;        ///< of top_k: else the smallest
  bool places = false;        ///< of top_k: along the axis, instead of the values
  bool coerce_to_2d = false;  ///< Softmax before opset 13
  std::vector<int> perm;
  Function function = Function::abs;
  std::vector<int> axes;  ///< of a reduction: rising, non-negative
  bool keepdims = true;
  float pad_value = 0;
  std::vector<std::int64_t> starts, steps;  ///< steps may be negative, never 0
  std::vector<std::int64_t> indices;        ///< of gather: row-major, non-negative
  float clip_min = -std::numeric_limits<float>::infinity();
  float clip_max = std::numeric_limits<float>::infinity();
  std::optional<NumberFormat> format{};
  /// Of quantize: sums of integers are multiplied by one float32, the quotient of all scales, as
  /// QLinearConv does, and not by each scale in turn.
  bool one_multiplier = false;

  bool operator==(const Attributes&) const = default;
};

/// The integers that a constant is stored as: an element is steps * scale, steps + zero_point
/// within [low, high].
struct ConstantFormat {
  Tensor scale, zero_point;  ///< each axis as long as the constant's, or 1
  std::int32_t low = 0, high = 0;
  bool bipolar = false;  ///< steps are -1 and 1
};

/// A tensor of the graph: an input, a constant, or a node's output. Names and shapes as inferred.
struct Value {
  std::string name;
  Shape shape;
  std::optional<Tensor> constant;
  std::optional<ConstantFormat> format{};  ///< of a constant that is integers in its file
};

struct Node {
  Op op;
  std::string name;         ///< the ONNX node's name, or its output's
  std::vector<int> inputs;  ///< value indices; -1 where an optional input is absent
  int output = 0;           ///< value index
  Attributes attributes;
};

struct Graph {
  std::string name;
  std::string file;
  std::vector<Value> values;
  std::vector<Node> nodes;  ///< in an order in which inputs come first
  std::vector<int> inputs;
  std::vector<int> outputs;
  bool outputs_joined = false;  ///< the one output is several, one behind another
};

/// What a workload says of a network beside its file.
struct ImportOptions {
  /// Of the input, where there is one; empty: as the file or the data have it.
  Shape input_shape{};
  /// Sizes of axes that the file leaves open, by their name, or as INPUT.AXIS ("x.2").
  std::map<std::string, std::int64_t> dimensions{};
  /// Inputs that are the same number throughout, by name: a mask of all tokens.
  std::map<std::string, float> fixed_inputs{};
  /// The axes of one image of the data, asked where the file leaves any open; may be empty.
  std::function<std::optional<Shape>()> image_shape{};
  /// Where it is off, weights may have a shape and no values.
  bool values = true;
};

/// Imports an ONNX file of operator set 1 to 28 (ONNX 1.23), of any version of the file's format.
/// Constant, and nodes that depend on constants and shapes alone, of floats, integers or bools, are
/// folded into values; functions of the model are replaced by their nodes. Weights may lie in a
/// file beside the model (onnx/external_data.hpp). Inputs of one image: see onnx/input_shapes.hpp
/// for what is open in the file. Throws InputError with the file, and everything that is not
/// accepted, each once, with the nodes where it is.
Graph import_onnx(const std::string& file, const ImportOptions& options = {});

/// The files beside an ONNX file that its weights lie in, as far as they are in its folder; none
/// where it cannot be read.
std::vector<std::string> files_beside(const std::string& file);

/// Folds each BatchNormalization into the Conv, Gemm or MatMul whose only user it is, makes one
/// node of layer normalizations and activations (Gelu, SiLU, HardSwish, ...) that an exporter wrote
/// as several, and removes Identity, Dropout and what no output needs. The function computed is
/// unchanged up to float rounding.
Graph fold(Graph graph);

/// Writes the graph as an ONNX file of operator set 17, weights included; a function that operator
/// set 17 lacks is decomposed. Throws InputError for an average over windows with dilations, and
/// when the file cannot be written or would exceed the 2 GB that ONNX allows.
void write_onnx(const Graph& graph, const std::string& file);

/// All values of the graph for these inputs (in the order of graph.inputs); constants included.
/// The same bits in any thread. Throws InputError when number or shape of the inputs differ from
/// the graph's. Thread-safe.
std::vector<Tensor> run_float(const Graph& graph, const std::vector<Tensor>& inputs);

}  // namespace mho
