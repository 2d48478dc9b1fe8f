// Float graph -> the layers of a quantized graph, before any number is quantized: matrix and vector
// layers, activations fused as clamps or tables, views resolved. Private to quantize().
//
// A value of the float graph is a strided view of one tensor: Reshape, Flatten, Transpose, Slice
// and Split cost nothing by themselves. Layers keep the layout of what they read ([1][H][W][C]
// values of a TensorFlow export stay views of [C][H][W] tensors); a fully connected layer takes any
// rearrangement (its weights are reordered instead). Where a layer needs its input otherwise, a
// permute layer makes it. Constants may have a shape and no values (shapes only).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/graph/input_format.hpp"
#include "workloads/graph/strided_view.hpp"
#include "workloads/integer/quantized_graph.hpp"
#include "workloads/quantize/lowering/pointwise.hpp"

namespace mho {

/// The integers that a layer's weights are in the network's file: a weight is steps * scale.
struct GivenWeights {
  std::vector<float> scale, zero_point;  ///< [outputs][rows_per_group], or one
  std::int32_t low = 0, high = 0;        ///< of codes, which are steps + zero point
  bool bipolar = false;                  ///< steps are -1 and 1
};

/// Weights on their way to [outputs][rows].
struct MatrixValues {
  std::vector<float> values;
  std::optional<GivenWeights> given{};

  /// The same done to the values and, where each has its own, to scales and zero points.
  template <class Change>
  void rearrange(const Change& change) {
    values = change(values);
    if (!given) return;
    if (given->scale.size() > 1) given->scale = change(given->scale);
    if (given->zero_point.size() > 1) given->zero_point = change(given->zero_point);
  }
};

/// What a layer is made of before quantization.
struct RealNumbers {
  std::vector<float> weights;              ///< [outputs][rows_per_group]
  std::vector<double> cached;              ///< kind product: [heads * depth][cached]
  std::function<double(double)> function;  ///< kind function; refers to the float graph
  std::vector<double> weight_factor{};     ///< by output, still to be multiplied in; empty: 1
  std::optional<GivenWeights> given{};     ///< where the file says how weights are quantized
};

struct LoweredGraph {
  QuantizedGraph graph;           ///< tensors without number format, weights without values
  std::vector<int> tensor_value;  ///< by tensor: the float graph's value whose elements it holds
  std::vector<RealNumbers> real;  ///< by layer
  /// By tensor: 0, or its values are places in a table of so many rows.
  std::vector<std::int64_t> table_rows;
  std::vector<std::optional<NumberFormat>> given;  ///< by tensor: where the file says it
};

/// Lowers a fold()ed graph, made lowerable(), for images in its input_format(). `graph` must
/// outlive the result. Throws InputError with every node that cannot be expressed, and what is
/// possible.
LoweredGraph lower(const Graph& graph);

/// The window of a convolution or pool over one or two axes.
Window window_of(const Attributes& attributes);

/// The graph with a MatMul and an Add in front of each lstm node that compute W x + b of its gates,
/// [steps][1][4 * hidden]; their result is a further input of the node, behind kLstmInputs.
Graph with_gate_sums(Graph graph);

/// The graph with operators that are no layers as others that are: with_gate_sums(); a division by
/// a computed value as a product with its reciprocal; a sum of elements as their mean times their
/// number.
Graph lowerable(Graph graph);

/// The work in progress of lower(): members that lower one operator, or a few that are alike, and
/// what they share.
class Lowering {
 public:
  explicit Lowering(const Graph& graph);
  LoweredGraph run() &&;

  /// Is there a layer for the operator, or does one take it along? A pointwise operator is else a
  /// step of a table, or nothing.
  static bool has_layer(Op op);

 private:
  /// A constant joined in front of a view along one axis (a key-value cache).
  struct Joined {
    int value = -1;
    StridedView elements;
    std::size_t axis = 0;
  };
  /// A value as elements of a tensor ([channel][pixel]), in the value's shape (without what is
  /// joined).
  struct View {
    int tensor = -1;
    StridedView elements;
    std::optional<Joined> joined{};
    bool sole = true;   ///< no other value in use sees the tensor
    bool flat = false;  ///< elements in the value's order, but in other axes than its own
  };
  enum class Role { unit, channel, pixel, mixed };

  // quantize/lowering/operators.cpp: which of the members below lowers an operator
  struct Row;
  static const Row& row(Op op);
  void lower_node(const Node& node);

  // quantize/lowering/lowering.cpp: the walk, values and tensors
  /// The tensor of the network's output, and the order of its elements there.
  void take_output();
  const Value& value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }
  const Tensor* constant(const Node& node, std::size_t input) const;
  const Tensor& needed_constant(const Node& node, std::size_t input, const char* what) const;
  const QuantizedTensor& tensor(int index) const {
    return lowered_.graph.tensors[static_cast<std::size_t>(index)];
  }
  int add_tensor(int value_index, const ImageShape& shape);
  /// Appends `layer`, its output a new tensor of this shape that holds node's output as `elements`.
  void add_layer(const Node& node, QuantizedLayer layer, const ImageShape& shape,
                 StridedView elements, RealNumbers real = {});
  /// ... of the shape and view of its first input, which is `like`.
  void add_layer_like(const Node& node, QuantizedLayer layer, const View& like,
                      RealNumbers real = {});
  /// The layer that makes the value, when nothing else reads that and the layer is still open to
  /// what follows: the file has not said yet how its output is rounded; else nullptr.
  QuantizedLayer* private_producer(int value_index);
  /// ... whatever its format is.
  QuantizedLayer* open_producer(int value_index);
  RealNumbers& real_of(const QuantizedLayer& layer);
  /// The layer, which makes a tensor that is there, is the next one.
  void append(QuantizedLayer layer, RealNumbers real = {});
  /// Multiplies the factors into the weights; throws InputError with every layer of which a number
  /// is not finite.
  void finish_numbers();
  /// The value of `from` is now known under the name of `to`: an operator went into its layer.
  void rename(int from, int to);
  [[noreturn]] void fail(const Node& node, const std::string& message) const;

  // quantize/lowering/views.cpp: layouts
  View& view(const Node& node, std::size_t input);
  /// In the value's axes, without a joined constant.
  View& solid(const Node& node, std::size_t input);
  /// All elements of a tensor, each once.
  View& whole(const Node& node, std::size_t input);
  /// ... in the value's order, though not in its axes.
  View& all_elements(const Node& node, std::size_t input);
  bool is_whole(const View& view) const;
  Role role(const View& view, std::size_t axis) const;
  std::vector<Role> roles(const View& view) const;
  /// A permute layer puts the value in a tensor of these channels and pixels (axes of the value,
  /// outermost first); the value is a view of that from now on.
  View& rearrange(const Node& node, std::size_t input, const std::vector<std::size_t>& channels,
                  const std::vector<std::size_t>& pixels);
  /// ... channels and pixels as they are, where axes do not mix them.
  View& rearrange_by_role(const Node& node, std::size_t input);
  /// The tensor of a value [1][channels][height][width] (or less) in that layout.
  View& image(const Node& node, std::size_t input);
  /// All of a tensor where elements along `axis` are consecutive channels: all of them, where
  /// `alone`, or each of equal parts.
  View& with_channels(const Node& node, std::size_t input, std::size_t axis, bool alone);
  /// The tensor that has the value's elements where `like` has its own.
  int aligned(const Node& node, std::size_t input, const View& like);
  /// The elements of a constant, stretched to `shape`, where `view` has those of a value of that
  /// shape: by channel where that suffices, else by element of the tensor. `constant` may have no
  /// values (the result is empty then); nothing when it is larger than the value.
  std::optional<std::vector<double>> constants_of(const Tensor& constant, const Shape& shape,
                                                  const View& view) const;

  // quantize/lowering/matrix.cpp
  void lower_conv(const Node& node);
  void lower_gemm(const Node& node);
  void lower_matmul(const Node& node);
  /// The value's axis times `matrix`: weights [outputs][inputs].
  void lower_linear(const Node& node, std::size_t input, std::size_t axis, int outputs,
                    MatrixValues weights, std::vector<double> bias);
  void lower_vector_by_matrix(const Node& node, std::size_t input, int outputs,
                              MatrixValues weights, std::vector<double> bias);
  /// A constant input as weights.
  MatrixValues matrix_values(const Node& node, std::size_t input) const;
  void lower_lstm(const Node& node);
  void lower_lookup(const Node& node);

  // quantize/lowering/vector.cpp
  void lower_relu(const Node& node);
  void lower_clip(const Node& node);
  void lower_bound(const Node& node);
  void lower_clamp(const Node& node, double low, double high);
  void lower_batch_normalization(const Node& node);
  void lower_layer_normalization(const Node& node);
  void lower_pool(const Node& node);
  void lower_global_average_pool(const Node& node);
  void lower_reduce(const Node& node);
  void lower_reduction(const Node& node, LayerKind kind, const std::vector<int>& axes,
                       bool keepdims);
  void lower_function(const Node& node, int root);

  // quantize/lowering/given_formats.cpp
  void lower_quantize(const Node& node);
  /// What only moves, chooses or clamps at 0 the integers of a file has these.
  void inherit_format(const QuantizedLayer& layer);

  // quantize/lowering/arithmetic.cpp
  void lower_arithmetic(const Node& node);
  /// A tensor with a smaller value's elements repeated in the places of `like`, the result's.
  int stretched_like(const Node& node, std::size_t input, const View& like);
  void lower_arithmetic_with_constant(const Node& node, std::size_t computed,
                                      const Tensor& constant);
  void lower_scale(const Node& node, std::size_t computed, std::vector<double> values);
  void lower_shift(const Node& node, std::size_t computed, std::vector<double> values);

  // quantize/lowering/attention.cpp
  void lower_product(const Node& node);
  void lower_softmax(const Node& node);
  void set_mask(const Node& node, QuantizedLayer& layer, const View& view, std::size_t axis);
  void lower_where(const Node& node);
  /// Finds where values that have one reader lead.
  void trace_readers();
  bool leads_to_softmax(int value_index) const {
    return to_softmax_[static_cast<std::size_t>(value_index)];
  }
  bool is_final(const Node& node) const;
  void add_mask(const Node& node, std::size_t computed, Tensor mask);

  // quantize/lowering/layout.cpp
  void lower_reshape(const Node& node);
  void lower_transpose(const Node& node);
  void lower_slice(const Node& node);
  void lower_gather(const Node& node);
  void lower_pad(const Node& node);
  void lower_concat(const Node& node);
  bool concat_channels(const Node& node);
  bool concat_cache(const Node& node);

  /// Elements of several sources in the value's shape: those of inputs, counted through all of
  /// them, and of constants, below 0. See QuantizedLayer::source_index.
  struct Sources {
    std::vector<int> inputs;
    std::vector<double> constants;
    std::vector<std::int32_t> index;  ///< row-major in the value's shape
  };
  Sources sources_of(const Node& node, std::size_t input, const View& view);
  /// A permute layer that puts `sources` of a value of `shape` in a tensor.
  View permute(const std::string& name, int value_index, Sources sources, const Shape& shape,
               const std::vector<std::size_t>& channels, const std::vector<std::size_t>& pixels);

  const Graph& graph_;
  LoweredGraph lowered_;
  std::vector<std::optional<View>> views_;  ///< by value
  std::vector<int> users_;        ///< by value: needed nodes that read it, and the graph's output
  std::vector<bool> to_softmax_;  ///< by value: goes nowhere but into a Softmax, masks between
  std::vector<bool> to_product_;  ///< by value: goes nowhere but into a product, as its operand B
  std::vector<int> layer_of_;     ///< by tensor; -1: the image
  PointwiseGroups pointwise_;
  std::set<int> inherited_;  ///< tensors whose format the file says of another one
  /// A value as its Softmax will read it.
  struct Masked {
    int unmasked;               ///< the value whose elements the tensor holds
    std::vector<Tensor> masks;  ///< constants that the Softmax adds
  };
  std::map<int, Masked> masked_;  ///< by value
};

}  // namespace mho
