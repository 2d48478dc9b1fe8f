// From real values to integers of a tensor: the steps that all layers share. Private to the integer
// arithmetic of this folder (library built with -ffp-contract=off): one fixed sequence of double
// operations, rounded once, to nearest, ties to even.
#pragma once

#include <algorithm>
#include <cstdint>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

inline const QuantizedTensor& tensor_of(const QuantizedGraph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

/// Activation and requantization of one layer's values.
class OutputRounding {
 public:
  OutputRounding(const QuantizedLayer& layer, const QuantizedTensor& out)
      : clamp_low_(layer.clamp_low),
        clamp_high_(layer.clamp_high),
        scale_(out.scale),
        low_(out.min()),
        high_(out.max()),
        single_(layer.rounding != Rounding::real),
        bipolar_(out.given && out.given->bipolar) {}

  /// In float32 where ONNX's operators are: the double nearest to a float is that float, and a sum,
  /// product or quotient of two floats, rounded to double and then to float, is what float32
  /// arithmetic gives (Figueroa, SIGNUM Newsletter 30(3), 1995: 53 >= 2 * 24 + 2 bits).
  std::int32_t operator()(double real) const {
    if (single_) return in_single(real);
    const double active = std::min(std::max(real, clamp_low_), clamp_high_);
    return round_to_even(std::min(std::max(active / scale_, low_), high_));
  }

  /// The same of real(0), real(1), ... to to[0], to[1], ..., on the machine's vectors.
  template <class Real>
  void all(int count, std::int32_t* to, const Real& real) const {
    constexpr int kTogether = 256;
    double values[kTogether];
    for (int first = 0; first < count; first += kTogether) {
      const int some = std::min(kTogether, count - first);
      for (int i = 0; i < some; ++i) values[i] = real(first + i);
      round_some(values, some, to + first);
    }
  }

  /// What is computed on the way, in the layer's arithmetic.
  double step(double real) const {
    return single_ ? static_cast<double>(static_cast<float>(real)) : real;
  }

  /// Steps of the output's scale -> integer.
  std::int32_t of_steps(double steps) const {
    return round_to_even(std::min(std::max(steps, low_), high_));
  }

  /// std::nearbyint for |x| < 2^51 in the default rounding mode: adding 1.5 * 2^52 leaves no bits
  /// for the fraction, and the addition itself rounds ties to even.
  static std::int32_t round_to_even(double x) {
    constexpr double kNoFraction = 6755399441055744.0;
    return static_cast<std::int32_t>((x + kNoFraction) - kNoFraction);
  }

 private:
  std::int32_t in_single(double real) const {
    const double active = std::min(std::max(step(real), clamp_low_), clamp_high_);
    if (bipolar_) return active < 0 ? -1 : 1;
    return of_steps(step(active / scale_));
  }

  void round_some(const double* values, int count, std::int32_t* to) const;

  double clamp_low_, clamp_high_, scale_, low_, high_;
  bool single_, bipolar_;
};

/// Sums of a product layer at one pixel: head h's row of A by head h of B. `a` [heads][depth, or
/// B's pixels], `sums` [heads][B's pixels, or depth].
void product_sums(const QuantizedGraph& graph, const QuantizedLayer& layer,
                  std::span<const std::int32_t> a, std::span<const std::int32_t> b,
                  std::span<std::int64_t> sums);

/// The real value of one step of a product's sums.
inline double product_scale(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  return tensor_of(graph, layer.inputs[0]).scale * tensor_of(graph, layer.inputs[1]).scale *
         layer.product.scale;
}

/// Pixels [first, first + n) of a tensor, [channels][pixels], from `block`, [n][channels].
void scatter_pixels(std::span<const std::int32_t> block, int pixels, int first,
                    std::span<std::int32_t> tensor);

/// Pixel functions of layers that see all channels of a pixel at once; `values` are those of the
/// pixel, [channels], of inputs[0].
void softmax_values(const QuantizedGraph& graph, const QuantizedLayer& layer,
                    std::span<const std::int32_t> values, int position,
                    std::span<std::int32_t> pixel);
void layer_norm_values(const QuantizedGraph& graph, const QuantizedLayer& layer,
                       std::span<const std::int32_t> values, std::span<std::int32_t> pixel);
void product_values(const QuantizedGraph& graph, const QuantizedLayer& layer,
                    std::span<const std::int32_t> values, std::span<const std::int32_t> b,
                    std::span<std::int32_t> pixel);

}  // namespace mho
