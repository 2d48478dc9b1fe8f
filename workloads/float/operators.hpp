// Every operator in fp32, after ONNX' definitions. Sums run in a fixed order, so the same inputs
// give the same bits in any thread. Shapes were checked at import.
#pragma once

#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

/// The inputs of a node; nullptr where an optional one is absent.
using Arguments = std::vector<const Tensor*>;

/// The output, of shape `output`, of one node.
Tensor run_operator(const Node& node, const Arguments& inputs, const Shape& output);

/// Of one operator.
using RunOperator = Tensor(const Attributes&, const Arguments& inputs, const Shape& output);

// float/window.cpp
RunOperator run_conv, run_max_pool, run_average_pool, run_global_average_pool;

// float/matrix.cpp, float/lstm.cpp
RunOperator run_gemm, run_matmul, run_batch_normalization, run_lstm;

// float/elementwise.cpp
RunOperator run_add, run_sub, run_mul, run_div, run_pow, run_minimum, run_maximum, run_prelu;
RunOperator run_relu, run_clip, run_function, run_softmax, run_where;

// float/quantize.cpp
RunOperator run_quantize;

// float/reduce.cpp
RunOperator run_reduce_max, run_reduce_mean, run_reduce_sum, run_layer_normalization, run_top_k;

// float/layout.cpp
RunOperator run_reshape, run_transpose, run_slice, run_gather, run_pad, run_concat, run_lookup;

}  // namespace mho
