// The mean of a window.
#include "workloads/shapes/window_pool_block.hpp"

namespace mho {

namespace {

class AveragePoolBlock : public WindowPoolBlock {
 public:
  const char* kind() const override { return "average_pool"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.average_pool("pool", x, kernel(), stride(), padding());
  }
};

}  // namespace

extern const Kind<NetworkBlock> average_pool_block;
const Kind<NetworkBlock> average_pool_block{
    "average_pool", "The mean of a window.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<AveragePoolBlock>(); }};

}  // namespace mho
