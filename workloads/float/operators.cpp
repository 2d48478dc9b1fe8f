#include "workloads/float/operators.hpp"

#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

constexpr OperatorTable<RunOperator*> kRuns({
    {Op::add, run_add},
    {Op::average_pool, run_average_pool},
    {Op::batch_normalization, run_batch_normalization},
    {Op::clip, run_clip},
    {Op::concat, run_concat},
    {Op::conv, run_conv},
    {Op::div, run_div},
    {Op::dropout, run_reshape},
    {Op::flatten, run_reshape},
    {Op::function, run_function},
    {Op::gather, run_gather},
    {Op::gemm, run_gemm},
    {Op::global_average_pool, run_global_average_pool},
    {Op::identity, run_reshape},
    {Op::layer_normalization, run_layer_normalization},
    {Op::lookup, run_lookup},
    {Op::lstm, run_lstm},
    {Op::matmul, run_matmul},
    {Op::max_pool, run_max_pool},
    {Op::maximum, run_maximum},
    {Op::minimum, run_minimum},
    {Op::mul, run_mul},
    {Op::pad, run_pad},
    {Op::pow, run_pow},
    {Op::prelu, run_prelu},
    {Op::quantize, run_quantize},
    {Op::reduce_max, run_reduce_max},
    {Op::reduce_mean, run_reduce_mean},
    {Op::reduce_sum, run_reduce_sum},
    {Op::relu, run_relu},
    {Op::reshape, run_reshape},
    {Op::slice, run_slice},
    {Op::softmax, run_softmax},
    {Op::sub, run_sub},
    {Op::top_k, run_top_k},
    {Op::transpose, run_transpose},
    {Op::where, run_where},
});

}  // namespace

Tensor run_operator(const Node& node, const Arguments& inputs, const Shape& output) {
  return kRuns[node.op](node.attributes, inputs, output);
}

}  // namespace mho
