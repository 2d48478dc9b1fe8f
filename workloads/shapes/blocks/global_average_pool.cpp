// The mean of each channel.
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class GlobalAveragePoolBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "global_average_pool"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.global_average_pool("pool", x);
  }

 private:
  void own_fields(Fields&) override {}
};

}  // namespace

extern const Kind<NetworkBlock> global_average_pool_block;
const Kind<NetworkBlock> global_average_pool_block{
    "global_average_pool", "The mean of each channel over the image.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<GlobalAveragePoolBlock>(); }};

}  // namespace mho
