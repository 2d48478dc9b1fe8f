// The accuracy of the zoo's networks after quantization. The limits are those the project promises:
// at 8 bits a loss of at most 0.3 points, with ternary weights at 2 bits one of at most 0.5.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "sim/base/parallel.hpp"
#include "sim/base/random.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/fashion_mnist.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

/// Percent of the images whose class is the label.
double accuracy(const std::vector<int>& classes, const Dataset& images) {
  int right = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) right += classes[i] == images.labels[i];
  return 100.0 * right / images.images();
}

std::vector<int> integer_classes(const QuantizedGraph& graph, const Dataset& images) {
  std::vector<IntTensor> integers(static_cast<std::size_t>(images.images()));
  parallel_for(0, images.images(), [&](std::int64_t i) {
    integers[static_cast<std::size_t>(i)] =
        quantize_image(graph, images.image(static_cast<int>(i)));
  });
  return classify_integer(graph, integers, 0);
}

double integer_accuracy(const QuantizedGraph& graph, const Dataset& images) {
  return accuracy(integer_classes(graph, images), images);
}

Graph zoo_graph(const std::string& file) {
  return import_onnx(std::string(kSourceDir) + "/workloads/zoo/" + file);
}

/// The weights of the convolutions and fully connected layers as the file has them, output by
/// output.
std::vector<std::vector<float>> file_weights(const Graph& graph) {
  std::vector<std::vector<float>> weights;
  for (const Node& node : graph.nodes)
    if (node.op == Op::conv || node.op == Op::gemm)
      weights.push_back(
          graph.values[static_cast<std::size_t>(node.inputs[1])].constant.value().values);
  return weights;
}

std::vector<const MatrixWeights*> matrix_weights(const QuantizedGraph& graph) {
  std::vector<const MatrixWeights*> weights;
  for (const QuantizedLayer& layer : graph.layers)
    if (layer.kind == LayerKind::matrix) weights.push_back(&layer.weights);
  return weights;
}

/// One draw of a network whose weights are stored with normal errors of this share of the largest
/// weight of their output channel, rounded to the weights' steps.
QuantizedGraph stored_with_errors(QuantizedGraph graph, double share, const Stream& stream) {
  for (std::size_t l = 0; l < graph.layers.size(); ++l) {
    if (graph.layers[l].kind != LayerKind::matrix) continue;
    MatrixWeights& weights = graph.layers[l].weights;
    std::vector<float> normals(weights.values.size());
    stream.child(l).normals(0, normals);
    const double sigma = share * ((1 << (weights.bits - 1)) - 1);
    for (std::size_t i = 0; i < normals.size(); ++i)
      weights.values[i] +=
          static_cast<std::int32_t>(std::lround(sigma * static_cast<double>(normals[i])));
  }
  return graph;
}

constexpr int kAllImages = 10000;

// The address sanitizer makes all images too slow.
#ifdef __SANITIZE_ADDRESS__
constexpr int kMostImages = 500;
#else
constexpr int kMostImages = kAllImages;
#endif

/// What the first images may differ from all of them, in points: four times the standard error of a
/// share that is this variance of one image.
double allowance(double variance, int images) {
  return images == kAllImages ? 0 : 400 * std::sqrt(variance / images);
}

/// A network of the zoo, and what it promises.
struct Promise {
  std::string file;
  int weight_bits;
  double accuracy;  ///< at least, in floating point, of all test images
  double loss;      ///< at most, by quantization
};

/// With the settings that the shipped runs have, but for the bits of the weights.
void check_zoo(const Promise& promise, int images) {
  images = std::min(images, kMostImages);
  const Graph graph = zoo_graph(promise.file);
  const Dataset training = fashion_mnist("train", 256);
  const Dataset test = fashion_mnist("t10k", images);
  const double exact = accuracy(classify_float(graph, test, 0), test);
  const QuantizedGraph quantized =
      quantize(graph, {promise.weight_bits, 8, CalibrationRule::mse, 1, 256}, training, 0);
  const double rounded = integer_accuracy(quantized, test);
  CAPTURE(exact, rounded);
  CHECK(exact >= promise.accuracy - allowance(0.92 * 0.08, images));
  // Quantization moves about 1 % of the classes, to and from the label alike.
  CHECK(exact - rounded <= promise.loss + allowance(0.01, images));
}

}  // namespace

TEST_CASE("LeNet-5 has at least 90.0 % and loses at most 0.3 points at 8 bits, all test images") {
  check_zoo({"lenet5_fashion_mnist.onnx", 8, 90.0, 0.3}, kAllImages);
}

TEST_CASE("ResNet-8 has at least 92.0 % and loses at most 0.3 points at 8 bits, all test images") {
  check_zoo({"resnet8_fashion_mnist.onnx", 8, 92.0, 0.3}, kAllImages);
}

TEST_CASE("the noise-trained ResNet-8 loses at most 0.3 points at 8 bits, 500 test images") {
  check_zoo({"resnet8_noise_trained_fashion_mnist.onnx", 8, 92.0, 0.3}, 500);
}

TEST_CASE("the ternary LeNet-5 at 2-bit weights loses at most 0.5 points, all test images") {
  check_zoo({"lenet5_ternary_fashion_mnist.onnx", 2, 89.5, 0.5}, kAllImages);
}

TEST_CASE("the pruned LeNet-5 at 8 bits loses at most 0.3 points, all test images") {
  check_zoo({"lenet5_pruned_fashion_mnist.onnx", 8, 89.5, 0.3}, kAllImages);
}

TEST_CASE("of the pruned LeNet-5's weights at least 90.5 % are zero") {
  const QuantizedGraph quantized =
      quantize(zoo_graph("lenet5_pruned_fashion_mnist.onnx"), {8, 8, CalibrationRule::max, 1, 4},
               fashion_mnist("train", 4), 0);
  std::int64_t weights = 0, zeros = 0;
  for (const QuantizedLayer& layer : quantized.layers) {
    if (layer.kind != LayerKind::matrix) continue;
    weights += static_cast<std::int64_t>(layer.weights.values.size());
    zeros += std::count(layer.weights.values.begin(), layer.weights.values.end(), 0);
  }
  CHECK(weights == 61470);
  CHECK(zeros >= 55641);  // small ones round to zero besides
}

TEST_CASE("shapes alone give every value of trained convolutional networks its bits and sign") {
  const Dataset training = fashion_mnist("train", 4);
  for (const char* file : {"lenet5_fashion_mnist.onnx", "resnet8_fashion_mnist.onnx"}) {
    const Graph graph = zoo_graph(file);
    const QuantizationSpec bits{8, 8, CalibrationRule::max, 1, 4};
    const QuantizedGraph with = quantize(graph, bits, training, 1);
    const QuantizedGraph without = quantize_shapes(graph, bits, fashion_mnist_spec("train").sign());
    REQUIRE(with.tensors.size() == without.tensors.size());
    CHECK_FALSE(without.tensors[static_cast<std::size_t>(without.input)].is_signed);
    for (std::size_t i = 0; i < with.tensors.size(); ++i) {
      CAPTURE(file, with.tensors[i].name);
      CHECK(with.tensors[i].bits == without.tensors[i].bits);
      CHECK(with.tensors[i].is_signed == without.tensors[i].is_signed);
    }
  }
}

TEST_CASE("2-bit weights hold the ternary LeNet-5 exactly") {
  // The scale is the magnitude itself, divided and multiplied by 1: a float's rounding is allowed.
  constexpr double kRelativeTolerance = 1e-6;
  const Graph graph = zoo_graph("lenet5_ternary_fashion_mnist.onnx");
  const Dataset training = fashion_mnist("train", 4);
  const std::vector<std::vector<float>> real = file_weights(graph);
  for (auto rule : {CalibrationRule::max, CalibrationRule::mse}) {
    const QuantizedGraph quantized = quantize(graph, {2, 8, rule, 1, 4}, training, 1);
    const std::vector<const MatrixWeights*> layers = matrix_weights(quantized);
    REQUIRE(layers.size() == 5);
    REQUIRE(real.size() == layers.size());
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const MatrixWeights& weights = *layers[l];
      const auto rows = static_cast<std::size_t>(weights.rows_per_group);
      REQUIRE(real[l].size() == weights.values.size());
      int different = 0, zeros = 0;
      for (std::size_t i = 0; i < real[l].size(); ++i) {
        const auto weight = static_cast<double>(real[l][i]);
        const double stored = weights.values[i] * weights.scale[i / rows];
        different += std::abs(stored - weight) > kRelativeTolerance * std::abs(weight);
        zeros += weights.values[i] == 0;
      }
      CAPTURE(l, static_cast<int>(rule));
      CHECK(different == 0);
      // Three values, not two: every layer has zeros and others.
      CHECK(zeros > 0);
      CHECK(zeros < static_cast<int>(real[l].size()));
    }
  }
}

TEST_CASE(
    "the noise-trained ResNet-8 loses less than ResNet-8 when weights are stored with errors") {
  // At errors of 10 % of the largest weight, beyond the 6 % of its training: the losses are about
  // 12 and 2 points with a standard error of about 3, so that few images show the difference.
  constexpr int kImages = 100;
  const Dataset training = fashion_mnist("train", 64);
  const Dataset test = fashion_mnist("t10k", kImages);
  const auto loss = [&](const char* file) {
    const QuantizedGraph exact =
        quantize(zoo_graph(file), {8, 8, CalibrationRule::mse, 1, 64}, training, 0);
    double noisy = 0;
    for (std::uint64_t draw : {1, 2})
      noisy += integer_accuracy(stored_with_errors(exact, 0.1, Stream(draw)), test) / 2;
    return integer_accuracy(exact, test) - noisy;
  };
  const double plain = loss("resnet8_fashion_mnist.onnx");
  const double trained = loss("resnet8_noise_trained_fashion_mnist.onnx");
  CAPTURE(plain, trained);
  CHECK(trained < plain);
}

TEST_CASE("every calibration rule keeps at least 99 of 100 classes of LeNet-5 at 8 bits") {
  const Graph graph = zoo_graph("lenet5_fashion_mnist.onnx");
  const Dataset training = fashion_mnist("train", 128);
  const Dataset test = fashion_mnist("t10k", 1000);
  const std::vector<int> exact = classify_float(graph, test, 0);
  for (auto rule : {CalibrationRule::max, CalibrationRule::percentile, CalibrationRule::mse}) {
    const QuantizedGraph quantized = quantize(graph, {8, 8, rule, 0.9999, 128}, training, 0);
    const std::vector<int> rounded = integer_classes(quantized, test);
    int same = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) same += exact[i] == rounded[i];
    CAPTURE(static_cast<int>(rule));
    CHECK(same >= 990);
  }
}

TEST_CASE("the same images give the same quantized network on one thread and on two") {
  const Graph graph = zoo_graph("lenet5_fashion_mnist.onnx");
  const Dataset training = fashion_mnist("train", 100);
  const QuantizationSpec spec{8, 8, CalibrationRule::mse, 1, 100};
  const QuantizedGraph one = quantize(graph, spec, training, 1);
  const QuantizedGraph two = quantize(graph, spec, training, 2);
  for (std::size_t i = 0; i < one.tensors.size(); ++i)
    CHECK(one.tensors[i].scale == two.tensors[i].scale);
  std::vector<IntTensor> images;
  for (int i = 0; i < 50; ++i) images.push_back(quantize_image(one, training.image(i)));
  CHECK(classify_integer(one, images, 1) == classify_integer(two, images, 2));
}

}  // namespace mho
