// A network in floating point, as ONNX states it: values, nodes, attributes. Import resolves
// versions of operators, shapes and constants, so that an executor needs no ONNX. Training-mode
// operators, control flow and sequences are refused at import.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace mho {

using Shape = std::vector<std::int64_t>;

std::int64_t element_count(const Shape& shape);

/// Dense, row-major.
struct Tensor {
  Shape shape;
  std::vector<float> values;
};

enum class Op {
  add,
  average_pool,
  batch_normalization,
  clip,
  concat,
  conv,
  dropout,
  flatten,
  gemm,
  global_average_pool,
  identity,
  matmul,
  max_pool,
  mul,
  relu,
  reshape,
  softmax,
  transpose
};

/// The attributes of all operators, with ONNX's defaults resolved to the shapes at hand; each
/// operator reads its own.
struct Attributes {
  std::vector<int> kernel, strides, dilations;
  std::vector<int> pads;  ///< begin of each axis, then end of each axis; auto_pad resolved
  int group = 1;
  bool count_include_pad = false;
  float alpha = 1, beta = 1;
  bool trans_a = false, trans_b = false;
  float epsilon = 1e-5f;
  int axis = 0;               ///< made non-negative
  bool coerce_to_2d = false;  ///< Softmax before opset 13
  std::vector<int> perm;
  float clip_min = -std::numeric_limits<float>::infinity();
  float clip_max = std::numeric_limits<float>::infinity();
};

/// A tensor of the graph: an input, a constant, or a node's output. Names and shapes as inferred.
struct Value {
  std::string name;
  Shape shape;
  std::optional<Tensor> constant;
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
};

/// Imports an ONNX file of operator set 1 to 17, as far as its operators are defined there as they
/// are today; 7 to 17 always are. Symbolic and unset dimensions of the inputs become 1. Constant,
/// nodes that depend on constants alone, and shape arguments are folded into values. Throws
/// InputError with the file, and the name and type of each node that is not accepted, all of them
/// at once; also for numbers other than float, a file that is no ONNX, is cut short, has weights
/// outside, or wants more than 2^28 elements for its values.
Graph import_onnx(const std::string& file);

/// Folds each BatchNormalization into the Conv, Gemm or MatMul whose only user it is, and removes
/// Identity and Dropout. The function computed is unchanged up to float rounding.
Graph fold(const Graph& graph);

/// All values of the graph for these inputs (in the order of graph.inputs); constants included.
/// The same bits in any thread. Throws InputError when number or shape of the inputs differ from
/// the graph's. Thread-safe.
std::vector<Tensor> run_float(const Graph& graph, const std::vector<Tensor>& inputs);

}  // namespace mho
