// What tests of sequenced runs read off their results.
#pragma once

#include <cstdint>

#include "sim/engine/engine.hpp"

namespace mho {

inline constexpr std::int64_t kNs = 1'000'000;  // femtoseconds

/// The sum of an action over everything that was counted.
inline std::int64_t count(const EngineResult& result, Action action) {
  std::int64_t sum = 0;
  for (const CountedActions& counted : result.actions) sum += counted.counts[action];
  return sum;
}

}  // namespace mho
