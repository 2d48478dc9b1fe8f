// Synthetic inputs have the statistics that they claim.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/datasets/synthetic_weights.hpp"

namespace mho {

namespace {

double deviation(std::span<const float> values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const float each : values) mean += static_cast<double>(each) / count;
  for (const float each : values) squares += std::pow(static_cast<double>(each) - mean, 2) / count;
  return std::sqrt(squares);
}

std::vector<float> halved(std::span<const float> plane, int side) {
  std::vector<float> half;
  const auto at = [&](int y, int x) { return plane[static_cast<std::size_t>(y * side + x)]; };
  for (int y = 0; y + 1 < side; y += 2)
    for (int x = 0; x + 1 < side; x += 2)
      half.push_back((at(y, x) + at(y, x + 1) + at(y + 1, x) + at(y + 1, x + 1)) / 4);
  return half;
}

DatasetSpec synthetic(const SyntheticSpec& spec) {
  DatasetSpec set;
  set.format = DataFormat::synthetic;
  set.synthetic = spec;
  return set;
}

}  // namespace

TEST_CASE("natural images lose about the same variance with each octave of resolution") {
  constexpr int kImages = 32;
  const Dataset set =
      load_dataset(synthetic({SyntheticKind::natural_images, {1, 128, 128}, kImages, 5}), 0);
  std::vector<double> variance(5, 0);
  for (int i = 0; i < kImages; ++i) {
    std::vector<float> plane(set.image(i).begin(), set.image(i).end());
    int side = 128;
    for (double& each : variance) {
      each += std::pow(deviation(plane), 2) / kImages;
      plane = halved(plane, side);
      side /= 2;
    }
  }
  // Power 1 / f^2 in the plane: each octave has the same variance. The first loss is of the finest
  // octave, which pixels sample too coarsely. Interpolation smears an octave over its neighbors.
  for (std::size_t octave = 1; octave + 1 < variance.size(); ++octave) {
    const double lost = variance[octave] - variance[octave + 1];
    INFO("octave " << octave << " " << lost);
    CHECK(lost > 0.05);
    CHECK(lost < 0.20);
  }
}

TEST_CASE("natural images are pixels of ImageNet's mean and deviation, within [0, 1]") {
  const Dataset set =
      load_dataset(synthetic({SyntheticKind::natural_images, {3, 64, 64}, 8, 5}), 0);
  const auto [low, high] = std::minmax_element(set.pixels.begin(), set.pixels.end());
  // The limits of the channel with the lowest and the highest normalized value.
  CHECK(*low >= Approx(-0.485 / 0.229));
  CHECK(*high <= Approx((1 - 0.406) / 0.225));
  // Clipping takes a little off.
  CHECK(deviation(set.pixels) > 0.9);
  CHECK(deviation(set.pixels) < 1.02);
}

TEST_CASE("a few channels of tokens are ten times as large as the others") {
  const Dataset set = load_dataset(synthetic({SyntheticKind::tokens, {768, 128, 1}, 1, 5}), 0);
  std::vector<double> channels;
  for (std::size_t c = 0; c < 768; ++c)
    channels.push_back(deviation(std::span(set.pixels).subspan(c * 128, 128)));
  std::sort(channels.begin(), channels.end());
  CHECK(channels[384] == Approx(1).epsilon(0.1));
  CHECK(channels[768 - 6] > 3 * channels[384]);
  CHECK(channels[768 - 7] < 3 * channels[384]);
}

TEST_CASE("cepstra fall with the coefficient, and keep nine tenths from frame to frame") {
  constexpr int kFrames = 20'000;
  const Dataset set = load_dataset(synthetic({SyntheticKind::cepstra, {1, kFrames, 4}, 1, 5}), 0);
  std::vector<float> first, third;
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    first.push_back(set.pixels[4 * frame]);
    third.push_back(set.pixels[4 * frame + 2]);
  }
  double product = 0;
  for (std::size_t frame = 1; frame < kFrames; ++frame)
    product += static_cast<double>(first[frame]) * static_cast<double>(first[frame - 1]) / kFrames;
  // 20,000 frames that hang together as 1,000 free ones: four standard errors of 2 to 3 %.
  CHECK(deviation(first) == Approx(1).epsilon(0.1));
  CHECK(deviation(third) == Approx(1.0 / 3).epsilon(0.1));
  CHECK(product / std::pow(deviation(first), 2) == Approx(0.9).margin(0.02));
}

TEST_CASE("a synthetic set has no labels, and each input is the same in any number of them") {
  const SyntheticSpec spec{SyntheticKind::natural_images, {3, 16, 16}, 4, 5};
  const Dataset all = load_dataset(synthetic(spec), 0);
  const Dataset two = load_dataset(synthetic(spec), 2);
  CHECK(!all.labelled());
  CHECK(all.images() == 4);
  CHECK(two.images() == 2);
  CHECK(load_dataset(synthetic(spec), 9).images() == 4);
  CHECK(std::equal(two.pixels.begin(), two.pixels.end(), all.pixels.begin()));
  SyntheticSpec other = spec;
  other.seed = 6;
  CHECK(load_dataset(synthetic(other), 2).pixels != two.pixels);
}

TEST_CASE("cepstra of several channels are refused") {
  std::vector<float> out(8);
  CHECK_THROWS_AS(synthesize(SyntheticKind::cepstra, {2, 2, 2}, Stream(1), out), InputError);
}

}  // namespace mho
