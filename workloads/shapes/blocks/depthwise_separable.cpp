// A 3x3 depthwise and a 1x1 convolution (Howard et al., "MobileNets", arXiv:1704.04861, fig. 3
// right).
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class DepthwiseSeparable : public NetworkBlock {
 public:
  const char* kind() const override { return "depthwise_separable"; }

  int build(NetworkBuilder& net, int x, bool first) const override {
    Convolution depthwise;
    depthwise.channels = depthwise.groups = static_cast<int>(net.shape(x)[1]);
    depthwise.kernel_h = depthwise.kernel_w = 3;
    depthwise.stride_h = depthwise.stride_w = first ? stride_ : 1;
    Convolution pointwise;
    pointwise.channels = channels_;
    return convolve(net, "pointwise", convolve(net, "depthwise", x, depthwise, Activation::relu),
                    pointwise, Activation::relu);
  }

 private:
  void own_fields(Fields& f) override {
    channels_field(f, channels_);
    stride_field(f, stride_);
  }

  int channels_ = 0, stride_ = 1;
};

}  // namespace

extern const Kind<NetworkBlock> depthwise_separable_block;
const Kind<NetworkBlock> depthwise_separable_block{
    "depthwise_separable", "3x3 depthwise and 1x1 convolution (MobileNetV1).",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<DepthwiseSeparable>(); }};

}  // namespace mho
