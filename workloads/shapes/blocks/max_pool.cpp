// The largest value of a window.
#include "workloads/shapes/window_pool_block.hpp"

namespace mho {

namespace {

class MaxPoolBlock : public WindowPoolBlock {
 public:
  const char* kind() const override { return "max_pool"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.max_pool("pool", x, kernel(), stride(), padding());
  }
};

}  // namespace

extern const Kind<NetworkBlock> max_pool_block;
const Kind<NetworkBlock> max_pool_block{
    "max_pool", "The largest value of a window.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<MaxPoolBlock>(); }};

}  // namespace mho
