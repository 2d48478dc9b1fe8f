// The mean of a window.
#include "workloads/network_block.hpp"

namespace mho {

namespace {

class AveragePoolBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "average_pool"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.average_pool("pool", x, kernel_, stride_ > 0 ? stride_ : kernel_, padding_);
  }

 private:
  void own_fields(Fields& f) override {
    kernel_field(f, kernel_);
    f.integer("stride", stride_, {0, 1024}, "Of the window, pixels both ways; 0: the kernel.",
              Presence::optional);
    padding_field(f, padding_);
  }

  int kernel_ = 0, stride_ = 0;
  Padding padding_ = Padding::valid;
};

}  // namespace

extern const Kind<NetworkBlock> average_pool_block;
const Kind<NetworkBlock> average_pool_block{
    "average_pool", "The mean of a window.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<AveragePoolBlock>(); }};

}  // namespace mho
