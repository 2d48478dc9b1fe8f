// Widths that a chip's YAML does not state; a model's own key replaces them.
#pragma once

namespace mho {

inline constexpr int kActivationBits = 8;
inline constexpr int kPartialSumBits = 24;  ///< of an array
inline constexpr int kSumBits = 32;         ///< of a tile

}  // namespace mho
