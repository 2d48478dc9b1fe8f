// A fully connected layer: of an image all of its elements, of a sequence each token.
#include <cmath>

#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class LinearBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "linear"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    const Shape& from = net.shape(x);
    if (from.size() == 4) x = net.reshape("flatten", x, {1, element_count(from)});
    // Inputs cut off by a ReLU before have half the power: He's gain makes up for it.
    const double gain = activation_ == Activation::relu ? std::sqrt(2.0) : 1;
    return net.activate("activation", net.linear("linear", x, outputs_, gain, bias_), activation_);
  }

 private:
  void own_fields(Fields& f) override {
    f.integer("outputs", outputs_, {1, 1e6}, "Outputs, of the whole image or of each token.");
    f.flag("bias", bias_, "Whether a constant is added to each output.", Presence::optional);
    activation_field(f, activation_, Presence::optional);
  }

  int outputs_ = 0;
  bool bias_ = true;
  Activation activation_ = Activation::none;
};

}  // namespace

extern const Kind<NetworkBlock> linear_block;
const Kind<NetworkBlock> linear_block{
    "linear", "Fully connected layer and activation.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<LinearBlock>(); }};

}  // namespace mho
