// Transformer and recurrent networks as exporters write them, with random weights, for tests of
// lowering.
#pragma once

#include "tests/workloads/graph_builder.hpp"

namespace mho {

/// Attention of one layer over `tokens` of `width` features.
struct AttentionShape {
  std::int64_t tokens = 6, width = 8, heads = 2;
  bool fused = false;       ///< one matrix makes queries, keys and values
  bool causal = false;      ///< a Where in front of Softmax
  std::int64_t cached = 0;  ///< earlier tokens, of which keys and values are constants

  std::int64_t depth() const { return width / heads; }
  std::int64_t columns() const { return cached + tokens; }
};

inline Attributes with_perm(std::vector<int> perm) {
  Attributes a;
  a.perm = std::move(perm);
  return a;
}

inline Attributes with_axis(int axis) {
  Attributes a;
  a.axis = axis;
  return a;
}

inline Attributes with_axes(std::vector<int> axes, bool keepdims) {
  Attributes a;
  a.axes = std::move(axes);
  a.keepdims = keepdims;
  return a;
}

inline Attributes with_slice(std::vector<std::int64_t> starts, std::vector<std::int64_t> steps) {
  Attributes a;
  a.starts = std::move(starts);
  a.steps = std::move(steps);
  return a;
}

inline Attributes with_function(Function function) {
  Attributes a;
  a.function = function;
  return a;
}

inline int add_linear(GraphBuilder& b, int x, const Shape& shape, std::int64_t outputs) {
  Shape result = shape;
  result.back() = outputs;
  const double range = 1.5 / std::sqrt(static_cast<double>(shape.back()));
  const int product =
      b.node(Op::matmul, {x, b.constant({shape.back(), outputs}, -range, range)}, result);
  return b.node(Op::add, {product, b.constant({outputs}, -0.2, 0.2)}, result);
}

inline int add_layer_norm(GraphBuilder& b, int x, const Shape& shape) {
  return b.node(Op::layer_normalization,
                {x, b.constant({shape.back()}, 0.5, 1.5), b.constant({shape.back()}, -0.2, 0.2)},
                shape, with_axis(static_cast<int>(shape.size()) - 1));
}

/// `cache`: [1][heads][cached][depth] constants of keys and values, drawn when not given.
inline int add_attention(GraphBuilder& b, int x, const AttentionShape& s,
                         std::vector<float> cached_keys = {},
                         std::vector<float> cached_values = {}) {
  const Shape rows{1, s.tokens, s.width};
  const Shape split{1, s.tokens, s.heads, s.depth()}, by_head{1, s.heads, s.tokens, s.depth()};
  int parts[3];
  if (s.fused) {
    const int all = add_linear(b, x, rows, 3 * s.width);
    for (int i = 0; i < 3; ++i)
      parts[i] = b.node(Op::slice, {all}, rows, with_slice({0, 0, i * s.width}, {1, 1, 1}));
  } else {
    for (int& part : parts) part = add_linear(b, x, rows, s.width);
  }
  for (int& part : parts)
    part = b.node(Op::transpose, {b.node(Op::reshape, {part}, split)}, by_head,
                  with_perm({0, 2, 1, 3}));
  const Shape joined{1, s.heads, s.columns(), s.depth()};
  const auto join = [&](int part, std::vector<float> values) {
    const Shape cache{1, s.heads, s.cached, s.depth()};
    const int held = values.empty() ? b.constant(cache, -1, 1) : b.given(cache, std::move(values));
    return b.node(Op::concat, {held, part}, joined, with_axis(2));
  };
  if (s.cached > 0) {
    parts[1] = join(parts[1], std::move(cached_keys));
    parts[2] = join(parts[2], std::move(cached_values));
  }
  const int keys = b.node(Op::transpose, {parts[1]}, {1, s.heads, s.depth(), s.columns()},
                          with_perm({0, 1, 3, 2}));
  const Shape square{1, s.heads, s.tokens, s.columns()};
  int scores = b.node(Op::matmul, {parts[0], keys}, square);
  scores =
      b.node(Op::div, {scores, b.given({}, {static_cast<float>(std::sqrt(s.depth()))})}, square);
  if (s.causal) {
    std::vector<float> seen;
    for (std::int64_t i = 0; i < s.tokens; ++i)
      for (std::int64_t j = 0; j < s.columns(); ++j) seen.push_back(j <= i + s.cached ? 1 : 0);
    scores = b.node(Op::where,
                    {b.given({1, 1, s.tokens, s.columns()}, seen), scores, b.given({}, {-1e9f})},
                    square);
  }
  const int shares = b.node(Op::softmax, {scores}, square, with_axis(3));
  const int context = b.node(Op::matmul, {shares, parts[2]}, by_head);
  const int merged =
      b.node(Op::reshape, {b.node(Op::transpose, {context}, split, with_perm({0, 2, 1, 3}))}, rows);
  return add_linear(b, merged, rows, s.width);
}

/// Pre-norm block: x + attention(norm(x)), then x + gelu(norm(x) W) W.
inline int add_transformer_block(GraphBuilder& b, int x, const AttentionShape& s) {
  const Shape rows{1, s.tokens, s.width}, wide{1, s.tokens, 2 * s.width};
  const int attended = add_attention(b, add_layer_norm(b, x, rows), s);
  const int sum = b.node(Op::add, {x, attended}, rows);
  const int up = add_linear(b, add_layer_norm(b, sum, rows), rows, 2 * s.width);
  const int active = b.node(Op::function, {up}, wide, with_function(Function::gelu));
  return b.node(Op::add, {sum, add_linear(b, active, wide, s.width)}, rows);
}

/// Mean over tokens, then `classes` scores.
inline int add_classes(GraphBuilder& b, int x, const Shape& rows, std::int64_t classes) {
  const int mean = b.node(Op::reduce_mean, {x}, {1, rows[2]}, with_axes({1}, false));
  return b.gemm(mean, static_cast<int>(rows[2]), static_cast<int>(classes));
}

}  // namespace mho
