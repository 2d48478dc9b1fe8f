// Who draws from which child of an array's stream. Each error has one of its own, so that switching
// one off moves no other's numbers. The values are part of the results' definition: append, never
// renumber. The first pulse of programming draws from the stream itself.
#pragma once

#include <cstdint>

#include "sim/base/random.hpp"

namespace mho {

enum class Draw : std::uint64_t {
  writing = 0,  ///< its children: writings of cells that are written more than once
  device = 1,
  stuck = 2,
  drift = 3,
  relaxation = 4,
  lifetime = 5,
  trap = 6,
  trap_state = 7,
  pulse = 8  ///< and all above: write pulse number 2, 3, ...
};

/// What integers drawn with a probability lie below: the more, the finer the probability.
inline constexpr std::uint32_t kDrawBound = 1U << 31;

inline Stream drawn_for(const Stream& stream, Draw draw) {
  return stream.child(static_cast<std::uint64_t>(draw));
}

}  // namespace mho
