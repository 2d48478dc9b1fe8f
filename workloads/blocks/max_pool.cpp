// The largest value of a window.
#include "workloads/network_block.hpp"

namespace mho {

namespace {

class MaxPoolBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "max_pool"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    return net.max_pool("pool", x, kernel_, stride_ > 0 ? stride_ : kernel_, padding_);
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

extern const Kind<NetworkBlock> max_pool_block;
const Kind<NetworkBlock> max_pool_block{
    "max_pool", "The largest value of a window.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<MaxPoolBlock>(); }};

}  // namespace mho
