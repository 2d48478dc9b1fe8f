// The block of MobileNetV2 (Sandler et al., CVPR 2018, fig. 3b) and, with squeeze and excitation
// (Hu et al., CVPR 2018), EfficientNet (Tan and Le, ICML 2019): expand, depthwise, project, and a
// shortcut where shapes allow.
#include <algorithm>

#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class InvertedResidual : public NetworkBlock {
 public:
  const char* kind() const override { return "inverted_residual"; }

  int build(NetworkBuilder& net, int x, bool first) const override {
    const std::int64_t inputs = net.shape(x)[1];
    Convolution c;
    c.channels = static_cast<int>(inputs) * expand_;
    int y = expand_ > 1 ? convolve(net, "expand", x, c, activation_) : x;
    c.groups = c.channels;
    c.kernel_h = c.kernel_w = kernel_;
    c.stride_h = c.stride_w = first ? stride_ : 1;
    y = convolve(net, "depthwise", y, c, activation_);
    if (squeeze_ > 0) y = gated(net, y, inputs);
    Convolution project;
    project.channels = channels_;
    y = net.conv("project", y, project);
    return net.shape(y) == net.shape(x) ? net.add("add", y, x) : y;
  }

 private:
  void own_fields(Fields& f) override {
    channels_field(f, channels_);
    f.integer("kernel", kernel_, {1, 31}, "Of the depthwise convolution.", Presence::optional);
    stride_field(f, stride_);
    f.integer("expand", expand_, {1, 64}, "Channels inside / input channels; 1: no expansion.");
    f.integer("squeeze", squeeze_, {0, 256},
              "Input channels / hidden units of squeeze and excitation; 0: there is none.",
              Presence::optional);
    activation_field(f, activation_, Presence::required);
  }

  int channels_ = 0, kernel_ = 3, stride_ = 1, expand_ = 1, squeeze_ = 0;
  Activation activation_ = Activation::relu6;

  /// Scales each channel by what a two-layer perceptron makes of all channels' means. The hidden
  /// layer has 1 / squeeze_ of the *block's* input channels.
  int gated(NetworkBuilder& net, int y, std::int64_t inputs) const {
    Convolution c;
    c.normalized = false;  // one position has no deviation
    c.channels = static_cast<int>(std::max<std::int64_t>(1, inputs / squeeze_));
    const int gate = convolve(net, "squeeze", net.global_average_pool("mean", y), c, activation_);
    c.channels = static_cast<int>(net.shape(y)[1]);
    return net.multiply("scale", y, convolve(net, "excite", gate, c, Activation::sigmoid));
  }
};

}  // namespace

extern const Kind<NetworkBlock> inverted_residual_block;
const Kind<NetworkBlock> inverted_residual_block{
    "inverted_residual", "Expand, depthwise, project, shortcut (MobileNetV2, EfficientNet).",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<InvertedResidual>(); }};

}  // namespace mho
