// The front of a vision transformer (Dosovitskiy et al., ICLR 2021, eq. 1): patches become tokens,
// a class token comes first, positions are added.
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class PatchEmbedding : public NetworkBlock {
 public:
  const char* kind() const override { return "patch_embedding"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    constexpr double kEmbeddingDeviation =
        0.02;  // at the start of training, as in the authors' code
    Convolution c;
    c.channels = width_;
    c.kernel_h = c.kernel_w = c.stride_h = c.stride_w = patch_;
    c.padding = Padding::valid;
    c.normalized = false;  // tokens are, inside of each transformer block
    const int patches = net.conv("patches", x, c);
    const std::int64_t count = net.shape(patches)[2] * net.shape(patches)[3];
    const int tokens =
        net.transpose("transpose", net.reshape("flatten", patches, {1, width_, count}), {0, 2, 1});
    const int class_token = net.parameter("class_token", {1, 1, width_}, kEmbeddingDeviation);
    const int positions = net.parameter("positions", {1, count + 1, width_}, kEmbeddingDeviation);
    return net.add("embed", net.concat("concat", class_token, tokens, 1), positions);
  }

 private:
  void own_fields(Fields& f) override {
    f.integer("width", width_, {1, 65536}, "Elements of a token.");
    f.integer("patch", patch_, {1, 1024}, "Height and width of a patch, pixels.");
  }

  int width_ = 0, patch_ = 0;
};

}  // namespace

extern const Kind<NetworkBlock> patch_embedding_block;
const Kind<NetworkBlock> patch_embedding_block{
    "patch_embedding", "Image to tokens with class token and positions (ViT).",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<PatchEmbedding>(); }};

}  // namespace mho
