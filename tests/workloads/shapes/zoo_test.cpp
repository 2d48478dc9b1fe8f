// The shape-only zoo against published sizes. Published parameters count a batch normalization's
// scale and shift; here it is folded into the convolution's bias: `folded` says what that removes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "tests/paths.hpp"
#include "workloads/shapes/shape_network.hpp"

namespace mho {

namespace {

const std::string kZoo = std::string(kSourceDir) + "/workloads/zoo/shapes/";

ShapeNetwork network(const std::string& name) { return read_shape_network(kZoo + name + ".yaml"); }

struct Published {
  const char* name;
  double parameters;
  double folded;  ///< parameters that folding batch normalization removes
  double macs;
  /// Half a unit of the last published digit, relative; 0: published to the last unit.
  double parameters_rounding, macs_rounding;
  const char* source;
};

// torchvision: the weights' metadata num_params and _ops (giga multiply-accumulates), v0.15.
const std::vector<Published> kPublished{
    {"alexnet", 60'965'224, 0, 724'406'816, 0, 0,
     "Caffe's bvlc_reference layers; 666 M MACs of convolutions: Chen et al., JSSC 2017, table V"},
    {"vgg16", 138'357'544, 0, 15.47e9, 0, 4e-4, "torchvision vgg16"},
    {"resnet18", 11'689'512, 4'800, 1.814e9, 0, 3e-4, "torchvision resnet18"},
    {"resnet50", 25'557'032, 26'560, 4.089e9, 0, 2e-4, "torchvision resnet50"},
    {"mobilenet_v2", 3'504'872, 17'056, 0.301e9, 0, 2e-3, "torchvision mobilenet_v2"},
    {"efficientnet_b0", 5'288'548, 21'008, 0.386e9, 0, 2e-3, "torchvision efficientnet_b0"},
    {"vit_b16", 86'567'656, 0, 17.564e9, 0, 1e-4, "torchvision vit_b_16"},
    {"resnet20", 269'722 + 2'752, 784, 40'551'040 + 262'144, 0, 0,
     "0.27 M in He et al., CVPR 2016, table 6; to the last unit akamaster/pytorch_resnet_cifar10, "
     "and the two projections that stand for its padded shortcuts"},
    {"bert_base", 85'054'464, 0, 11.2e9, 0, 5e-3,
     "Hugging Face bert-base-uncased less embeddings and pooler; 22.5 GFLOP: Jiao et al., "
     "TinyBERT, "
     "Findings of EMNLP 2020, table 1"},
    {"gpt2_small_prefill", 124'439'808, 0,
     12.0 * (128 * 12 * 768 * 768 + 2 * 128 * 128 * 768) + 768 * 50257, 0, 0,
     "Hugging Face gpt2; MACs in closed form: 12 layers and one token's head"},
    {"lstm_medium_ptb", 20e6, 0, 35 * 13.26e6, 0.025, 1e-4,
     "Kim et al., AAAI 2016, table 3; MACs: 35 steps of 2 x 4 x 650 x 1300 + 650 x 10,000"},
    // Keras counts 4 numbers a normalized channel, beside the bias of its convolution.
    {"mlperf_tiny_resnet8", 78'666, 960, 12.5e6, 0, 4e-3, "mlcommons/tiny, model summary"},
    {"mlperf_tiny_ds_cnn", 24'908, 2'304, 2.66e6, 0, 2e-3,
     "mlcommons/tiny, model summary; 5.4 M operations: Zhang et al., arXiv:1711.07128, table 5"},
    {"mlperf_tiny_autoencoder", 269'992, 4'128, 264'192, 0, 0, "mlcommons/tiny, model summary"},
    {"mlperf_tiny_mobilenet", 221'794, 4 * 2'736, 7.49e6, 0, 1e-3, "mlcommons/tiny, model summary"},
    {"vgg8", 12'973'440 + 2'826, 0, 616e6, 0, 2e-3,
     "DNN_NeuroSim's NetWork_VGG8.csv, its weights summed, and a bias for each output"},
    // Jouppi et al., ISCA 2017, table 1; MACs: its MACs a weight byte / batch x weights.
    {"tpu_mlp0", 20e6, 0, 20e6, 0.025, 0.025, "Jouppi et al."},
    {"tpu_mlp1", 5e6, 0, 5e6, 0.1, 0.1, "Jouppi et al."},
    {"tpu_lstm0", 52e6, 0, 52e6, 0.01, 0.01, "Jouppi et al."},
    {"tpu_cnn0", 8e6, 0, 8e6 * 361, 0.0625, 0.0625, "Jouppi et al."},
};

}  // namespace

TEST_CASE("every network of the shape-only zoo has its published parameters and MACs") {
  for (const Published& published : kPublished) {
    const NetworkSize size = size_of(network(published.name));
    INFO(published.name << ", " << published.source << ": " << size.parameters << " parameters, "
                        << size.macs << " MACs");
    const auto off = [](std::int64_t found, double expected) {
      return std::abs(static_cast<double>(found) / expected - 1);
    };
    CHECK(off(size.parameters, published.parameters - published.folded) <=
          published.parameters_rounding);
    CHECK(off(size.macs, published.macs) <= published.macs_rounding);
  }
}

TEST_CASE("every file of the shape-only zoo is held against a publication") {
  for (const auto& entry : std::filesystem::directory_iterator(kZoo)) {
    const std::string name = entry.path().stem();
    INFO(name);
    // One step of the network that its prefill is checked for.
    if (name == "gpt2_small_decode") continue;
    CHECK(std::any_of(kPublished.begin(), kPublished.end(),
                      [&](const Published& each) { return each.name == name; }));
  }
}

TEST_CASE("a decode step of GPT-2 has the prefill's parameters and one token's MACs") {
  const NetworkSize prefill = size_of(network("gpt2_small_prefill"));
  const NetworkSize decode = size_of(network("gpt2_small_decode"));
  CHECK(decode.parameters == prefill.parameters);
  // 12 layers of 12 x 768^2, scores and mix with 513 tokens, the head.
  CHECK(decode.macs == std::int64_t{12} * (12 * 768 * 768 + 2 * 513 * 768) + 768 * 50257);
}

TEST_CASE("without values a network has the same nodes and shapes, and holds no numbers") {
  for (const std::string name : {"mlperf_tiny_resnet8", "mlperf_tiny_autoencoder"}) {
    const Graph with = build_network(network(name), 1, Values::on);
    const Graph without = build_network(network(name), 1, Values::off);
    REQUIRE(with.values.size() == without.values.size());
    REQUIRE(with.nodes.size() == without.nodes.size());
    for (std::size_t i = 0; i < with.values.size(); ++i) {
      CHECK(with.values[i].name == without.values[i].name);
      CHECK(with.values[i].shape == without.values[i].shape);
      REQUIRE(with.values[i].constant.has_value() == without.values[i].constant.has_value());
      if (without.values[i].constant) CHECK(without.values[i].constant->values.empty());
    }
  }
}

}  // namespace mho
