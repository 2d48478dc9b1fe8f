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

std::vector<OnnxOperator> matrices_and_windows() {
  return {
      single("AveragePool", 1, 1, 1, {Op::average_pool, import_average_pool}, kWindow),
      single("BatchNormalization", 6, 5, 5, {Op::batch_normalization, import_batch_normalization},
             {"epsilon", "is_test", "momentum", "spatial", "training_mode"}),
      single("Conv", 1, 2, 3, {Op::conv, import_conv},
             {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"}),
      single("Gemm", 6, 2, 3, {Op::gemm, import_gemm},
             {"alpha", "beta", "broadcast", "transA", "transB"}),
      single("GlobalAveragePool", 1, 1, 1, {Op::global_average_pool, import_global_average_pool}),
      single("GlobalMaxPool", 1, 1, 1, {Op::reduce_max, import_global_max_pool}),
      several("InstanceNormalization", 6, 3, 3, import_instance_normalization, {"epsilon"}),
      single("LayerNormalization", 17, 2, 3, {Op::layer_normalization, import_layer_normalization},
             {"axis", "epsilon", "stash_type"}),
      with_outputs(2, several("LSTM", 7, 3, 8, import_lstm,
                              {"activation_alpha", "activation_beta", "activations", "clip",
                               "direction", "hidden_size", "input_forget", "layout"})),
      single("MatMul", 1, 2, 2, {Op::matmul, import_matmul}),
      single("MaxPool", 1, 1, 1, {Op::max_pool, import_max_pool},
             {"auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order",
              "strides"}),
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

std::vector<OnnxOperator> elementwise() {
  return {
      with(evaluate_arithmetic, single("Add", 6, 2, 2, {Op::add, import_broadcast}, kBroadcast)),
      with(evaluate_cast, single("Cast", 6, 1, 1, {Op::identity, import_cast}, {"saturate", "to"})),
      single("Clip", 6, 1, 3, {Op::clip, import_clip}, {"max", "min"}),
      with(evaluate_arithmetic, single("Div", 6, 2, 2, {Op::div, import_broadcast}, kBroadcast)),
      single("Dropout", 6, 1, 3, {Op::dropout, import_dropout}, {"is_test", "ratio", "seed"}),
      several("LogSoftmax", 1, 1, 1, import_log_softmax, {"axis"}),
      with(evaluate_arithmetic, several("Max", 6, 1, kAny, import_variadic)),
      with(evaluate_arithmetic, several("Min", 6, 1, kAny, import_variadic)),
      with(evaluate_arithmetic, single("Mul", 6, 2, 2, {Op::mul, import_broadcast}, kBroadcast)),
      several("Pow", 7, 2, 2, import_pow),
      single("PRelu", 7, 2, 2, {Op::prelu, import_prelu}),
      single("Relu", 6, 1, 1, {Op::relu, import_relu}),
      single("Softmax", 1, 1, 1, {Op::softmax, import_softmax}, {"axis"}),
      with(evaluate_arithmetic, single("Sub", 6, 2, 2, {Op::sub, import_broadcast}, kBroadcast)),
      several("Sum", 6, 1, kAny, import_variadic),
      with(evaluate_where, several("Where", 9, 3, 3, import_where)),
  };
}

std::vector<OnnxOperator> layout() {
  return {
      single("Concat", 4, 1, kAny, {Op::concat, import_concat}, {"axis"}, Moves::all),
      several("DepthToSpace", 1, 1, 1, import_depth_to_space, {"blocksize", "mode"}),
      several("Expand", 8, 2, 2, import_expand, {}, Moves::first),
      single("Flatten", 1, 1, 1, {Op::flatten, import_flatten}, {"axis"}, Moves::first),
      single("Gather", 1, 2, 2, {Op::gather, import_gather}, {"axis"}, Moves::first),
      single("Identity", 1, 1, 1, {Op::identity, import_identity}, {}, Moves::first),
      single("Pad", 2, 1, 4, {Op::pad, import_pad}, {"mode", "pads", "value"}),
      single("Reshape", 5, 2, 2, {Op::reshape, import_reshape}, {"allowzero"}, Moves::first),
      single("Slice", 1, 1, 5, {Op::slice, import_slice}, {"axes", "ends", "starts"}, Moves::first),
      several("SpaceToDepth", 1, 1, 1, import_space_to_depth, {"blocksize"}),
      with_outputs(kAny, several("Split", 2, 1, 2, import_split, {"axis", "num_outputs", "split"},
                                 Moves::first)),
      single("Squeeze", 1, 1, 2, {Op::reshape, import_squeeze}, {"axes"}, Moves::first),
      several("Tile", 6, 2, 2, import_tile, {}, Moves::first),
      single("Transpose", 1, 1, 1, {Op::transpose, import_transpose}, {"perm"}, Moves::first),
      single("Unsqueeze", 1, 1, 2, {Op::reshape, import_unsqueeze}, {"axes"}, Moves::first),
  };
}

/// What exporters compute shapes and masks with.
std::vector<OnnxOperator> shape_arithmetic() {
  return {
      constants("And", 7, 2, 2, evaluate_logic),
      constants("ConstantOfShape", 9, 1, 1, evaluate_constant_of_shape, {"value"}),
      constants("Equal", 7, 2, 2, evaluate_comparison),
      constants("Greater", 7, 2, 2, evaluate_comparison),
      constants("GreaterOrEqual", 12, 2, 2, evaluate_comparison),
      constants("Less", 7, 2, 2, evaluate_comparison),
      constants("LessOrEqual", 12, 2, 2, evaluate_comparison),
      constants("Mod", 10, 2, 2, evaluate_arithmetic, {"fmod"}),
      constants("Not", 1, 1, 1, evaluate_logic),
      constants("Or", 7, 2, 2, evaluate_logic),
      constants("Range", 11, 3, 3, evaluate_range),
      with(evaluate_reduction,
           single("ReduceMax", 1, 1, 2, {Op::reduce_max, import_reduce}, kReduce)),
      with(evaluate_reduction, several("ReduceMin", 1, 1, 2, import_reduce_min, kReduce)),
      constants("ReduceProd", 1, 1, 2, evaluate_reduction, kReduce),
      with(evaluate_reduction,
           single("ReduceSum", 1, 1, 2, {Op::reduce_sum, import_reduce}, kReduce)),
      constants("Shape", 1, 1, 1, evaluate_shape, {"end", "start"}),
      constants("Size", 1, 1, 1, evaluate_size),
      constants("Trilu", 14, 1, 2, evaluate_trilu, {"upper"}),
      constants("Xor", 7, 2, 2, evaluate_logic),
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
    for (const auto& family : {matrices_and_windows(), elementwise(), function_operators(),
                               layout(), quantized(), shape_arithmetic()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return operators;
}

}  // namespace mho
