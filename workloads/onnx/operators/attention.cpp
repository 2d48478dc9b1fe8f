// Attention as one operator, rotary embeddings and gates: written as the products, masks and
// Softmax that they are. Vaswani et al., arXiv:1706.03762; Su et al., arXiv:2104.09864.
#include <algorithm>
#include <cmath>
#include <limits>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

using Sizes = std::vector<std::int64_t>;

class AttentionParts {
 public:
  AttentionParts(const OnnxNode& onnx, Expansion& to) : onnx_(onnx), to_(to) {
    for (const int input : {0, 1, 2})
      if (onnx.rank(input) != 3 && onnx.rank(input) != 4)
        onnx.fail("input " + std::to_string(input) + " has shape " + shape_text(onnx.shape(input)) +
                  "; [batch][heads][tokens][depth] or "
                  "[batch][tokens][features] is wanted");
    if (onnx.has_input(6)) onnx.fail("nonpad_kv_seqlen is not accepted; leave padding out");
  }

  void run() {
    std::string query = heads(0, onnx_.integer("q_num_heads", 0), q_);
    std::string key = joined(1, 4, k_), value = joined(2, 5, v_);
    if (onnx_.has_output(1)) to_.add("Identity", {key}, {}, to_.output(1));
    if (onnx_.has_output(2)) to_.add("Identity", {value}, {}, to_.output(2));
    if (k_[1] < 1 || q_[1] % k_[1] != 0 || v_[1] != k_[1])
      onnx_.fail(std::to_string(q_[1]) + " heads of queries for " + std::to_string(k_[1]) +
                 " of keys and " + std::to_string(v_[1]) + " of values");
    key = repeated(key, k_);
    value = repeated(value, v_);
    // The factor is part of the query, as of the scores.
    const float usual = 1 / std::sqrt(static_cast<float>(q_[3]));
    const std::string scores =
        to_.add("Mul", {to_.add("MatMul", {query, to_.transpose(key, {0, 1, 3, 2})}),
                        to_.number(onnx_.number("scale", usual))});
    expose(0, scores);
    const std::string capped = softcapped(scores);
    expose(1, capped);
    const std::string masked = with_mask(capped);
    expose(2, masked);
    const std::string shares = to_.add("Softmax", {masked}, {{"axis", std::int64_t{-1}}});
    expose(3, shares);
    if (onnx_.rank(0) == 4) {
      to_.add("MatMul", {shares, value}, {}, to_.output(0));
      return;
    }
    const std::string context = to_.add("MatMul", {shares, value});
    to_.reshape(to_.transpose(context, {0, 2, 1, 3}), {q_[0], q_[2], q_[1] * v_[3]}, to_.output(0));
  }

 private:
  /// The input as [batch][heads][tokens][depth]; sets that shape.
  std::string heads(int input, std::int64_t count, Shape& shape) {
    shape = onnx_.shape(input);
    if (shape.size() == 4) return to_.input(input);
    if (count < 1 || shape[2] % count != 0)
      onnx_.fail(std::to_string(count) + " heads of " + std::to_string(shape[2]) + " features");
    const std::string apart =
        to_.reshape(to_.input(input), {shape[0], shape[1], count, shape[2] / count});
    shape = {shape[0], count, shape[1], shape[2] / count};
    return to_.transpose(apart, {0, 2, 1, 3});
  }

  /// Keys or values, behind those of earlier steps.
  std::string joined(int input, int past, Shape& shape) {
    const std::string own = heads(input, onnx_.integer("kv_num_heads", 0), shape);
    if (!onnx_.has_input(past)) return own;
    past_ = onnx_.any_shape(past).at(2);
    shape[2] += past_;
    return to_.add("Concat", {to_.input(past), own}, {{"axis", std::int64_t{2}}});
  }

  /// Groups of queries share a head of keys and values.
  std::string repeated(const std::string& value, Shape& shape) {
    const std::int64_t times = q_[1] / shape[1];
    if (times == 1) return value;
    Sizes places;
    for (std::int64_t head = 0; head < q_[1]; ++head) places.push_back(head / times);
    shape[1] = q_[1];
    return to_.gather(value, 1, places);
  }

  std::string softcapped(const std::string& scores) {
    const float cap = onnx_.number("softcap", 0);
    if (cap <= 0) return scores;
    const std::string share = to_.add("Mul", {scores, to_.number(1 / cap)});
    return to_.add("Mul", {to_.add("Tanh", {share}), to_.number(cap)});
  }

  std::string with_mask(const std::string& scores) {
    std::string masked = scores;
    if (onnx_.has_input(3)) masked = to_.add("Add", {masked, given_mask()});
    const std::int64_t left = onnx_.integer("left_window_size", -1);
    const std::int64_t right = onnx_.integer("right_window_size", -1);
    const bool causal = onnx_.integer("is_causal", 0) != 0;
    if (!causal && left < 0 && right < 0) return masked;
    // A query sees the keys up to its own place, which lies behind those of earlier steps.
    Tensor mask{{q_[2], k_[2]}, {}};
    for (std::int64_t i = 0; i < q_[2]; ++i)
      for (std::int64_t j = 0; j < k_[2]; ++j) {
        const std::int64_t behind = i + past_ - j;
        const bool seen = (!causal || behind >= 0) && (left < 0 || behind <= left) &&
                          (right < 0 || -behind <= right);
        mask.values.push_back(seen ? 0 : -std::numeric_limits<float>::infinity());
      }
    return to_.add("Add", {masked, to_.floats(mask)});
  }

  /// Of bools: true stays. A mask that is shorter than the keys leaves the others out.
  std::string given_mask() {
    const Shape& shape = onnx_.any_shape(3);
    const float out = -std::numeric_limits<float>::infinity();
    std::string mask = to_.input(3);
    const bool bools = onnx_.is_constant(3) && onnx_.constant(3).type == onnx::TensorProto::BOOL;
    if (bools) mask = to_.add("Where", {mask, to_.number(0), to_.number(out)});
    if (!shape.empty() && shape.back() < k_[2]) {
      Shape rest = shape;
      rest.back() = k_[2] - shape.back();
      const auto count = static_cast<std::size_t>(element_count(rest));
      mask = to_.add("Concat", {mask, to_.floats({rest, std::vector<float>(count, out)})},
                     {{"axis", std::int64_t{-1}}});
    }
    return mask;
  }

  /// The stage of the scores that the fourth output shows.
  void expose(std::int64_t stage, const std::string& value) {
    if (!onnx_.has_output(3) || onnx_.integer("qk_matmul_output_mode", 0) != stage) return;
    to_.add("Identity", {value}, {}, to_.output(3));
  }

  const OnnxNode& onnx_;
  Expansion& to_;
  Shape q_, k_, v_;
  std::int64_t past_ = 0;
};

}  // namespace

void expand_attention(const OnnxNode& onnx, Expansion& to) { AttentionParts(onnx, to).run(); }

void expand_rotary_embedding(const OnnxNode& onnx, Expansion& to) {
  const Shape input = onnx.shape(0);
  const bool flat = input.size() == 3;
  const std::int64_t heads = flat ? onnx.integer("num_heads", 0) : input[1];
  if ((input.size() != 3 && input.size() != 4) || heads < 1 || (flat && input[2] % heads != 0))
    onnx.fail("an input of shape " + shape_text(input) + " and " + std::to_string(heads) +
              " heads; [batch][heads][tokens][depth], or [batch][tokens][features] with num_heads, "
              "is wanted");
  const std::int64_t batch = input[0], tokens = input[flat ? 1 : 2];
  const std::int64_t depth = flat ? input[2] / heads : input[3];
  const std::int64_t stated = onnx.integer("rotary_embedding_dim", 0);
  const std::int64_t turned = stated > 0 ? stated : depth, half = turned / 2;
  if (turned > depth || turned % 2 != 0)
    onnx.fail("rotary_embedding_dim " + std::to_string(turned) + " of a depth of " +
              std::to_string(depth));
  std::string x = to.input(0);
  if (flat) x = to.transpose(to.reshape(x, {batch, tokens, heads, depth}), {0, 2, 1, 3});
  const auto table = [&](int index) {
    std::string rows = to.input(index);
    if (onnx.has_input(3)) rows = to.add("Gather", {rows, to.input(3)});
    return to.reshape(rows, {batch, 1, tokens, half});
  };
  const std::string cos = table(1), sin = table(2);
  const bool interleaved = onnx.integer("interleaved", 0) != 0;
  const auto every = [&](std::int64_t first) {
    Sizes places;
    for (std::int64_t i = 0; i < half; ++i)
      places.push_back(interleaved ? 2 * i + first : i + first * half);
    return to.gather(x, 3, places);
  };
  const std::string a = every(0), b = every(1);
  const auto mul = [&](const std::string& l, const std::string& r) {
    return to.add("Mul", {l, r});
  };
  const std::string real = to.add("Sub", {mul(a, cos), mul(b, sin)});
  const std::string imaginary = to.add("Add", {mul(a, sin), mul(b, cos)});
  std::vector<std::string> parts{real, imaginary};
  if (turned < depth) parts.push_back(to.slice(x, 3, turned, depth));
  std::string result = to.add("Concat", parts, {{"axis", std::int64_t{3}}});
  if (interleaved) {
    Sizes places;
    for (std::int64_t i = 0; i < depth; ++i)
      places.push_back(i < turned ? i / 2 + i % 2 * half : i);
    result = to.gather(result, 3, places);
  }
  if (flat)
    to.reshape(to.transpose(result, {0, 2, 1, 3}), input, to.output(0));
  else
    to.add("Identity", {result}, {}, to.output(0));
}

namespace {

std::string gated(Expansion& to, const std::string& x, float alpha) {
  const std::string slope = alpha == 1 ? x : to.add("Mul", {x, to.number(alpha)});
  return to.add("Mul", {x, to.add("Sigmoid", {slope})});
}

}  // namespace

/// x * sigmoid(alpha * x); of SwiGLU times the second input.
void expand_swish(const OnnxNode& onnx, Expansion& to) {
  const bool quick = onnx.type() == "QuickGelu";
  const std::string y = gated(to, to.input(0), onnx.number("alpha", quick ? 1.702f : 1));
  if (onnx.type() == "SwiGLU")
    to.add("Mul", {y, to.input(1)}, {}, to.output(0));
  else
    to.add("Identity", {y}, {}, to.output(0));
}

/// com.microsoft.BiasGelu and FastGelu.
void expand_bias_gelu(const OnnxNode& onnx, Expansion& to) {
  const std::string x = onnx.has_input(1) ? to.add("Add", {to.input(0), to.input(1)}) : to.input(0);
  const std::string form = onnx.type() == "FastGelu" ? "tanh" : "none";
  to.add("Gelu", {x}, {{"approximate", form}}, to.output(0));
}

/// Each channel its slope: max(x, 0) + slope * min(x, 0), of which one is zero.
void expand_prelu(const OnnxNode& onnx, Expansion& to) {
  const Shape& input = onnx.shape(0);
  std::string slope = to.input(1);
  // Operator set 6: slopes are of channels.
  if (onnx.rank(1) == 1 && input.size() > 2 && onnx.shape(1)[0] == input[1] &&
      onnx.shape(1)[0] != input.back()) {
    Shape by_channel(input.size() - 1, 1);
    by_channel[0] = input[1];
    slope = to.reshape(slope, by_channel);
  }
  const std::string below = to.add("Min", {to.input(0), to.number(0)});
  to.add("Add", {to.add("Relu", {to.input(0)}), to.add("Mul", {below, slope})}, {}, to.output(0));
}

bool has_several_slopes(const OnnxNode& onnx) { return element_count(onnx.shape(1)) > 1; }

/// com.microsoft: a product with what stands before or behind it.
void expand_fused_matmul(const OnnxNode& onnx, Expansion& to) {
  const auto side = [&](int input, const char* name) {
    if (onnx.integer(name, 0) == 0) return to.input(input);
    Sizes perm;
    for (std::int64_t axis = 0; axis < onnx.rank(input); ++axis) perm.push_back(axis);
    if (perm.size() > 1) std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
    return to.transpose(to.input(input), perm);
  };
  const std::string product = to.add("MatMul", {side(0, "transA"), side(1, "transB")});
  to.add("Mul", {product, to.number(onnx.number("alpha", 1))}, {}, to.output(0));
}

/// A cache with new rows in the place of old ones (operator set 24).
void expand_tensor_scatter(const OnnxNode& onnx, Expansion& to) {
  const Shape& cache = onnx.shape(0);
  const std::int64_t axis = onnx.resolved_axis(onnx.integer("axis", -2), onnx.rank(0));
  const std::int64_t size = cache[static_cast<std::size_t>(axis)];
  const std::int64_t added = onnx.shape(1).at(static_cast<std::size_t>(axis));
  std::int64_t first = 0;
  if (onnx.has_input(2)) {
    const std::vector<std::int64_t>& places = onnx.constant_integers(2, "write_indices");
    if (!places.empty()) first = places[0];
    if (std::count(places.begin(), places.end(), first) != std::ssize(places))
      onnx.fail("write_indices differ between the sequences of a batch; one is accepted");
  }
  if (first < 0 || first + added > size)
    onnx.fail("rows " + std::to_string(first) + " to " + std::to_string(first + added - 1) +
              " of a cache of " + std::to_string(size));
  std::vector<std::string> parts;
  if (first > 0) parts.push_back(to.slice(to.input(0), axis, 0, first));
  parts.push_back(to.input(1));
  if (first + added < size) parts.push_back(to.slice(to.input(0), axis, first + added, size));
  to.add("Concat", parts, {{"axis", axis}}, to.output(0));
}

}  // namespace mho
