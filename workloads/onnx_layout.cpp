// Operators that only move elements.
#include <algorithm>
#include <functional>
#include <numeric>

#include "workloads/onnx_operators.hpp"
#include "workloads/shape_limit.hpp"

namespace mho {

Shape import_flatten(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  const int rank = onnx.rank(0);
  node.attributes.axis = onnx.axis(1, rank, rank, 11);
  const auto middle = input.begin() + node.attributes.axis;
  return {element_count({input.begin(), middle}), element_count({middle, input.end()})};
}

Shape import_reshape(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  Shape output = onnx.constant_integers(1, "the shape");
  const std::string wanted = shape_text(output) + " from " + shape_text(input);
  if (output.size() > kMaxRank) onnx.fail("more than " + std::to_string(kMaxRank) + " dimensions");
  const bool zero_copies = onnx.integer("allowzero", 0) == 0;
  auto inferred = output.end();
  std::int64_t rest = element_count(input);
  for (auto size = output.begin(); size != output.end(); ++size) {
    const auto axis = static_cast<std::size_t>(size - output.begin());
    if (*size == 0 && zero_copies && axis < input.size()) *size = input[axis];
    if (*size == -1 && inferred == output.end()) {
      inferred = size;
    } else if (*size < 1 || rest % *size != 0) {
      onnx.fail("cannot make " + wanted);
    } else {
      rest /= *size;
    }
  }
  if (inferred != output.end()) {
    *inferred = rest;
  } else if (rest != 1) {
    onnx.fail("cannot make " + wanted);
  }
  node.inputs.resize(1);
  return output;
}

Shape import_transpose(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  std::vector<int>& perm = node.attributes.perm;
  perm.resize(input.size());
  std::iota(perm.rbegin(), perm.rend(), 0);
  if (onnx.has_attribute("perm")) {
    std::vector<int> sorted = onnx.sizes("perm", input.size(), 0, 0);
    if (!std::is_permutation(sorted.begin(), sorted.end(), perm.begin())) {
      onnx.fail("perm is no order of the " + std::to_string(input.size()) + " axes");
    }
    perm = std::move(sorted);
  }
  Shape output;
  for (const int axis : perm) output.push_back(input[axis]);
  return output;
}

Shape import_concat(const OnnxNode& onnx, Node& node) {
  if (!onnx.has_attribute("axis")) onnx.fail("attribute 'axis' is missing");
  Shape output = onnx.shape(0);
  const int rank = onnx.rank(0);
  const int axis = onnx.axis(0, rank, rank - 1, 11);
  node.attributes.axis = axis;
  for (int index = 1; index < onnx.input_count(); ++index) {
    Shape other = onnx.shape(index);
    const std::int64_t added = other.size() == output.size() ? other[axis] : 0;
    if (added > 0) other[axis] = output[axis];
    if (other != output) {
      onnx.fail("inputs of shape " + shape_text(onnx.shape(0)) + " and " +
                shape_text(onnx.shape(index)) + " cannot be joined along axis " +
                std::to_string(axis));
    }
    output[axis] += added;
  }
  return output;
}

}  // namespace mho
