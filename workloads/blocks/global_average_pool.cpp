// The mean of each channel.
#include "workloads/block.hpp"

namespace mho {

namespace {

class GlobalAveragePoolBlock : public Block {
 public:
  const char* kind() const override { return "global_average_pool"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.global_average_pool("pool", x);
  }

 private:
  void own_fields(Fields&) override {}
};

}  // namespace

extern const Kind<Block> global_average_pool_block;
const Kind<Block> global_average_pool_block{
    "global_average_pool", "The mean of each channel over the image.",
    []() -> std::shared_ptr<Block> { return std::make_shared<GlobalAveragePoolBlock>(); }};

}  // namespace mho
