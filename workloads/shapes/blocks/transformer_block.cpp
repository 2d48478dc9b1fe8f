// Multi-head attention and a two-layer perceptron, each with a shortcut (Vaswani et al., NIPS
// 2017). Normalization comes after each (as there, and in BERT) or before (GPT-2, ViT). The scores'
// factor 1 / sqrt(head width) is part of the query's weights. With `cached` tokens, keys and values
// of earlier steps are there already, as synthetic constants: one step of a decoder.
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

/// Takes a score out of the softmax: e^-10000 is 0. The value of GPT-2's own code.
constexpr float kMasked = -1e4f;

/// [1][1][tokens][cached + tokens]: token i sees the cached ones and those up to itself.
Tensor causal_mask(std::int64_t tokens, std::int64_t cached) {
  Tensor mask{{1, 1, tokens, cached + tokens}, {}};
  for (std::int64_t i = 0; i < tokens; ++i)
    for (std::int64_t j = 0; j < cached + tokens; ++j)
      mask.values.push_back(j > i + cached ? kMasked : 0);
  return mask;
}

class TransformerBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "transformer_block"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    const Shape& from = net.shape(x);
    if (from.size() != 3 || from[2] % heads_ != 0)
      throw InputError({}, net.scope(),
                       "needs tokens whose width the " + std::to_string(heads_) + " heads divide");
    switch (norm_) {
      case Norm::before:
        x = net.add("add1", x, attention(net, net.layer_norm("norm1", x)));
        return net.add("add2", x, perceptron(net, net.layer_norm("norm2", x)));
      case Norm::after:
        x = net.layer_norm("norm1", net.add("add1", x, attention(net, x)));
        return net.layer_norm("norm2", net.add("add2", x, perceptron(net, x)));
    }
    throw Bug("no such place of a normalization");
  }

 private:
  enum class Norm { before, after };

  void own_fields(Fields& f) override {
    f.integer("heads", heads_, {1, 1024}, "Of the attention; they share the token's width.");
    f.integer("mlp", mlp_, {1, 1e6}, "Hidden units of the perceptron.");
    f.choice("norm", norm_,
             {{"before", "In front of attention and perceptron, beside the shortcut."},
              {"after", "Behind each shortcut's sum."}},
             "Where layer normalization is.");
    activation_field(f, activation_, Presence::required);
    f.flag("causal", causal_, "Whether a token sees those before it alone.", Presence::optional);
    f.integer("cached", cached_, {0, 1e6},
              "Earlier tokens whose keys and values are there already (a KV cache).",
              Presence::optional);
  }

  /// [1][tokens][width] -> [1][heads][tokens][width / heads].
  int split(NetworkBuilder& net, const std::string& name, int x) const {
    const Shape from = net.shape(x);
    const int heads = net.reshape(name + ".split", x, {1, from[1], heads_, from[2] / heads_});
    return net.transpose(name + ".heads", heads, {0, 2, 1, 3});
  }

  /// With the rows of earlier tokens in front.
  int with_cache(NetworkBuilder& net, const std::string& name, int x) const {
    if (cached_ == 0) return x;
    const int earlier = net.computed_before(name + ".cache", {1, heads_, cached_, net.shape(x)[3]});
    return net.concat(name + ".concat", earlier, x, 2);
  }

  int attention(NetworkBuilder& net, int x) const {
    const Shape from = net.shape(x);
    const auto width = static_cast<int>(from[2]);
    const double score_gain = 1 / std::sqrt(static_cast<double>(width) / heads_);
    const int query = split(net, "query", net.linear("query", x, width, score_gain));
    const int key = with_cache(net, "key", split(net, "key", net.linear("key", x, width, 1)));
    const int value =
        with_cache(net, "value", split(net, "value", net.linear("value", x, width, 1)));
    int scores = net.matmul("scores", query, net.transpose("key.transpose", key, {0, 1, 3, 2}));
    if (causal_ && from[1] > 1)
      scores = net.add("mask", scores, net.structure("mask.values", causal_mask(from[1], cached_)));
    const int mixed = net.matmul("mix", net.softmax("softmax", scores), value);
    const int joined = net.reshape("join", net.transpose("join.heads", mixed, {0, 2, 1, 3}), from);
    return net.linear("output", joined, width, 1);
  }

  int perceptron(NetworkBuilder& net, int x) const {
    const auto width = static_cast<int>(net.shape(x)[2]);
    const int hidden = net.activate("mlp.activation", net.linear("mlp1", x, mlp_, 1), activation_);
    return net.linear("mlp2", hidden, width, 1);
  }

  int heads_ = 1, mlp_ = 0, cached_ = 0;
  bool causal_ = false;
  Norm norm_ = Norm::before;
  Activation activation_ = Activation::gelu;
};

}  // namespace

extern const Kind<NetworkBlock> transformer_block_block;
const Kind<NetworkBlock> transformer_block_block{
    "transformer_block", "Attention and perceptron (BERT, GPT-2, ViT).",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<TransformerBlock>(); }};

}  // namespace mho
