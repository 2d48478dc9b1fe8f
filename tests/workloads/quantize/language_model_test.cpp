// The zoo's language model in integers: what it predicts of text that was held out, and that one
// token behind its cache is a whole context's last.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "tests/paths.hpp"
#include "workloads/graph/ends.hpp"
#include "workloads/graph/input_format.hpp"
#include "workloads/quantize/quantize.hpp"
#include "workloads/scores/score.hpp"

namespace mho {
namespace {

constexpr int kContext = 128, kBytes = 128, kWindows = 16;

std::string zoo_file(const std::string& name) {
  return std::string(kSourceDir) + "/workloads/zoo/gpt_kjv_" + name;
}

Graph network(const std::string& kind) {
  return fold(with_output(import_onnx(zoo_file(kind + ".onnx")), "scores"));
}

/// The first windows of an NPY file of bytes, whose header has 128.
std::vector<unsigned char> tokens(const std::string& name, int windows, int length) {
  std::ifstream file(zoo_file(name + ".npy"), std::ios::binary);
  REQUIRE(file.seekg(128));
  std::vector<unsigned char> read(static_cast<std::size_t>(windows * length));
  REQUIRE(file.read(reinterpret_cast<char*>(read.data()), std::ssize(read)));
  return read;
}

Dataset as_images(const Graph& graph, const std::vector<unsigned char>& tokens) {
  const ImageShape shape = input_format(graph).image;
  Dataset data{shape.channels, shape.height, shape.width, {tokens.begin(), tokens.end()}, {}};
  data.sign = InputSign::nonnegative;
  return data;
}

QuantizedGraph in_integers(const Graph& graph, const Dataset& training) {
  QuantizationSpec spec{8, 8};
  spec.rule = CalibrationRule::mse;
  spec.calibration_images = training.images();
  spec.vector_bits = 16;
  return quantize(graph, spec, training, 0);
}

/// Scores of the byte behind the one at `position`, real values.
std::vector<double> scores_at(const QuantizedGraph& graph, const std::vector<IntTensor>& tensors,
                              int position) {
  const QuantizedTensor& out = graph.tensors[static_cast<std::size_t>(graph.output)];
  std::vector<double> scores;
  for (int byte = 0; byte < kBytes; ++byte)
    scores.push_back(out.scale * tensors[static_cast<std::size_t>(graph.output)]
                                        [static_cast<std::size_t>(byte * out.pixels() + position)]);
  return scores;
}

}  // namespace

TEST_CASE("the language model has a perplexity of 3.2 a byte on held-out text in exact integers") {
  const Graph graph = network("prefill");
  const QuantizedGraph quantized =
      in_integers(graph, as_images(graph, tokens("training", 16, kContext)));
  const Dataset test = as_images(graph, tokens("test", kWindows, kContext));
  const Score& perplexity = *score_of(JudgedBy::perplexity);
  ScoreForm form;
  REQUIRE(perplexity.misfit(graph, test, form).empty());
  Terms terms{perplexity.terms(form), {}};
  terms.values.resize(terms.each * kWindows);
  for (int window = 0; window < kWindows; ++window) {
    const auto tensors = run_integer(quantized, quantize_image(quantized, test.image(window)));
    std::vector<double> scores;
    for (int position = 0; position < kContext; ++position)
      for (const double each : scores_at(quantized, tensors, position)) scores.push_back(each);
    perplexity.score(
        form, {scores, test.image(window), {}, {}},
        std::span(terms.values).subspan(static_cast<std::size_t>(window) * terms.each, terms.each));
  }
  // onnxruntime: 3.2011 of all 1,578 windows. Of 16 windows the logarithm has a standard error of
  // 0.05, as windows differ; a scale or a mask that is wrong is off by far more.
  constexpr double kStandardError = 0.05;
  CHECK(std::abs(std::log(perplexity.combine(terms).figure) - std::log(3.2011)) <
        4 * kStandardError);
}

TEST_CASE("one byte behind its cache has the scores of the whole context's last") {
  const Graph whole = network("prefill"), step = network("decode");
  const QuantizedGraph prefill =
      in_integers(whole, as_images(whole, tokens("training", 16, kContext)));
  const QuantizedGraph decode =
      in_integers(step, as_images(step, tokens("decode_training", 256, 1)));
  const auto window = as_images(whole, tokens("test", 1, kContext));
  const auto last = as_images(step, tokens("decode_test", 1, 1));
  CHECK(last.pixels.front() == window.pixels.back());
  const auto expected = scores_at(
      prefill, run_integer(prefill, quantize_image(prefill, window.image(0))), kContext - 1);
  const auto found =
      scores_at(decode, run_integer(decode, quantize_image(decode, last.image(0))), 0);
  // Products read the same formats; 16-bit values between are scaled to what each network was
  // calibrated with, which flips single 8-bit codes, of 1 / 254 of a range, in each of six blocks.
  constexpr double kShareOfRange = 0.02;
  const auto [lowest, highest] = std::minmax_element(expected.begin(), expected.end());
  for (int byte = 0; byte < kBytes; ++byte)
    CHECK(found[static_cast<std::size_t>(byte)] ==
          Approx(expected[static_cast<std::size_t>(byte)])
              .margin(kShareOfRange * (*highest - *lowest)));
  CHECK(std::max_element(found.begin(), found.end()) - found.begin() == highest - expected.begin());
  const auto caches = std::count_if(
      decode.layers.begin(), decode.layers.end(),
      [](const QuantizedLayer& layer) { return layer.product.cached == kContext - 1; });
  CHECK(caches == 2 * 6);  // keys and values of six blocks
}

}  // namespace mho
