#include "sim/explore/paired_difference.hpp"

#include <algorithm>
#include <span>

namespace mho {

CrossedMean paired_difference(const JudgedImages& more, const JudgedImages& less) {
  const bool more_exact = more.trials.empty(), less_exact = less.trials.empty();
  // Two chips that compute exactly are alike.
  constexpr std::size_t kAlike = 2;
  const std::size_t trials = more_exact && less_exact ? kAlike
                             : more_exact             ? less.trials.size()
                             : less_exact             ? more.trials.size()
                                          : std::min(more.trials.size(), less.trials.size());
  const auto by_trial = [&](const JudgedImages& machine) {
    if (machine.trials.empty()) return std::vector<Correctness>(trials, machine.quantized);
    const auto first = machine.trials.begin();
    return std::vector<Correctness>(first, first + static_cast<std::ptrdiff_t>(trials));
  };
  return share_between(by_trial(more), by_trial(less));
}

}  // namespace mho
