// A transformer block of random weights in integers, for tests of everything that runs one.
#pragma once

#include "tests/workloads/transformer_graph.hpp"

namespace mho {

/// Pre-norm block over tokens, and 4 classes of their mean.
inline QuantizedGraph transformer_block(const AttentionShape& s, int weight_bits,
                                        int activation_bits) {
  GraphBuilder b({1, s.tokens, s.width});
  add_classes(b, add_transformer_block(b, 0, s), {1, s.tokens, s.width}, 4);
  return quantize(b.graph(), {weight_bits, activation_bits, CalibrationRule::max, 1, 4},
                  random_images(4, static_cast<int>(s.width), static_cast<int>(s.tokens), 1, -1),
                  1);
}

}  // namespace mho
