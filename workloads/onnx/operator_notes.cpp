#include "workloads/onnx/operator_notes.hpp"

#include <algorithm>
#include <map>

#include "workloads/onnx/file.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

// Where an operator runs.
constexpr const char* kArrays = "arrays";
constexpr const char* kProduct = "arrays; of two computed values written arrays or vector unit";
constexpr const char* kWithProducts = "arrays or written arrays, and vector unit";
constexpr const char* kVector = "vector unit";
constexpr const char* kTable = "vector unit (a table)";
constexpr const char* kMoves = "nothing, or copies in the vector unit";
constexpr const char* kReading = "nothing: evaluated while the file is read";
constexpr const char* kComputed = "nothing; of integers of the input vector unit";
constexpr const char* kFormats = "nothing: the formats of numbers";
constexpr const char* kOutput = "nothing: left out at the output";

// What several have in common.
constexpr const char* kConstantAxes = "shapes and indices constant";
constexpr const char* kDirections =
    "weights constant; no clip, peepholes, input_forget; unrolled, "
    "with a matrix for each step, where states are computed or "
    "read, or activations others";
constexpr const char* kQuantized = "scales and zero points constant";
constexpr const char* kPool = "1 to 3 axes; no window sees padding alone; no indices";

const std::vector<OperatorNote>& notes() {
  static const std::vector<OperatorNote> all{
      {"Abs", kTable, ""},
      {"Add", kVector, "of two computed values one has the result's shape"},
      {"And", kComputed, ""},
      {"ArgMax", kOutput, "at the output; select_last_index 0"},
      {"ArgMin", kOutput, "at the output; select_last_index 0"},
      {"Attention", kWithProducts, "no nonpad_kv_seqlen; masks constant or fixed"},
      {"AveragePool", kVector, kPool},
      {"BatchNormalization", kVector, "folded into the matrix before it; inference, spatial 1"},
      {"Cast", kMoves, "of computed values between floats, or integers of tokens"},
      {"Ceil", kTable, ""},
      {"Celu", kTable, ""},
      {"Clip", kVector, "limits constant"},
      {"Concat", kMoves, ""},
      {"Constant", kReading, "dense"},
      {"ConstantOfShape", kReading, ""},
      {"Conv", kArrays, "weights constant; 1 to 3 axes"},
      {"ConvInteger", kArrays, kQuantized},
      {"ConvTranspose", kArrays,
       "weights constant; as a convolution of an input with zeros between"},
      {"Cos", kTable, ""},
      {"DepthToSpace", kMoves, ""},
      {"DequantizeLinear", kFormats, "scale and zero point constant"},
      {"Div", kVector, "by a computed value as a product with its reciprocal"},
      {"Dropout", kMoves, "inference; no mask"},
      {"DynamicQuantizeLinear", kFormats, "its scale is that of the calibration images"},
      {"Einsum", kWithProducts, "1 or 2 inputs, no ellipsis, no diagonal"},
      {"Elu", kTable, ""},
      {"Equal", kComputed, ""},
      {"Erf", kTable, ""},
      {"Exp", kTable, ""},
      {"Expand", kMoves, kConstantAxes},
      {"Flatten", kMoves, ""},
      {"Floor", kTable, ""},
      {"GRU", kArrays, kDirections},
      {"Gather", kMoves, "indices constant, or tokens of the input in a constant table"},
      {"Gelu", kTable, ""},
      {"Gemm", kArrays, "B constant; a bias for each column"},
      {"GlobalAveragePool", kVector, ""},
      {"GlobalMaxPool", kVector, ""},
      {"Greater", kComputed, ""},
      {"GreaterOrEqual", kComputed, ""},
      {"GroupNormalization", kVector, ""},
      {"HardSigmoid", kTable, ""},
      {"HardSwish", kTable, ""},
      {"Identity", kMoves, ""},
      {"If", kReading, "the condition constant"},
      {"InstanceNormalization", kVector, ""},
      {"LRN", kVector, ""},
      {"LSTM", kArrays, kDirections},
      {"LayerNormalization", kVector, "over the last axis; no statistics as outputs"},
      {"LeakyRelu", kTable, ""},
      {"Less", kComputed, ""},
      {"LessOrEqual", kComputed, ""},
      {"Log", kTable, ""},
      {"LogSoftmax", kVector, ""},
      {"Loop", kReading, "a constant count, and no other end; unrolled"},
      {"MatMul", kProduct, "a constant is one matrix"},
      {"MatMulInteger", kArrays, kQuantized},
      {"Max", kVector, "a value and a number"},
      {"MaxPool", kVector, kPool},
      {"Min", kVector, "a value and a number"},
      {"Mish", kTable, ""},
      {"Mod", kReading, ""},
      {"Mul", kVector, "of two computed values one has the result's shape"},
      {"Neg", kTable, ""},
      {"Not", kComputed, ""},
      {"Or", kComputed, ""},
      {"PRelu", kTable, "slopes constant"},
      {"Pad", kMoves, "pads and value constant; constant, reflect, edge, wrap"},
      {"Pow", kTable, "a value and a number"},
      {"QLinearConv", kArrays, kQuantized},
      {"QLinearMatMul", kProduct, kQuantized},
      {"QuantizeLinear", kFormats, "scale and zero point constant; of computed values for all"},
      {"RMSNormalization", kVector, "over the last axis"},
      {"RNN", kArrays, kDirections},
      {"Range", kReading, ""},
      {"Reciprocal", kTable, ""},
      {"ReduceL1", kVector, "axes constant"},
      {"ReduceL2", kVector, "axes constant"},
      {"ReduceMax", kVector, "axes constant"},
      {"ReduceMean", kVector, "axes constant"},
      {"ReduceMin", kVector, "axes constant"},
      {"ReduceProd", kReading, ""},
      {"ReduceSum", kVector, "axes constant"},
      {"ReduceSumSquare", kVector, "axes constant"},
      {"Relu", kVector, ""},
      {"Reshape", kMoves, kConstantAxes},
      {"Resize", kVector,
       "nearest and linear; sizes constant; no antialias, crop_and_resize, "
       "half_pixel_symmetric, aspect ratio"},
      {"ReverseSequence", kMoves, "whole sequences"},
      {"RotaryEmbedding", kVector, ""},
      {"Round", kTable, ""},
      {"Scan", kReading, "sets 9 and later; unrolled, with a matrix for each step"},
      {"Selu", kTable, ""},
      {"Shape", kReading, ""},
      {"Sigmoid", kTable, ""},
      {"Sign", kTable, ""},
      {"SimplifiedLayerNormalization", kVector, "over the last axis; onnxruntime's own"},
      {"Sin", kTable, ""},
      {"Size", kReading, ""},
      {"Slice", kMoves, kConstantAxes},
      {"Softmax", kVector, "left out at the output"},
      {"Softplus", kTable, ""},
      {"Softsign", kTable, ""},
      {"SpaceToDepth", kMoves, ""},
      {"Split", kMoves, kConstantAxes},
      {"Sqrt", kTable, ""},
      {"Squeeze", kMoves, ""},
      {"Sub", kVector, "of two computed values one has the result's shape"},
      {"Sum", kVector, "of two computed values one has the result's shape"},
      {"SwiGLU", kVector, ""},
      {"Swish", kTable, ""},
      {"Tanh", kTable, ""},
      {"TensorScatter", kMoves, "write_indices constant, the same for all"},
      {"ThresholdedRelu", kTable, ""},
      {"Tile", kMoves, kConstantAxes},
      {"TopK", kOutput, "at the output; k constant"},
      {"Transpose", kMoves, ""},
      {"Trilu", kReading, ""},
      {"Unsqueeze", kMoves, ""},
      {"Upsample", kVector, "as Resize"},
      {"Where", kVector, "a constant condition: a mask in front of Softmax"},
      {"Xor", kComputed, ""},
      {"com.microsoft.BiasGelu", kTable, ""},
      {"com.microsoft.FastGelu", kTable, ""},
      {"com.microsoft.FusedMatMul", kProduct, "no transposed batch"},
      {"com.microsoft.Gelu", kTable, ""},
      {"com.microsoft.QGemm", kArrays, kQuantized},
      {"com.microsoft.QLinearAdd", kVector, kQuantized},
      {"com.microsoft.QLinearAveragePool", kVector, kQuantized},
      {"com.microsoft.QLinearConcat", kVector, kQuantized},
      {"com.microsoft.QLinearGlobalAveragePool", kVector, kQuantized},
      {"com.microsoft.QLinearLeakyRelu", kTable, kQuantized},
      {"com.microsoft.QLinearMul", kVector, kQuantized},
      {"com.microsoft.QLinearReduceMean", kVector, kQuantized},
      {"com.microsoft.QLinearSigmoid", kTable, kQuantized},
      {"com.microsoft.QLinearSoftmax", kVector, kQuantized},
      {"com.microsoft.QuickGelu", kTable, ""},
      {"com.microsoft.SkipLayerNormalization", kVector, "over the last axis"},
      {"com.microsoft.SkipSimplifiedLayerNormalization", kVector, "over the last axis"},
      {"qonnx.custom_op.general.BipolarQuant", kFormats, kQuantized},
      {"qonnx.custom_op.general.Quant", kFormats, "scale, zero point and bits constant"},
      {"qonnx.custom_op.general.Trunc", kTable,
       "FLOOR, CEIL and ROUND; one scale, constant; of 5 inputs and of 6"},
  };
  return all;
}

}  // namespace

std::vector<OperatorNote> operator_notes() { return notes(); }

std::string operator_sets_of(const std::string& type) {
  static const std::map<std::string_view, int> kQuantizedSince{
      {"QuantizeLinear", 10},       {"DequantizeLinear", 10}, {"QLinearConv", 10},
      {"QLinearMatMul", 10},        {"ConvInteger", 10},      {"MatMulInteger", 10},
      {"DynamicQuantizeLinear", 11}};
  const auto& rows = onnx_operators();
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const OnnxOperator& row) { return row.type == type; });
  if (type.find('.') != std::string::npos) return "";  // of another domain, with sets of its own
  const auto quantized = kQuantizedSince.find(type);
  const std::int64_t since = quantized != kQuantizedSince.end() ? quantized->second
                             : found == rows.end()              ? 1
                                                                : found->since;
  return std::to_string(since) + " to " + std::to_string(kNewestOperatorSet);
}

}  // namespace mho
