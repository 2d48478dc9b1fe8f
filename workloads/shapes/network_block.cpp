#include "workloads/shapes/network_block.hpp"

namespace mho {

void channels_field(Fields& f, int& channels) {
  f.integer("channels", channels, {1, 65536}, "Output channels.");
}

void kernel_field(Fields& f, int& kernel) {
  f.integer("kernel", kernel, {1, 1024}, "Height and width of the window, pixels.");
}

void stride_field(Fields& f, int& stride) {
  f.integer("stride", stride, {1, 1024}, "Of the window, pixels both ways.", Presence::optional);
}

void padding_field(Fields& f, Padding& padding) {
  f.choice(
      "padding", padding,
      {{"same", "The output has the input's size / stride, rounded up."}, {"valid", "No padding."}},
      "Zeros around the input.", Presence::optional);
}

void activation_field(Fields& f, Activation& activation, Presence presence) {
  f.choice("activation", activation,
           {{"none", "The identity."},
            {"relu", "max(x, 0)."},
            {"relu6", "min(max(x, 0), 6)."},
            {"silu", "x sigmoid(x), also called swish."},
            {"gelu", "x Phi(x), with the error function."},
            {"gelu_tanh", "GELU in its tanh form."},
            {"sigmoid", "1 / (1 + exp(-x))."},
            {"tanh", "Hyperbolic tangent."}},
           "Function of each output.", presence);
}

int convolve(NetworkBuilder& net, const char* name, int x, const Convolution& convolution,
             Activation activation) {
  return net.activate(std::string(name) + ".activation", net.conv(name, x, convolution),
                      activation);
}

int add_shortcut(NetworkBuilder& net, int branch, int x, int stride) {
  if (net.shape(branch) != net.shape(x)) {
    Convolution projection;
    projection.channels = static_cast<int>(net.shape(branch)[1]);
    projection.stride_h = projection.stride_w = stride;
    x = net.conv("shortcut", x, projection);
  }
  return net.add("add", branch, x);
}

}  // namespace mho
