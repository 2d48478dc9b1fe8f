// Layer normalization (Ba et al., arXiv:1607.06450) of each token.
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class LayerNormBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "layer_norm"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.layer_norm("norm", x);
  }

 private:
  void own_fields(Fields&) override {}
};

}  // namespace

extern const Kind<NetworkBlock> layer_norm_block;
const Kind<NetworkBlock> layer_norm_block{
    "layer_norm", "Layer normalization of each token.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<LayerNormBlock>(); }};

}  // namespace mho
