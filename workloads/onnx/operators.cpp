#include "workloads/onnx/operators.hpp"

#include <limits>

#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

using Names = std::vector<std::string_view>;

constexpr int kAny = std::numeric_limits<int>::max();
const Names kBroadcast{"axis", "broadcast"};
const Names kWindow{"auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape",
                    "pads",     "strides"};
const Names kReduce{"axes", "keepdims", "noop_with_empty_axes"};

OnnxOperator single(std::string_view type, std::int64_t since, int least, int most, Single import,
                    Names attributes = {}, Moves moves = Moves::nothing) {
  return {type, since, least, most, std::move(attributes), import, moves, nullptr, 1};
}

OnnxOperator several(std::string_view type, std::int64_t since, int least, int most,
                     ImportSeveral import, Names attributes = {}, Moves moves = Moves::nothing) {
  return {type, since, least, most, std::move(attributes), import, moves, nullptr, 1};
}

OnnxOperator constants(std::string_view type, std::int64_t since, int least, int most,
                       Evaluate* evaluate, Names attributes = {}) {
  return {type,           since,    least, most, std::move(attributes), std::monostate{},
          Moves::nothing, evaluate, 1};
}

OnnxOperator with(Evaluate* evaluate, OnnxOperator row) {
  row.evaluate = evaluate;
  return row;
}

OnnxOperator with_outputs(int most, OnnxOperator row) {
  row.most_outputs = most;
  return row;
}

OnnxOperator expanded(std::string_view type, int least, int most, Expand* expand,
                      Names attributes = {}) {
  OnnxOperator row{type, 1, least, most, std::move(attributes)};
  row.expand = expand;
  return row;
}

OnnxOperator expanded_since(std::int64_t since, std::string_view type, int least, int most,
                            Expand* expand, Names attributes = {}) {
  OnnxOperator row = expanded(type, least, most, expand, std::move(attributes));
  row.since = since;
  return row;
}

/// Expanded where `expands` says so.
OnnxOperator expanded_if(bool (*expands)(const OnnxNode&), Expand* expand, OnnxOperator row) {
  row.expand = expand;
  row.expands = expands;
  return row;
}

OnnxOperator recurrent(std::string_view type, int most) {
  OnnxOperator row =
      several(type, 7, 3, most, import_recurrent,
              {"activation_alpha", "activation_beta", "activations", "clip", "direction",
               "hidden_size", "input_forget", "layout", "linear_before_reset"});
  return with_outputs(type == "LSTM" ? 3 : 2,
                      expanded_if(is_unrolled, unroll_recurrent, std::move(row)));
}

std::vector<OnnxOperator> matrices_and_windows() {
  return {
      expanded_if(has_three_axes, expand_volume_pool,
                  single("AveragePool", 1, 1, 1, {Op::average_pool, import_average_pool}, kWindow)),
      single("BatchNormalization", 6, 5, 5, {Op::batch_normalization, import_batch_normalization},
             {"epsilon", "is_test", "momentum", "spatial", "training_mode"}),
      expanded_if(has_three_axes, expand_volume_conv,
                  single("Conv", 1, 2, 3, {Op::conv, import_conv},
                         {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"})),
      expanded("ConvTranspose", 2, 3, expand_conv_transpose,
               {"auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape",
                "pads", "strides"}),
      expanded("Einsum", 1, 2, expand_einsum, {"equation"}),
      expanded("com.microsoft.FusedMatMul", 2, 2, expand_fused_matmul,
               {"alpha", "transA", "transB", "transBatchA", "transBatchB"}),
      single("Gemm", 6, 2, 3, {Op::gemm, import_gemm},
             {"alpha", "beta", "broadcast", "transA", "transB"}),
      single("GlobalAveragePool", 1, 1, 1, {Op::global_average_pool, import_global_average_pool}),
      single("GlobalMaxPool", 1, 1, 1, {Op::reduce_max, import_global_max_pool}),
      recurrent("GRU", 6),
      expanded("GroupNormalization", 3, 3, expand_group_normalization,
               {"epsilon", "num_groups", "stash_type"}),
      expanded("InstanceNormalization", 3, 3, expand_instance_normalization, {"epsilon"}),
      single("LayerNormalization", 1, 2, 3, {Op::layer_normalization, import_layer_normalization},
             {"axis", "epsilon", "stash_type"}),
      expanded("LRN", 1, 1, expand_lrn, {"alpha", "beta", "bias", "size"}),
      recurrent("LSTM", 8),
      single("MatMul", 1, 2, 2, {Op::matmul, import_matmul}),
      expanded_if(has_three_axes, expand_volume_pool,
                  single("MaxPool", 1, 1, 1, {Op::max_pool, import_max_pool},
                         {"auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads",
                          "storage_order", "strides"})),
      recurrent("RNN", 6),
      single("RMSNormalization", 1, 2, 2, {Op::layer_normalization, import_rms_normalization},
             {"axis", "epsilon", "stash_type"}),
      single("SimplifiedLayerNormalization", 1, 2, 2,
             {Op::layer_normalization, import_rms_normalization},
             {"axis", "epsilon", "stash_type"}),
      with_outputs(4, expanded("com.microsoft.SkipLayerNormalization", 3, 5,
                               expand_skip_normalization, {"epsilon"})),
      with_outputs(4, expanded("com.microsoft.SkipSimplifiedLayerNormalization", 3, 4,
                               expand_skip_normalization, {"epsilon"})),
      single("ReduceMean", 1, 1, 2, {Op::reduce_mean, import_reduce}, kReduce),
  };
}

/// What normalize_quantization() writes.
std::vector<OnnxOperator> quantized() {
  return {
      several("mho.Dequantize", 1, 2, 3, import_dequantize, {"axis", "block_size", "high", "low"}),
      single("mho.Quantize", 1, 2, 3, {Op::quantize, import_quantize},
             {"axis", "bipolar", "high", "low", "one_multiplier"}),
  };
}

/// What newer files have as one operator.
std::vector<OnnxOperator> attention_and_control() {
  return {
      with_outputs(4, expanded("Attention", 3, 7, expand_attention,
                               {"is_causal", "kv_num_heads", "left_window_size", "q_num_heads",
                                "qk_matmul_output_mode", "right_window_size", "scale", "softcap",
                                "softmax_precision"})),
      with_outputs(kAny, expanded("If", 1, 1, expand_if, {"else_branch", "then_branch"})),
      with_outputs(kAny, expanded("Loop", 1, kAny, expand_loop, {"body"})),
      expanded("RotaryEmbedding", 3, 4, expand_rotary_embedding,
               {"interleaved", "num_heads", "rotary_embedding_dim"}),
      with_outputs(kAny, expanded_since(
                             9, "Scan", 1, kAny, expand_scan,
                             {"body", "num_scan_inputs", "scan_input_axes", "scan_input_directions",
                              "scan_output_axes", "scan_output_directions"})),
      expanded("SwiGLU", 2, 2, expand_swish, {"alpha"}),
      expanded("Swish", 1, 1, expand_swish, {"alpha"}),
      expanded("TensorScatter", 2, 3, expand_tensor_scatter, {"axis", "mode"}),
      expanded("com.microsoft.BiasGelu", 2, 2, expand_bias_gelu),
      expanded("com.microsoft.FastGelu", 1, 2, expand_bias_gelu),
      expanded("com.microsoft.QuickGelu", 1, 1, expand_swish, {"alpha"}),
  };
}

std::vector<OnnxOperator> elementwise() {
  return {
      with(evaluate_arithmetic, single("Add", 1, 2, 2, {Op::add, import_broadcast}, kBroadcast)),
      with(evaluate_cast, single("Cast", 6, 1, 1, {Op::identity, import_cast}, {"saturate", "to"})),
      single("Clip", 1, 1, 3, {Op::clip, import_clip}, {"max", "min"}),
      with(evaluate_arithmetic, single("Div", 1, 2, 2, {Op::div, import_broadcast}, kBroadcast)),
      single("Dropout", 6, 1, 3, {Op::dropout, import_dropout}, {"is_test", "ratio", "seed"}),
      several("LogSoftmax", 1, 1, 1, import_log_softmax, {"axis"}),
      with(evaluate_arithmetic, several("Max", 1, 1, kAny, import_variadic)),
      with(evaluate_arithmetic, several("Min", 1, 1, kAny, import_variadic)),
      with(evaluate_arithmetic, single("Mul", 1, 2, 2, {Op::mul, import_broadcast}, kBroadcast)),
      several("Pow", 1, 2, 2, import_pow, kBroadcast),
      expanded_if(has_several_slopes, expand_prelu,
                  single("PRelu", 1, 2, 2, {Op::prelu, import_prelu})),
      single("Relu", 1, 1, 1, {Op::relu, import_relu}),
      single("Softmax", 1, 1, 1, {Op::softmax, import_softmax}, {"axis"}),
      with(evaluate_arithmetic, single("Sub", 1, 2, 2, {Op::sub, import_broadcast}, kBroadcast)),
      several("Sum", 1, 1, kAny, import_variadic),
      expanded_if(chooses_by_computed, expand_where,
                  with(evaluate_where, several("Where", 1, 3, 3, import_where))),
  };
}

std::vector<OnnxOperator> layout() {
  return {
      single("Concat", 4, 1, kAny, {Op::concat, import_concat}, {"axis"}, Moves::all),
      several("DepthToSpace", 1, 1, 1, import_depth_to_space, {"blocksize", "mode"}),
      several("Expand", 1, 2, 2, import_expand, {}, Moves::first),
      single("Flatten", 1, 1, 1, {Op::flatten, import_flatten}, {"axis"}, Moves::first),
      several("Gather", 1, 2, 2, import_gather, {"axis"}, Moves::first),
      single("Identity", 1, 1, 1, {Op::identity, import_identity}, {}, Moves::first),
      expanded_if(pads_with_its_own, expand_pad,
                  single("Pad", 2, 1, 4, {Op::pad, import_pad}, {"mode", "pads", "value"})),
      single("Reshape", 1, 1, 2, {Op::reshape, import_reshape}, {"allowzero", "shape"},
             Moves::first),
      expanded("Resize", 1, 4, expand_resize,
               {"antialias", "axes", "coordinate_transformation_mode", "cubic_coeff_a",
                "exclude_outside", "extrapolation_value", "keep_aspect_ratio_policy", "mode",
                "nearest_mode", "scales"}),
      single("Slice", 1, 1, 5, {Op::slice, import_slice}, {"axes", "ends", "starts"}, Moves::first),
      several("SpaceToDepth", 1, 1, 1, import_space_to_depth, {"blocksize"}),
      with_outputs(kAny, several("Split", 2, 1, 2, import_split, {"axis", "num_outputs", "split"},
                                 Moves::first)),
      single("Squeeze", 1, 1, 2, {Op::reshape, import_squeeze}, {"axes"}, Moves::first),
      several("Tile", 6, 2, 2, import_tile, {}, Moves::first),
      expanded("Upsample", 1, 2, expand_resize, {"mode", "scales"}),
      single("Transpose", 1, 1, 1, {Op::transpose, import_transpose}, {"perm"}, Moves::first),
      single("Unsqueeze", 1, 1, 2, {Op::reshape, import_unsqueeze}, {"axes"}, Moves::first),
  };
}

/// What exporters compute shapes and masks with.
std::vector<OnnxOperator> shape_arithmetic() {
  return {
      expanded_if(compares_computed, expand_logic, constants("And", 1, 2, 2, evaluate_logic)),
      constants("ConstantOfShape", 1, 1, 1, evaluate_constant_of_shape, {"value"}),
      expanded_if(compares_computed, expand_comparison,
                  constants("Equal", 1, 2, 2, evaluate_comparison)),
      expanded_if(compares_computed, expand_comparison,
                  constants("Greater", 1, 2, 2, evaluate_comparison)),
      expanded_if(compares_computed, expand_comparison,
                  constants("GreaterOrEqual", 1, 2, 2, evaluate_comparison)),
      expanded_if(compares_computed, expand_comparison,
                  constants("Less", 1, 2, 2, evaluate_comparison)),
      expanded_if(compares_computed, expand_comparison,
                  constants("LessOrEqual", 1, 2, 2, evaluate_comparison)),
      constants("Mod", 1, 2, 2, evaluate_arithmetic, {"fmod"}),
      expanded_if(compares_computed, expand_logic, constants("Not", 1, 1, 1, evaluate_logic)),
      expanded_if(compares_computed, expand_logic, constants("Or", 1, 2, 2, evaluate_logic)),
      constants("Range", 1, 3, 3, evaluate_range),
      several("ArgMax", 1, 1, 1, import_arg, {"axis", "keepdims", "select_last_index"}),
      several("ArgMin", 1, 1, 1, import_arg, {"axis", "keepdims", "select_last_index"}),
      expanded("ReduceL1", 1, 2, expand_norm, kReduce),
      expanded("ReduceL2", 1, 2, expand_norm, kReduce),
      expanded("ReduceSumSquare", 1, 2, expand_norm, kReduce),
      expanded("ReverseSequence", 2, 2, expand_reverse_sequence, {"batch_axis", "time_axis"}),
      with_outputs(2, several("TopK", 1, 1, 2, import_top_k, {"axis", "k", "largest", "sorted"})),
      with(evaluate_reduction,
           single("ReduceMax", 1, 1, 2, {Op::reduce_max, import_reduce}, kReduce)),
      with(evaluate_reduction, several("ReduceMin", 1, 1, 2, import_reduce_min, kReduce)),
      constants("ReduceProd", 1, 1, 2, evaluate_reduction, kReduce),
      with(evaluate_reduction,
           single("ReduceSum", 1, 1, 2, {Op::reduce_sum, import_reduce}, kReduce)),
      constants("Shape", 1, 1, 1, evaluate_shape, {"end", "start"}),
      constants("Size", 1, 1, 1, evaluate_size),
      constants("Trilu", 1, 1, 2, evaluate_trilu, {"upper"}),
      expanded_if(compares_computed, expand_logic, constants("Xor", 1, 2, 2, evaluate_logic)),
  };
}

/// How one of our operators is written: as a node of this type with the same inputs and no
/// attributes, or by a function.
struct WrittenAs {
  const char* type = nullptr;
  Export* write = nullptr;

  constexpr WrittenAs() = default;
  constexpr WrittenAs(const char* alone) : type(alone) {}
  constexpr WrittenAs(Export* function) : write(function) {}
};

constexpr OperatorTable<WrittenAs> kWritten({
    {Op::add, "Add"},
    {Op::average_pool, export_average_pool},
    {Op::batch_normalization, export_batch_normalization},
    {Op::clip, export_clip},
    {Op::concat, export_concat},
    {Op::conv, export_conv},
    {Op::div, "Div"},
    {Op::dropout, "Identity"},
    {Op::flatten, export_reshape},
    {Op::function, export_function},
    {Op::gather, export_gather},
    {Op::gemm, export_gemm},
    {Op::global_average_pool, "GlobalAveragePool"},
    {Op::identity, "Identity"},
    {Op::layer_normalization, export_layer_normalization},
    {Op::lookup, export_lookup},
    {Op::lstm, export_lstm},
    {Op::matmul, "MatMul"},
    {Op::max_pool, export_max_pool},
    {Op::maximum, "Max"},
    {Op::minimum, "Min"},
    {Op::mul, "Mul"},
    {Op::pad, export_pad},
    {Op::pow, "Pow"},
    {Op::prelu, "PRelu"},
    {Op::quantize, export_quantize},
    {Op::reduce_max, export_reduce_max},
    {Op::reduce_mean, export_reduce_mean},
    {Op::reduce_sum, export_reduce_sum},
    {Op::relu, "Relu"},
    {Op::reshape, export_reshape},
    {Op::slice, export_slice},
    {Op::softmax, export_softmax},
    {Op::sub, "Sub"},
    {Op::top_k, export_top_k},
    {Op::transpose, export_transpose},
    {Op::where, export_where},
});

}  // namespace

void export_node(const NodeExport& node) {
  const WrittenAs& as = kWritten[node.node.op];
  if (as.type) return node.emit(as.type);
  as.write(node);
}

const std::vector<OnnxOperator>& onnx_operators() {
  static const std::vector<OnnxOperator> operators = [] {
    std::vector<OnnxOperator> all;
    for (const auto& family :
         {matrices_and_windows(), elementwise(), function_operators(), attention_and_control(),
          layout(), quantized(), shape_arithmetic()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return operators;
}

}  // namespace mho
