// Random networks that end in operators that move elements, with outputs of any rank and shape, for
// tests of the order of outputs.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "tests/workloads/graph_builder.hpp"

namespace mho {

class LayoutGraph {
 public:
  /// Of a seed: a convolution, or a product over tokens or a vector; then up to three moves, of
  /// which a product may stand in the middle.
  explicit LayoutGraph(std::uint64_t seed) : stream_(seed), builder_(start()) {
    if (shape_.size() == 4)
      last_ = builder_.conv(0, number(shape_[1]), outputs(), number(shape_[2]), number(shape_[3]));
    else
      multiply();
    shape_ = builder_.graph().values.back().shape;
    const int moves = draw(4);
    for (int i = 0; i < moves; ++i) {
      if (shape_.size() > 1 && draw(3) == 0) multiply();
      draw(2) == 0 ? transpose() : reshape();
    }
  }

  const Graph& graph() const { return builder_.graph(); }

 private:
  int draw(int bound) {
    std::vector<std::int32_t> one(1);
    stream_.child(drawn_++).integers(0, static_cast<std::uint32_t>(bound), one);
    return one[0];
  }
  static int number(std::int64_t size) { return static_cast<int>(size); }
  int side() { return 2 + draw(3); }
  int outputs() { return 2 + draw(4); }

  Shape start() {
    const int kind = draw(3);
    if (kind == 0) shape_ = {1, side(), side(), side()};
    if (kind == 1) shape_ = {1, side(), side()};
    if (kind == 2) shape_ = {1, side() * side()};
    return shape_;
  }

  void multiply() {
    const int count = outputs();
    const int matrix = builder_.constant({shape_.back(), count}, -1, 1);
    shape_.back() = count;
    last_ = builder_.node(Op::matmul, {last_, matrix}, shape_);
  }

  void transpose() {
    Attributes moved;
    moved.perm.resize(shape_.size());
    std::iota(moved.perm.begin(), moved.perm.end(), 0);
    for (std::size_t i = moved.perm.size(); i > 1; --i)
      std::swap(moved.perm[i - 1], moved.perm[static_cast<std::size_t>(draw(number(i)))]);
    Shape to;
    for (const int axis : moved.perm) to.push_back(shape_[static_cast<std::size_t>(axis)]);
    shape_ = to;
    last_ = builder_.node(Op::transpose, {last_}, shape_, moved);
  }

  /// Into up to four random factors, axes of size 1 among them; as often a Flatten.
  void reshape() {
    std::int64_t rest = element_count(shape_);
    Shape to;
    const int axes = draw(4);
    for (int i = 0; i < axes; ++i) {
      std::vector<std::int64_t> factors;
      for (std::int64_t f = 1; f <= rest; ++f)
        if (rest % f == 0) factors.push_back(f);
      to.push_back(factors[static_cast<std::size_t>(draw(number(std::ssize(factors))))]);
      rest /= to.back();
    }
    to.push_back(rest);
    shape_ = to;
    last_ = builder_.node(to.size() == 2 && to[0] == 1 ? Op::flatten : Op::reshape, {last_}, to);
  }

  Stream stream_;
  std::uint64_t drawn_ = 0;
  Shape shape_;
  GraphBuilder builder_;
  int last_ = 0;
};

}  // namespace mho
