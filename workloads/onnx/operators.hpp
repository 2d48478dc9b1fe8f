// The operators of ONNX that mho accepts: which versions and attributes, and how each turns its
// attributes into ours and finds the shape of its output; and how each of ours is written. Import
// and export of an operator stand side by side in the file of its family, onnx/operators/.
// Arithmetic on shapes is in onnx/constants.cpp and onnx/constant_tensors.cpp.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/onnx/builder.hpp"
#include "workloads/onnx/expansion.hpp"
#include "workloads/onnx/export.hpp"
#include "workloads/onnx/node.hpp"

namespace mho {

/// Of an operator that is one of ours: fills node.attributes and, where they are not simply ONNX's,
/// node.inputs; returns the shape of the output, which the caller checks against the limits.
/// Throws InputError, as all of these do.
using Import = Shape(const OnnxNode& onnx, Node& node);

struct Single {
  Op op;
  Import* import;
};

/// Of an operator that becomes several of ours, or one with other inputs.
using ImportSeveral = void(const OnnxNode& onnx, NodeWriter& writer);

/// Of an operator that becomes several of ONNX's own, which are imported instead.
using Expand = void(const OnnxNode& onnx, Expansion& to);

/// Of an operator on numbers that are known while the file is read.
using Evaluate = StoredTensor(const OnnxNode& onnx);

/// Which inputs of an operator that only moves elements are moved.
enum class Moves { nothing, first, all };

struct OnnxOperator {
  std::string_view type;
  std::int64_t since = 1;  ///< operator sets before have it otherwise, which is refused
  int least_inputs = 1, most_inputs = 1;
  std::vector<std::string_view> attributes{};                     ///< any other is refused
  std::variant<std::monostate, Single, ImportSeveral*> import{};  ///< none: of constants only
  Moves moves = Moves::nothing;                                   ///< then it moves integers, too
  Evaluate* evaluate = nullptr;                ///< null: constants are run as every other value
  int most_outputs = 1;                        ///< others may have a name, but no user
  Expand* expand = nullptr;                    ///< instead of `import`
  bool (*expands)(const OnnxNode&) = nullptr;  ///< whether; null: always
};

/// All accepted operators but Constant.
const std::vector<OnnxOperator>& onnx_operators();

/// Operators that are a Function: their rows of the table.
std::vector<OnnxOperator> function_operators();

/// Writes one of our operators as what operator set 17 has for it.
using Export = void(const NodeExport& node);

void export_node(const NodeExport& node);

// onnx/operators/window.cpp
Import import_conv, import_max_pool, import_average_pool;
Import import_global_average_pool, import_global_max_pool;
Export export_conv, export_max_pool, export_average_pool;

// onnx/operators/matrix.cpp
Import import_gemm, import_matmul, import_batch_normalization;
Export export_gemm, export_batch_normalization;

// onnx/operators/recurrent.cpp
ImportSeveral import_recurrent;
Expand unroll_recurrent;
bool is_unrolled(const OnnxNode& onnx);
// onnx/quantized/operators.cpp
Import import_quantize;
ImportSeveral import_dequantize;
Export export_quantize;

Export export_lstm;

// onnx/operators/normalization.cpp
Import import_layer_normalization, import_rms_normalization;
Expand expand_instance_normalization, expand_group_normalization, expand_lrn;
Expand expand_skip_normalization;
Export export_layer_normalization;

// onnx/operators/conv_transpose.cpp, onnx/operators/volume.cpp, onnx/operators/resize.cpp
Expand expand_conv_transpose, expand_volume_conv, expand_volume_pool, expand_resize;
bool has_three_axes(const OnnxNode& onnx);

// onnx/operators/attention.cpp
Expand expand_attention, expand_rotary_embedding, expand_swish, expand_bias_gelu;
Expand expand_fused_matmul, expand_tensor_scatter, expand_prelu;
bool has_several_slopes(const OnnxNode& onnx);

// onnx/operators/truth.cpp
Expand expand_comparison, expand_logic, expand_where, expand_reverse_sequence, expand_norm;
bool compares_computed(const OnnxNode& onnx);
bool chooses_by_computed(const OnnxNode& onnx);

// onnx/operators/einsum.cpp, onnx/operators/control.cpp
Expand expand_einsum, expand_scan, expand_loop, expand_if;

// onnx/operators/elementwise.cpp
Import import_broadcast, import_relu, import_clip, import_identity, import_cast, import_dropout;
Import import_softmax, import_prelu;
ImportSeveral import_log_softmax, import_pow, import_where, import_variadic;
Export export_clip, export_softmax, export_where;

// onnx/operators/function.cpp
Export export_function;

// onnx/operators/reduce.cpp
Import import_reduce;
ImportSeveral import_reduce_min, import_arg, import_top_k;
Export export_reduce_max, export_reduce_mean, export_reduce_sum, export_top_k;

// onnx/operators/layout.cpp
Import import_flatten, import_reshape, import_squeeze, import_unsqueeze, import_transpose;
Import import_concat, import_pad;
ImportSeveral import_depth_to_space, import_space_to_depth, import_gather;
Expand expand_pad;
bool pads_with_its_own(const OnnxNode& onnx);
Export export_reshape, export_transpose, export_concat, export_gather, export_pad, export_lookup;

// onnx/operators/split.cpp
Import import_slice;
ImportSeveral import_split, import_expand, import_tile;
Export export_slice;

// onnx/constants.cpp, onnx/constant_tensors.cpp
Evaluate evaluate_arithmetic, evaluate_comparison, evaluate_logic, evaluate_sign;
Evaluate evaluate_reduction, evaluate_where, evaluate_cast, evaluate_shape, evaluate_size;
Evaluate evaluate_constant_of_shape, evaluate_range, evaluate_trilu;

}  // namespace mho
