// A convolution, normalized, and an activation.
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class ConvBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "conv"; }

  int build(NetworkBuilder& net, int x, bool first) const override {
    Convolution c;
    c.channels = channels_;
    c.kernel_h = kernel_;
    c.kernel_w = kernel_width_ > 0 ? kernel_width_ : kernel_;
    c.stride_h = c.stride_w = first ? stride_ : 1;
    c.padding = padding_;
    c.groups = groups_;
    return convolve(net, "conv", x, c, activation_);
  }

 private:
  void own_fields(Fields& f) override {
    channels_field(f, channels_);
    kernel_field(f, kernel_);
    f.integer("kernel_width", kernel_width_, {0, 1024},
              "Width of the window where it is not square; 0: square.", Presence::optional);
    stride_field(f, stride_);
    f.integer("groups", groups_, {1, 65536},
              "Parts of the channels that see each other only; as many as channels: depthwise.",
              Presence::optional);
    padding_field(f, padding_);
    activation_field(f, activation_, Presence::optional);
  }

  int channels_ = 0, kernel_ = 0, kernel_width_ = 0, stride_ = 1, groups_ = 1;
  Padding padding_ = Padding::same;
  Activation activation_ = Activation::none;
};

}  // namespace

extern const Kind<NetworkBlock> conv_block;
const Kind<NetworkBlock> conv_block{
    "conv", "Convolution and activation.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<ConvBlock>(); }};

}  // namespace mho
