// Layers that see all channels of a pixel at once: softmax, layer normalization, and products of
// activations (Vaswani et al., Attention is all you need, NIPS 2017; Ba, Kiros, Hinton, Layer
// normalization, arXiv:1607.06450). Sums of products are exact integers, the rest is in double in a
// fixed order.
#include <cmath>
#include <limits>

#include "workloads/integer/arithmetic.hpp"

namespace mho {

namespace {

constexpr double kLeftOut = -std::numeric_limits<double>::infinity();

/// What a softmax layer adds to element j of a part at one pixel.
class SoftmaxMask {
 public:
  SoftmaxMask(const QuantizedLayer& layer, const QuantizedTensor& in, int position)
      : layer_(layer), pixels_(in.pixels()), position_(position) {
    const auto channels = static_cast<std::ptrdiff_t>(layer.mask.size()) / pixels_;
    by_part_ = channels == in.channels && layer.parts > 1;
  }
  double operator()(int part, int j, int part_size) const {
    if (layer_.causal_offset && j > position_ + *layer_.causal_offset) return kLeftOut;
    if (layer_.mask.empty()) return 0;
    const std::ptrdiff_t channel = (by_part_ ? std::ptrdiff_t{part} * part_size : 0) + j;
    return layer_.mask[static_cast<std::size_t>(channel * pixels_ + position_)];
  }

 private:
  const QuantizedLayer& layer_;
  int pixels_, position_;
  bool by_part_ = false;
};

}  // namespace

void softmax_values(const QuantizedGraph& graph, const QuantizedLayer& layer,
                    std::span<const std::int32_t> values, int position,
                    std::span<std::int32_t> pixel) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const OutputRounding rounded(layer, tensor_of(graph, layer.output));
  const SoftmaxMask mask(layer, in, position);
  const int size = in.channels / layer.parts;
  std::vector<double> share(static_cast<std::size_t>(size));
  for (int part = 0; part < layer.parts; ++part) {
    const std::size_t first = static_cast<std::size_t>(part) * static_cast<std::size_t>(size);
    double largest = kLeftOut;
    for (int j = 0; j < size; ++j) {
      const auto at = static_cast<std::size_t>(j);
      share[at] = values[first + at] * in.scale + mask(part, j, size);
      largest = std::max(largest, share[at]);
    }
    double sum = 0;
    for (double& each : share) {
      each = each == kLeftOut ? 0 : std::exp(each - largest);
      sum += each;
    }
    rounded.all(size, &pixel[first],
                [&](int j) { return sum > 0 ? share[static_cast<std::size_t>(j)] / sum : 0; });
  }
}

void layer_norm_values(const QuantizedGraph& graph, const QuantizedLayer& layer,
                       std::span<const std::int32_t> values, std::span<std::int32_t> pixel) {
  const QuantizedTensor& in = tensor_of(graph, layer.inputs[0]);
  const OutputRounding rounded(layer, tensor_of(graph, layer.output));
  const auto count = static_cast<double>(values.size());
  std::int64_t sum = 0;
  if (layer.centered)
    for (const std::int32_t value : values) sum += value;
  const double mean = static_cast<double>(sum) * in.scale / count;
  double squares = 0;
  for (const std::int32_t value : values) {
    const double difference = value * in.scale - mean;
    squares += difference * difference;
  }
  const double per_deviation = 1 / std::sqrt(squares / count + layer.epsilon);
  rounded.all(static_cast<int>(values.size()), pixel.data(), [&](int channel) {
    const auto c = static_cast<std::size_t>(channel);
    double real = (values[c] * in.scale - mean) * per_deviation;
    if (!layer.factor.empty()) real *= layer.factor[c];
    if (!layer.bias.empty()) real += layer.bias[c];
    return real;
  });
}

void product_sums(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> a, std::span<const std::int32_t> b,
                  std::span<std::int64_t> sums) {
  const Product& p = layer.product;
  const auto pixels = static_cast<std::size_t>(tensor_of(graph, layer.inputs[1]).pixels());
  const auto cached = static_cast<std::size_t>(p.cached);
  const auto depth = static_cast<std::size_t>(p.depth);
  const std::size_t columns = cached + pixels;
  std::fill(sums.begin(), sums.end(), 0);
  for (std::size_t h = 0; h < static_cast<std::size_t>(p.heads); ++h) {
    for (std::size_t k = 0; k < depth; ++k) {
      const std::int32_t* earlier = p.cached_values.data() + (h * depth + k) * cached;
      const std::int32_t* own = b.data() + (static_cast<std::size_t>(p.b.offset) +
                                            h * static_cast<std::size_t>(p.b.pitch) + k) *
                                               pixels;
      if (p.over_pixels) {
        const std::int32_t* row = a.data() + h * columns;
        std::int64_t sum = 0;
        for (std::size_t n = 0; n < cached; ++n) sum += std::int64_t{row[n]} * earlier[n];
        for (std::size_t n = 0; n < pixels; ++n) sum += std::int64_t{row[cached + n]} * own[n];
        sums[h * depth + k] = sum;
      } else {
        const std::int64_t factor = a[h * depth + k];
        std::int64_t* to = sums.data() + h * columns;
        for (std::size_t n = 0; n < cached; ++n) to[n] += factor * earlier[n];
        for (std::size_t n = 0; n < pixels; ++n) to[cached + n] += factor * own[n];
      }
    }
  }
}

void product_values(const QuantizedGraph& graph, const QuantizedLayer& layer,
                    std::span<const std::int32_t> values, std::span<const std::int32_t> b,
                    std::span<std::int32_t> pixel) {
  const Product& p = layer.product;
  const std::size_t width =
      static_cast<std::size_t>(p.over_pixels ? product_pixels(graph, layer) : p.depth);
  std::vector<std::int32_t> a;
  for (int h = 0; h < p.heads; ++h) {
    const auto head = values.begin() + p.a.offset + std::ptrdiff_t{h} * p.a.pitch;
    a.insert(a.end(), head, head + static_cast<std::ptrdiff_t>(width));
  }
  std::vector<std::int64_t> sums(pixel.size());
  product_sums(graph, layer, a, b, sums);
  const OutputRounding rounded(layer, tensor_of(graph, layer.output));
  const double scale = product_scale(graph, layer);
  for (std::size_t c = 0; c < pixel.size(); ++c)
    pixel[c] = rounded(static_cast<double>(sums[c]) * scale);
}

}  // namespace mho
