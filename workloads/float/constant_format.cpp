#include "workloads/float/constant_format.hpp"

#include "workloads/float/operators.hpp"
#include "workloads/graph/file_bits.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

std::optional<ConstantFormat> moved_format(const Node& node,
                                           const std::optional<ConstantFormat>& format,
                                           const Shape& from, const Shape& to) {
  if (!format) return std::nullopt;
  switch (operator_of(node.op).places) {
    case Places::kept:
    case Places::in_order:
    case Places::permuted:
      break;
    case Places::partly:
      if (node.op != Op::slice) return std::nullopt;  // others put numbers of their own in
      break;
    case Places::lost:
    case Places::same:
      return std::nullopt;
  }
  const auto moved = [&](const Tensor& tensor) {
    if (tensor.values.size() == 1) return Tensor{Shape(to.size(), 1), tensor.values};
    const Tensor whole = spread(tensor, from);
    return run_operator(node, {&whole}, to);
  };
  return ConstantFormat{moved(format->scale), moved(format->zero_point), format->low, format->high,
                        format->bipolar};
}

}  // namespace mho
