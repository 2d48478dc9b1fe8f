// Functions of one number as tables: each of them, over every integer of the input's format.
#include "tests/workloads/graph_builder.hpp"

namespace mho {

namespace {

constexpr int kFunctions = static_cast<int>(Function::thresholded_relu) + 1;
constexpr float kAlpha = 0.3f, kBeta = 0.6f;

/// Has the function a value at negative numbers?
bool takes_negative(Function function) {
  return function != Function::log && function != Function::sqrt;
}

/// The function of an image of `side` x `side` pixels, and its mean.
Graph function_graph(Function function, int side) {
  GraphBuilder b({1, 1, side, side});
  Attributes attributes;
  attributes.function = function;
  attributes.alpha = kAlpha;
  attributes.beta = kBeta;
  b.node(Op::global_average_pool, {b.node(Op::function, {0}, {1, 1, side, side}, attributes)},
         {1, 1, 1, 1});
  return b.graph();
}

/// Every integer of the tensor's format; zeros behind them up to its size.
IntTensor every_integer(const QuantizedTensor& tensor) {
  IntTensor image(static_cast<std::size_t>(tensor.size()), 0);
  for (std::int32_t value = tensor.min(); value <= tensor.max(); ++value)
    image.at(static_cast<std::size_t>(value - tensor.min())) = value;
  return image;
}

/// How many integers of the input's format have another output than the function's value there,
/// rounded and clipped once. Inputs are calibrated with numbers from `low` to 1.
int differences(Function function, int bits, double low) {
  const int side = 1 << (bits / 2);
  const QuantizedGraph q =
      quantize(function_graph(function, side), {bits, bits, CalibrationRule::max, 1, 1},
               random_images(1, 1, side, side, low), 1);
  REQUIRE(q.layers.at(0).kind == LayerKind::function);
  const QuantizedTensor &in = q.tensors[0], &out = q.tensors[1];
  REQUIRE(in.bits == bits);
  REQUIRE(in.is_signed == (low < 0));
  const IntTensor image = every_integer(in);
  const IntTensor output = run_integer(q, image)[1];
  int different = 0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double exact = evaluate(function, image[i] * in.scale, static_cast<double>(kAlpha),
                                  static_cast<double>(kBeta));
    different += output[i] != quantize_value(exact, out);
  }
  return different;
}

void check_every_function(int bits) {
  // Calibration does not see 0, where some are infinite.
  constexpr double kPositive = 0.05, kSigned = -0.9;
  for (int number = 0; number < kFunctions; ++number) {
    const auto function = static_cast<Function>(number);
    INFO(name(function));
    CHECK(differences(function, bits, kPositive) == 0);
    if (takes_negative(function)) CHECK(differences(function, bits, kSigned) == 0);
  }
}

}  // namespace

TEST_CASE("the table of every function is the function, rounded once, for every 8-bit input") {
  check_every_function(8);
}

TEST_CASE("the table of every function is the function, rounded once, for every 16-bit input") {
  check_every_function(16);
}

}  // namespace mho
