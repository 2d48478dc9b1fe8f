#include "workloads/integer/finish.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/instruction_set.hpp"
#include "workloads/integer/arithmetic.hpp"
#include "workloads/integer/finish_kernels.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {

namespace {

/// Pixels that are finished together, before they are written channel by channel.
constexpr std::size_t kPixels = 16;

/// Pixels whose outputs fill whole vectors of any width, however many there are.
constexpr std::size_t kRepeated = 8;

/// In double precision, with all outputs, rounded once.
bool on_vectors(const QuantizedLayer& layer, const QuantizedTensor& out) {
  return layer.kind != LayerKind::product && layer.rounding == Rounding::real &&
         layer.weights.kept_outputs.empty() && !(out.given && out.given->bipolar);
}

}  // namespace

const FinishKernels& finish_kernels() {
  return loops_of(instruction_set(), finish_sse2, finish_avx2, finish_avx512);
}

void OutputRounding::round_some(const double* values, int count, std::int32_t* to) const {
  if (single_ || bipolar_) {
    for (int i = 0; i < count; ++i) to[i] = (*this)(values[i]);
    return;
  }
  finish_kernels().round({clamp_low_, clamp_high_, scale_, low_, high_}, values,
                         static_cast<std::size_t>(count), to);
}

MatrixFinish::MatrixFinish(const QuantizedGraph& graph, const QuantizedLayer& layer, int fraction)
    : graph_(graph),
      layer_(layer),
      fraction_(fraction),
      outputs_(static_cast<std::size_t>(array_shape(graph, layer).outputs)),
      channels_(static_cast<std::size_t>(tensor_of(graph, layer.output).channels)),
      pixels_(static_cast<std::size_t>(tensor_of(graph, layer.output).pixels())) {
  if (!on_vectors(layer, tensor_of(graph, layer.output))) return;
  const MatrixWeights& weights = layer.weights;
  const double in_scale = tensor_of(graph, layer.inputs[0]).scale;
  for (std::size_t i = 0; i < kRepeated * outputs_; ++i) {
    const std::size_t o = i % outputs_;
    scale_.push_back(weights.scale[o] * in_scale);
    bias_.push_back(layer.bias.empty() ? 0 : layer.bias[o]);
    offset_sum_.push_back(
        weights.offset_sums.empty() ? 0 : static_cast<double>(weights.offset_sums[o]));
  }
}

void MatrixFinish::pixels(std::span<const std::int64_t> sums, std::span<std::int32_t> block) const {
  if (scale_.empty()) {
    for (std::size_t p = 0; p < sums.size() / outputs_; ++p)
      finish_matrix(graph_, layer_, 0, fraction_, sums.subspan(p * outputs_, outputs_),
                    block.subspan(p * channels_, channels_));
    return;
  }
  const QuantizedTensor& out = tensor_of(graph_, layer_.output);
  FinishJob job;
  job.sums = sums.data();
  job.to = block.data();
  job.count = sums.size();
  job.period = scale_.size();
  job.step = std::ldexp(1.0, -fraction_);
  job.offset_sum = offset_sum_.data();
  job.scale = scale_.data();
  job.bias = bias_.data();
  job.rounding = {layer_.clamp_low, layer_.clamp_high, out.scale, static_cast<double>(out.min()),
                  static_cast<double>(out.max())};
  finish_kernels().finish(job);
}

void MatrixFinish::operator()(std::span<const std::uint32_t> positions,
                              std::span<const std::int64_t> sums,
                              std::span<std::int32_t> tensor) const {
  IntTensor block(kPixels * channels_);
  for (std::size_t first = 0; first < positions.size(); first += kPixels) {
    const std::size_t count = std::min(kPixels, positions.size() - first);
    pixels(sums.subspan(first * outputs_, count * outputs_), block);
    for (std::size_t c = 0; c < channels_; ++c)
      for (std::size_t p = 0; p < count; ++p)
        tensor[c * pixels_ + positions[first + p]] = block[p * channels_ + c];
  }
}

}  // namespace mho
