// The accuracy of the zoo's vision transformer after quantization, with the settings that the
// shipped runs have. The limit is what the project promises of networks with attention: at 8 bits a
// loss of at most 0.5 points.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <numeric>

#include "tests/paths.hpp"
#include "tests/workloads/fashion_mnist.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

// Of 2,500 images the loss has a standard error of 0.2 points: quantization moves about 1 % of the
// classes, to and from the label alike. The address sanitizer makes that many too slow; of 500 it
// is half a point.
#ifdef __SANITIZE_ADDRESS__
constexpr int kImages = 500;
constexpr double kAllowance = 4 * 0.5;
#else
constexpr int kImages = 2500;
constexpr double kAllowance = 0;
#endif

double percent_right(const std::vector<int>& classes, const Dataset& images) {
  const auto right = std::inner_product(classes.begin(), classes.end(), images.labels.begin(), 0,
                                        std::plus<>(), std::equal_to<>());
  return 100.0 * right / images.images();
}

}  // namespace

TEST_CASE("the vision transformer has at least 88.0 % and loses at most 0.5 points at 8 bits") {
  const Graph graph =
      import_onnx(std::string(kSourceDir) + "/workloads/zoo/vit_fashion_mnist.onnx");
  const Dataset training = fashion_mnist("train", 256);
  const Dataset test = fashion_mnist("t10k", kImages);
  const QuantizedGraph quantized =
      quantize(graph, {8, 8, CalibrationRule::mse, 1, 256}, training, 0);
  std::vector<IntTensor> images;
  for (int i = 0; i < test.images(); ++i)
    images.push_back(quantize_image(quantized, test.image(i)));
  const double exact = percent_right(classify_float(graph, test, 0), test);
  const double rounded = percent_right(classify_integer(quantized, images, 0), test);
  CAPTURE(exact, rounded);
  CHECK(exact >= 88.0 - kAllowance);
  CHECK(exact - rounded <= 0.5 + kAllowance);
}

TEST_CASE("heads, transposes and reshapes of the vision transformer cost no layer") {
  const Graph graph =
      import_onnx(std::string(kSourceDir) + "/workloads/zoo/vit_fashion_mnist.onnx");
  const QuantizedGraph quantized =
      quantize(graph, {8, 8, CalibrationRule::max, 1, 2}, fashion_mnist("train", 2), 1);
  const auto count = [&](LayerKind kind) {
    return std::count_if(quantized.layers.begin(), quantized.layers.end(),
                         [&](const QuantizedLayer& layer) { return layer.kind == kind; });
  };
  CHECK(count(LayerKind::permute) == 0);
  CHECK(count(LayerKind::product) == 2 * 4);  // scores and context of 4 blocks
  CHECK(count(LayerKind::softmax) == 4);
  CHECK(count(LayerKind::matrix) == 1 + 4 * 6 + 1);  // patches; queries to second layer; classes
}

}  // namespace mho
