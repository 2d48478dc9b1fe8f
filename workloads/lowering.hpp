// Float graph -> the layers of a quantized graph, before any number is quantized: matrix and vector
// layers, activations fused as clamps, views resolved. Private to quantize().
//
// A value of the float graph is a rearrangement of one tensor: Reshape, Flatten and Transpose cost
// nothing by themselves. A fully connected layer takes any rearrangement (its weights are reordered
// instead); where another layer needs the value as [channel][row][column], a permute layer makes
// it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workloads/graph.hpp"
#include "workloads/quantized_graph.hpp"

namespace mho {

struct LoweredGraph {
  QuantizedGraph graph;           ///< tensors without number format, weights without values
  std::vector<int> tensor_value;  ///< by tensor: the float graph's value that it holds
  std::vector<std::vector<float>> weights;  ///< by layer, [outputs][rows_per_group], real
};

/// [channels][height][width] of one image.
struct ImageShape {
  int channels, height, width;
};

/// Lowers a fold()ed graph for images of this shape. Throws InputError with every node that cannot
/// be expressed, and what is possible.
LoweredGraph lower(const Graph& graph, const ImageShape& image);

/// The work in progress of lower(); one member function an operator.
class Lowering {
 public:
  Lowering(const Graph& graph, const ImageShape& image);
  LoweredGraph run() &&;

 private:
  /// A value as a rearrangement of a tensor: element i (row-major in the value's shape) is element
  /// order[i] of the tensor; no order: i itself.
  struct View {
    int tensor = -1;
    std::optional<std::vector<std::int32_t>> order;
  };

  /// Finds the nodes that the output depends on, and counts who reads each value.
  void count_users();
  void lower_node(const Node& node);
  void lower_conv(const Node& node);
  void lower_gemm(const Node& node);
  void lower_matmul(const Node& node);
  void lower_clamp(const Node& node, double low, double high);
  void lower_batch_normalization(const Node& node);
  void lower_arithmetic(const Node& node);
  void lower_arithmetic_with_constant(const Node& node, int computed, const Tensor& constant);
  void lower_pool(const Node& node);
  void lower_global_average_pool(const Node& node);
  void lower_transpose(const Node& node);
  void lower_concat(const Node& node);
  void lower_softmax(const Node& node);
  void lower_fully_connected(const Node& node, int outputs, std::vector<float> weights,
                             std::vector<double> bias);

  const Value& value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }
  const Tensor* constant(const Node& node, std::size_t input) const;
  const Tensor& needed_constant(const Node& node, std::size_t input, const char* what) const;
  View& view(const Node& node, std::size_t input);
  /// The tensor of an input in its own layout, [channel][row][column].
  int tensor_of(const Node& node, std::size_t input);
  const QuantizedTensor& tensor(int index) const {
    return lowered_.graph.tensors[static_cast<std::size_t>(index)];
  }
  ImageShape shape_of(const Node& node, int value_index) const;
  int add_tensor(int value_index, const ImageShape& shape);
  /// Appends `layer`, its output a new tensor that holds node's output.
  void add_layer(const Node& node, QuantizedLayer layer, std::vector<float> weights = {});
  /// The layer that makes the value, when nothing else reads that; else nullptr.
  QuantizedLayer* private_producer(int value_index);
  /// The value of `from` is now known under the name of `to`: an operator went into its layer.
  void rename(int from, int to);
  [[noreturn]] void fail(const Node& node, const std::string& message) const;

  const Graph& graph_;
  ImageShape image_;
  LoweredGraph lowered_;
  std::vector<std::optional<View>> views_;  ///< by value
  std::vector<int> users_;  ///< by value: needed nodes that read it, and the graph's output
};

}  // namespace mho
