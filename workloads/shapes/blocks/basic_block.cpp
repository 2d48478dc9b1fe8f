// The block of ResNet-18 and ResNet-34: two 3x3 convolutions and a shortcut (He et al., "Deep
// Residual Learning for Image Recognition", CVPR 2016, fig. 5 left).
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class BasicBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "basic_block"; }

  int build(NetworkBuilder& net, int x, bool first) const override {
    Convolution c;
    c.channels = channels_;
    c.kernel_h = c.kernel_w = 3;
    c.stride_h = c.stride_w = first ? stride_ : 1;
    int y = convolve(net, "conv1", x, c, Activation::relu);
    const int stride = c.stride_h;
    c.stride_h = c.stride_w = 1;
    y = net.conv("conv2", y, c);
    return net.activate("activation", add_shortcut(net, y, x, stride), Activation::relu);
  }

 private:
  void own_fields(Fields& f) override {
    channels_field(f, channels_);
    stride_field(f, stride_);
  }

  int channels_ = 0, stride_ = 1;
};

}  // namespace

extern const Kind<NetworkBlock> basic_block_block;
const Kind<NetworkBlock> basic_block_block{
    "basic_block", "Two 3x3 convolutions and a shortcut (ResNet-18).",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<BasicBlock>(); }};

}  // namespace mho
