// The operators of ONNX that mho accepts: which versions and attributes, and how each turns its
// attributes into ours and finds the shape of its output. One function an operator, in one file a
// family (onnx_window, onnx_matrix, onnx_elementwise, onnx_function, onnx_layout, onnx_split,
// onnx_reduce, onnx_lstm); arithmetic on shapes is in onnx_constants.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/onnx/builder.hpp"
#include "workloads/onnx/node.hpp"

namespace mho {

/// An operator that is one of ours: fills node.attributes and, where they are not simply ONNX's,
/// node.inputs; returns the shape of the output, which the caller checks against the limits.
/// Throws InputError, as all of these do.
struct Single {
  Op op;
  Shape (*import)(const OnnxNode& onnx, Node& node);
};

/// An operator that becomes several of ours, or one with other inputs.
using Several = void (*)(const OnnxNode& onnx, NodeWriter& writer);

/// An operator on numbers that are known while the file is read.
using Evaluate = StoredTensor (*)(const OnnxNode& onnx);

/// Which inputs of an operator that only moves elements are moved.
enum class Moves { nothing, first, all };

struct OnnxOperator {
  std::string_view type;
  std::int64_t since = 1;  ///< first operator set whose definition this reads
  int least_inputs = 1, most_inputs = 1;
  std::vector<std::string_view> attributes{};              ///< any other is refused
  std::variant<std::monostate, Single, Several> import{};  ///< none: of constants only
  Moves moves = Moves::nothing;                            ///< then it moves integers, too
  Evaluate evaluate = nullptr;  ///< null: constants are run as every other value
  int most_outputs = 1;         ///< others may have a name, but no user
};

/// All accepted operators but Constant.
const std::vector<OnnxOperator>& onnx_operators();

Shape import_conv(const OnnxNode& onnx, Node& node);
Shape import_max_pool(const OnnxNode& onnx, Node& node);
Shape import_average_pool(const OnnxNode& onnx, Node& node);
Shape import_global_average_pool(const OnnxNode& onnx, Node& node);
Shape import_global_max_pool(const OnnxNode& onnx, Node& node);

Shape import_gemm(const OnnxNode& onnx, Node& node);
Shape import_matmul(const OnnxNode& onnx, Node& node);
Shape import_batch_normalization(const OnnxNode& onnx, Node& node);
Shape import_layer_normalization(const OnnxNode& onnx, Node& node);
void import_instance_normalization(const OnnxNode& onnx, NodeWriter& writer);
void import_lstm(const OnnxNode& onnx, NodeWriter& writer);

Shape import_broadcast(const OnnxNode& onnx, Node& node);
Shape import_relu(const OnnxNode& onnx, Node& node);
Shape import_clip(const OnnxNode& onnx, Node& node);
Shape import_identity(const OnnxNode& onnx, Node& node);
Shape import_cast(const OnnxNode& onnx, Node& node);
Shape import_dropout(const OnnxNode& onnx, Node& node);
Shape import_softmax(const OnnxNode& onnx, Node& node);
Shape import_prelu(const OnnxNode& onnx, Node& node);
void import_log_softmax(const OnnxNode& onnx, NodeWriter& writer);
void import_pow(const OnnxNode& onnx, NodeWriter& writer);
void import_where(const OnnxNode& onnx, NodeWriter& writer);
void import_variadic(const OnnxNode& onnx, NodeWriter& writer);

/// Operators that are a Function: their rows of the table.
std::vector<OnnxOperator> function_operators();

Shape import_reduce(const OnnxNode& onnx, Node& node);

Shape import_flatten(const OnnxNode& onnx, Node& node);
Shape import_reshape(const OnnxNode& onnx, Node& node);
Shape import_squeeze(const OnnxNode& onnx, Node& node);
Shape import_unsqueeze(const OnnxNode& onnx, Node& node);
Shape import_transpose(const OnnxNode& onnx, Node& node);
Shape import_concat(const OnnxNode& onnx, Node& node);
Shape import_gather(const OnnxNode& onnx, Node& node);
Shape import_pad(const OnnxNode& onnx, Node& node);
Shape import_slice(const OnnxNode& onnx, Node& node);
void import_split(const OnnxNode& onnx, NodeWriter& writer);
void import_expand(const OnnxNode& onnx, NodeWriter& writer);
void import_tile(const OnnxNode& onnx, NodeWriter& writer);

StoredTensor evaluate_arithmetic(const OnnxNode& onnx);
StoredTensor evaluate_comparison(const OnnxNode& onnx);
StoredTensor evaluate_logic(const OnnxNode& onnx);
StoredTensor evaluate_sign(const OnnxNode& onnx);
StoredTensor evaluate_reduction(const OnnxNode& onnx);
StoredTensor evaluate_where(const OnnxNode& onnx);
StoredTensor evaluate_cast(const OnnxNode& onnx);
StoredTensor evaluate_shape(const OnnxNode& onnx);
StoredTensor evaluate_size(const OnnxNode& onnx);
StoredTensor evaluate_constant_of_shape(const OnnxNode& onnx);
StoredTensor evaluate_range(const OnnxNode& onnx);
StoredTensor evaluate_trilu(const OnnxNode& onnx);

}  // namespace mho
