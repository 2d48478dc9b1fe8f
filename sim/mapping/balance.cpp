#include "sim/mapping/balance.hpp"

#include <algorithm>
#include <queue>
#include <utility>

namespace mho {

std::vector<int> balanced_copies(const std::vector<StageLoad>& stages, int budget) {
  std::vector<int> copies(stages.size(), 1);
  for (const StageLoad& stage : stages) budget -= stage.arrays;
  // Of equally slow stages the first in the network comes first.
  using Entry = std::pair<double, int>;
  const auto later = [](const Entry& a, const Entry& b) {
    return a.first != b.first ? a.first < b.first : a.second > b.second;
  };
  std::priority_queue<Entry, std::vector<Entry>, decltype(later)> slowest(later);
  for (int i = 0; i < static_cast<int>(stages.size()); ++i)
    slowest.push({stages[i].time.value(), i});
  while (!slowest.empty()) {
    const int index = slowest.top().second;
    slowest.pop();
    const StageLoad& stage = stages[index];
    if (copies[index] >= stage.most_copies || stage.arrays > budget) break;
    budget -= stage.arrays;
    slowest.push({stage.time.value() / ++copies[index], index});
  }
  return copies;
}

Time interval_of(const std::vector<StageLoad>& stages, const std::vector<int>& copies) {
  Time slowest;
  for (std::size_t i = 0; i < stages.size(); ++i)
    slowest = std::max(slowest, stages[i].time / static_cast<double>(copies[i]));
  return slowest;
}

}  // namespace mho
