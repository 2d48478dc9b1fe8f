// The block of ResNet-50 and deeper: 1x1, 3x3, 1x1 to four times the channels, and a shortcut (He
// et al., CVPR 2016, fig. 5 right). It strides in the 3x3 convolution, as torchvision and MLPerf do
// ("v1.5"), not in the first.
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class Bottleneck : public NetworkBlock {
 public:
  const char* kind() const override { return "bottleneck"; }

  int build(NetworkBuilder& net, int x, bool first) const override {
    constexpr int kExpansion = 4;
    Convolution c;
    c.channels = channels_;
    int y = convolve(net, "conv1", x, c, Activation::relu);
    c.kernel_h = c.kernel_w = 3;
    c.stride_h = c.stride_w = first ? stride_ : 1;
    y = convolve(net, "conv2", y, c, Activation::relu);
    Convolution expand;
    expand.channels = kExpansion * channels_;
    y = net.conv("conv3", y, expand);
    return net.activate("activation", add_shortcut(net, y, x, c.stride_h), Activation::relu);
  }

 private:
  void own_fields(Fields& f) override {
    f.integer("channels", channels_, {1, 16384},
              "Of the 3x3 convolution; the output has 4 times as many.");
    stride_field(f, stride_);
  }

  int channels_ = 0, stride_ = 1;
};

}  // namespace

extern const Kind<NetworkBlock> bottleneck_block;
const Kind<NetworkBlock> bottleneck_block{
    "bottleneck", "1x1, 3x3 and 1x1 convolutions and a shortcut (ResNet-50).",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<Bottleneck>(); }};

}  // namespace mho
