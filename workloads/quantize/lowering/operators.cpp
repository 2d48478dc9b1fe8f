// Which layers an operator becomes, or why none. Operators that are steps of a function of one
// variable (PointwiseGroups) come here where they are not part of one.
#include "workloads/graph/operators.hpp"
#include "sim/base/error.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

constexpr const char* kTableAlone =
    "is computed with more than one number for all its elements; a function of one computed value "
    "and single numbers is possible";

}  // namespace

/// A member function, or what is said of the node instead.
struct Lowering::Row {
  void (Lowering::*lower)(const Node&) = nullptr;
  const char* refusal = "";

  constexpr Row() = default;
  constexpr Row(void (Lowering::*member)(const Node&)) : lower(member) {}
  constexpr Row(const char* words) : refusal(words) {}
};

const Lowering::Row& Lowering::row(Op op) {
  static constexpr OperatorTable<Row> kRows({
      {Op::add, &Lowering::lower_arithmetic},
      {Op::average_pool, &Lowering::lower_pool},
      {Op::batch_normalization, &Lowering::lower_batch_normalization},
      {Op::clip, &Lowering::lower_clip},
      {Op::concat, &Lowering::lower_concat},
      {Op::conv, &Lowering::lower_conv},
      {Op::div, &Lowering::lower_arithmetic},
      {Op::dropout, &Lowering::lower_reshape},
      {Op::flatten, &Lowering::lower_reshape},
      {Op::function, kTableAlone},
      {Op::gather, &Lowering::lower_gather},
      {Op::gemm, &Lowering::lower_gemm},
      {Op::global_average_pool, &Lowering::lower_global_average_pool},
      {Op::identity, &Lowering::lower_reshape},
      {Op::layer_normalization, &Lowering::lower_layer_normalization},
      {Op::lookup, &Lowering::lower_lookup},
      {Op::lstm, &Lowering::lower_lstm},
      {Op::matmul, &Lowering::lower_matmul},
      {Op::max_pool, &Lowering::lower_pool},
      {Op::maximum, &Lowering::lower_bound},
      {Op::minimum, &Lowering::lower_bound},
      {Op::mul, &Lowering::lower_arithmetic},
      {Op::pad, &Lowering::lower_pad},
      {Op::pow, kTableAlone},
      {Op::prelu, kTableAlone},
      {Op::quantize, &Lowering::lower_quantize},
      {Op::reduce_max, &Lowering::lower_reduce},
      {Op::reduce_mean, &Lowering::lower_reduce},
      {Op::reduce_sum, "sums elements of a value; a mean (ReduceMean) is possible"},
      {Op::relu, &Lowering::lower_relu},
      {Op::reshape, &Lowering::lower_reshape},
      {Op::slice, &Lowering::lower_slice},
      {Op::softmax, &Lowering::lower_softmax},
      {Op::sub, &Lowering::lower_arithmetic},
      {Op::top_k,
       "chooses places by value; at the network's output, where it is left out, that is possible"},
      {Op::transpose, &Lowering::lower_transpose},
      {Op::where, &Lowering::lower_where},
  });
  return kRows[op];
}

bool Lowering::has_layer(Op op) { return row(op).lower != nullptr; }

void Lowering::lower_node(const Node& node) {
  const Row& how = row(node.op);
  if (!how.lower) fail(node, how.refusal);
  (this->*how.lower)(node);
}

}  // namespace mho
