// Leaves one token of a sequence: the class token of a transformer, or the last one.
#include "sim/base/error.hpp"
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class TokenBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "token"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    const Shape& from = net.shape(x);
    if (from.size() != 3) throw InputError({}, net.scope(), "needs a sequence of tokens");
    return net.token("token", x, which_ == Which::first ? 0 : static_cast<int>(from[1]) - 1);
  }

 private:
  void own_fields(Fields& f) override {
    f.choice("which", which_, {{"first", "The class token."}, {"last", "The newest."}},
             "Of the sequence.");
  }

  enum class Which { first, last } which_ = Which::first;
};

}  // namespace

extern const Kind<NetworkBlock> token_block;
const Kind<NetworkBlock> token_block{
    "token", "One token of a sequence.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<TokenBlock>(); }};

}  // namespace mho
