// Inputs that nobody recorded, with the statistics of recorded ones; functions of a stream, the
// same bits anywhere.
#pragma once

#include <span>

#include "sim/base/random.hpp"

namespace mho {

/// Kinds of inputs. What is not cited is a choice.
enum class SyntheticKind {
  /// Power spectrum 1 / f^2 (Field, J. Opt. Soc. Am. A 4 (1987) 2379): every octave of spatial
  /// frequency has the same variance. Pixels in [0, 1] with ImageNet's mean and deviation by
  /// channel, then normalized by those, as torchvision's networks want them. Three channels share
  /// nine tenths of their variance (natural colors are mostly luminance; Ruderman et al., J. Opt.
  /// Soc. Am. A 15 (1998) 2036). Other numbers of channels: mean and deviation over the channels.
  natural_images,
  /// Embedded tokens [channels][tokens]: normal, with channel deviations spread log-normally by
  /// 0.3, and 1 in 128 channels, at least one, 10 times as large (outlier features: Dettmers et
  /// al., "LLM.int8()", NeurIPS 2022; Kovaleva et al., Findings of ACL 2021).
  tokens,
  /// Features of speech [1][frames][coefficients], as cepstra: deviation falls as 1 / (1 + n) with
  /// the coefficient's number n; from frame to frame a coefficient keeps 0.9 of its value.
  cepstra
};

struct SyntheticShape {
  int channels = 0, height = 0, width = 0;
};

/// Fills one input [channels][height][width]. Throws InputError when the kind has no such shape
/// (cepstra: one channel).
void synthesize(SyntheticKind kind, const SyntheticShape& shape, const Stream& stream,
                std::span<float> out);

}  // namespace mho
