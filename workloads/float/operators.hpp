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

Tensor run_conv(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_max_pool(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_average_pool(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_global_average_pool(const Arguments& inputs, const Shape& output);

Tensor run_gemm(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_matmul(const Arguments& inputs, const Shape& output);
Tensor run_batch_normalization(const Attributes& attributes, const Arguments& inputs);

Tensor run_add(const Arguments& inputs, const Shape& output);
Tensor run_mul(const Arguments& inputs, const Shape& output);
Tensor run_sub(const Arguments& inputs, const Shape& output);
Tensor run_div(const Arguments& inputs, const Shape& output);
Tensor run_pow(const Arguments& inputs, const Shape& output);
Tensor run_minimum(const Arguments& inputs, const Shape& output);
Tensor run_maximum(const Arguments& inputs, const Shape& output);
Tensor run_prelu(const Arguments& inputs, const Shape& output);
Tensor run_where(const Arguments& inputs, const Shape& output);
Tensor run_function(const Attributes& attributes, const Arguments& inputs);
Tensor run_clip(const Attributes& attributes, const Arguments& inputs);
Tensor run_softmax(const Attributes& attributes, const Arguments& inputs);

Tensor run_reduce_max(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_reduce_mean(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_reduce_sum(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_layer_normalization(const Attributes& attributes, const Arguments& inputs);
Tensor run_lstm(const Arguments& inputs, const Shape& output);

Tensor run_reshape(const Arguments& inputs, const Shape& output);
Tensor run_transpose(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_slice(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_gather(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_pad(const Attributes& attributes, const Arguments& inputs, const Shape& output);
Tensor run_concat(const Attributes& attributes, const Arguments& inputs, const Shape& output);

}  // namespace mho
