#include "workloads/onnx_operators.hpp"

#include <limits>

namespace mho {

const std::vector<OnnxOperator>& onnx_operators() {
  constexpr int kAny = std::numeric_limits<int>::max();
  static const std::vector<OnnxOperator> operators{
      {"Add", Op::add, 6, 2, 2, {"axis", "broadcast"}, import_broadcast},
      {"AveragePool",
       Op::average_pool,
       1,
       1,
       1,
       {"auto_pad", "ceil_mode", "count_include_pad", "kernel_shape", "pads", "strides"},
       import_average_pool},
      {"BatchNormalization",
       Op::batch_normalization,
       6,
       5,
       5,
       {"epsilon", "is_test", "momentum", "spatial", "training_mode"},
       import_batch_normalization},
      {"Clip", Op::clip, 6, 1, 3, {"max", "min"}, import_clip},
      {"Concat", Op::concat, 4, 1, kAny, {"axis"}, import_concat},
      {"Conv",
       Op::conv,
       1,
       2,
       3,
       {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"},
       import_conv},
      {"Dropout", Op::dropout, 6, 1, 3, {"is_test", "ratio", "seed"}, import_dropout},
      {"Flatten", Op::flatten, 1, 1, 1, {"axis"}, import_flatten},
      {"Gemm", Op::gemm, 6, 2, 3, {"alpha", "beta", "broadcast", "transA", "transB"}, import_gemm},
      {"GlobalAveragePool", Op::global_average_pool, 1, 1, 1, {}, import_global_average_pool},
      {"Identity", Op::identity, 1, 1, 1, {}, import_identity},
      {"MatMul", Op::matmul, 1, 2, 2, {}, import_matmul},
      {"MaxPool",
       Op::max_pool,
       1,
       1,
       1,
       {"auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"},
       import_max_pool},
      {"Mul", Op::mul, 6, 2, 2, {"axis", "broadcast"}, import_broadcast},
      {"Relu", Op::relu, 6, 1, 1, {}, import_relu},
      {"Reshape", Op::reshape, 5, 2, 2, {"allowzero"}, import_reshape},
      {"Softmax", Op::softmax, 1, 1, 1, {"axis"}, import_softmax},
      {"Transpose", Op::transpose, 1, 1, 1, {"perm"}, import_transpose},
  };
  return operators;
}

}  // namespace mho
