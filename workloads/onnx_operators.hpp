// The operators of ONNX that mho accepts: which versions and attributes, and how each turns its
// attributes into ours and finds the shape of its output. One function an operator, in one file a
// family (onnx_window, onnx_matrix, onnx_elementwise, onnx_layout).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/graph.hpp"
#include "workloads/onnx_node.hpp"

namespace mho {

/// Fills node.attributes and, where they are not simply ONNX's, node.inputs; returns the shape of
/// the output, which the caller checks against the limits. Throws InputError.
using ImportOperator = Shape (*)(const OnnxNode& onnx, Node& node);

struct OnnxOperator {
  std::string_view type;
  Op op;
  std::int64_t since;  ///< first operator set whose definition this reads
  int least_inputs, most_inputs;
  std::vector<std::string_view> attributes;  ///< any other is refused
  ImportOperator import;
};

/// All accepted operators but Constant, by name.
const std::vector<OnnxOperator>& onnx_operators();

Shape import_conv(const OnnxNode& onnx, Node& node);
Shape import_max_pool(const OnnxNode& onnx, Node& node);
Shape import_average_pool(const OnnxNode& onnx, Node& node);
Shape import_global_average_pool(const OnnxNode& onnx, Node& node);

Shape import_gemm(const OnnxNode& onnx, Node& node);
Shape import_matmul(const OnnxNode& onnx, Node& node);
Shape import_batch_normalization(const OnnxNode& onnx, Node& node);

Shape import_broadcast(const OnnxNode& onnx, Node& node);
Shape import_relu(const OnnxNode& onnx, Node& node);
Shape import_clip(const OnnxNode& onnx, Node& node);
Shape import_identity(const OnnxNode& onnx, Node& node);
Shape import_dropout(const OnnxNode& onnx, Node& node);
Shape import_softmax(const OnnxNode& onnx, Node& node);

Shape import_flatten(const OnnxNode& onnx, Node& node);
Shape import_reshape(const OnnxNode& onnx, Node& node);
Shape import_transpose(const OnnxNode& onnx, Node& node);
Shape import_concat(const OnnxNode& onnx, Node& node);

}  // namespace mho
