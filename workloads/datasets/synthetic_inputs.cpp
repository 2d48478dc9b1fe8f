#include "workloads/datasets/synthetic_inputs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Of ImageNet's training images, by channel, pixels in [0, 1]: torchvision's constants.
constexpr std::array<double, 3> kImageNetMean{0.485, 0.456, 0.406};
constexpr std::array<double, 3> kImageNetDeviation{0.229, 0.224, 0.225};

/// Share of a channel's variance that all channels have in common.
constexpr double kLuminance = 0.9;

std::vector<float> normals(const Stream& stream, std::size_t count) {
  std::vector<float> values(count);
  stream.normals(0, values);
  return values;
}

/// Where pixel `p` of `size` lies between two nodes of a grid of `cells` cells.
struct Between {
  std::size_t node;
  float share;
};

Between between(int p, int size, int cells) {
  const double at = (p + 0.5) * cells / size;
  const auto node = static_cast<std::size_t>(at);
  const double t = at - static_cast<double>(node);
  return {node, static_cast<float>(t * t * (3 - 2 * t))};  // smooth at the nodes
}

/// Adds noise of about `cells` periods across the image.
void add_octave(const Stream& stream, int height, int width, int cells, std::span<float> out) {
  const auto nodes = static_cast<std::size_t>(cells) + 1;
  const std::vector<float> grid = normals(stream, nodes * nodes);
  for (int y = 0; y < height; ++y) {
    const Between row = between(y, height, cells);
    const float* upper = grid.data() + row.node * nodes;
    for (int x = 0; x < width; ++x) {
      const Between column = between(x, width, cells);
      const auto mix = [&](const float* line) {
        return line[column.node] + column.share * (line[column.node + 1] - line[column.node]);
      };
      const float top = mix(upper), bottom = mix(upper + nodes);
      out[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
          static_cast<std::size_t>(x)] += top + row.share * (bottom - top);
    }
  }
}

/// Noise with the same variance in each octave, mean 0 and deviation 1.
std::vector<float> scale_free(const Stream& stream, int height, int width) {
  std::vector<float> plane(static_cast<std::size_t>(height) * static_cast<std::size_t>(width), 0);
  for (int cells = 1, octave = 0; cells <= std::max(height, width); cells *= 2, ++octave)
    add_octave(stream.child(static_cast<std::uint64_t>(octave)), height, width, cells, plane);
  double sum = 0, squares = 0;
  for (const float each : plane) sum += static_cast<double>(each);
  const double mean = sum / static_cast<double>(plane.size());
  for (const float each : plane) squares += std::pow(static_cast<double>(each) - mean, 2);
  const double deviation = std::sqrt(squares / static_cast<double>(plane.size()));
  for (float& each : plane)
    each = static_cast<float>((static_cast<double>(each) - mean) / std::max(deviation, 1e-6));
  return plane;
}

void natural_image(const SyntheticShape& shape, const Stream& stream, std::span<float> out) {
  const auto size = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  const std::vector<float> luminance = scale_free(stream.child(0), shape.height, shape.width);
  for (int c = 0; c < shape.channels; ++c) {
    const std::vector<float> color =
        scale_free(stream.child(1 + static_cast<std::uint64_t>(c)), shape.height, shape.width);
    const auto of_image_net = static_cast<std::size_t>(c) % kImageNetMean.size();
    const double mean = kImageNetMean[of_image_net], deviation = kImageNetDeviation[of_image_net];
    for (std::size_t p = 0; p < size; ++p) {
      const double relative = std::sqrt(kLuminance) * static_cast<double>(luminance[p]) +
                              std::sqrt(1 - kLuminance) * static_cast<double>(color[p]);
      const double pixel = std::clamp(mean + deviation * relative, 0.0, 1.0);
      out[static_cast<std::size_t>(c) * size + p] = static_cast<float>((pixel - mean) / deviation);
    }
  }
}

void token_sequence(const SyntheticShape& shape, const Stream& stream, std::span<float> out) {
  constexpr double kSpread = 0.3;
  constexpr std::size_t kOutlierEvery = 128;
  constexpr double kOutlier = 10;
  const auto channels = static_cast<std::size_t>(shape.channels);
  const std::size_t tokens = out.size() / channels;
  stream.child(0).normals(0, out);
  // The channels are those of the embedding, the same for every input: no part of its stream.
  const std::vector<float> spread = normals(Stream(0).child(Purpose::synthetic_data), channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const double outlier = c % kOutlierEvery == kOutlierEvery / 2 % channels ? kOutlier : 1;
    const double deviation = outlier * std::exp(kSpread * static_cast<double>(spread[c]));
    for (float& each : out.subspan(c * tokens, tokens)) each *= static_cast<float>(deviation);
  }
}

void cepstrum(const SyntheticShape& shape, const Stream& stream, std::span<float> out) {
  constexpr double kKept = 0.9;
  const double fresh = std::sqrt(1 - kKept * kKept);
  const auto width = static_cast<std::size_t>(shape.width);
  stream.child(0).normals(0, out);
  for (std::size_t i = width; i < out.size(); ++i)
    out[i] = static_cast<float>(kKept * static_cast<double>(out[i - width]) +
                                fresh * static_cast<double>(out[i]));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] /= static_cast<float>(1 + i % width);
}

}  // namespace

void synthesize(SyntheticKind kind, const SyntheticShape& shape, const Stream& stream,
                std::span<float> out) {
  switch (kind) {
    case SyntheticKind::natural_images:
      return natural_image(shape, stream, out);
    case SyntheticKind::tokens:
      return token_sequence(shape, stream, out);
    case SyntheticKind::cepstra:
      if (shape.channels != 1)
        throw InputError(
            {}, "cepstra",
            "have 1 channel [frames][coefficients], not " + std::to_string(shape.channels));
      return cepstrum(shape, stream, out);
  }
}

}  // namespace mho
