// Every design, or some drawn at random without regard to what they come to.
#include "sim/explore/search/grid.hpp"

#include <algorithm>

namespace mho {

std::vector<Choice> GridSearch::ask(int count) {
  std::vector<Choice> choices;
  for (; count > 0 && next_ < designs_; --count) choices.push_back(space_.at(next_++));
  return choices;
}

RandomSearch::RandomSearch(const Space& space, std::int64_t designs, std::int64_t seed)
    : space_(space), designs_(designs), stream_(static_cast<std::uint64_t>(seed)) {
  if (const auto all = space.size()) designs_ = std::min(designs_, *all);
}

std::vector<Choice> RandomSearch::ask(int count) {
  std::vector<Choice> choices;
  while (count > 0 && static_cast<std::int64_t>(asked_.size()) < designs_) {
    Choice choice = drawn();
    if (!asked_.insert(choice).second) continue;
    choices.push_back(std::move(choice));
    --count;
  }
  return choices;
}

Choice RandomSearch::drawn() {
  Choice choice;
  for (std::uint32_t i = 0; i < space_.parameters.size(); ++i) {
    const std::uint64_t word = stream_.words({draw_, i, 0, 0})[0];
    choice.push_back(static_cast<int>(word * space_.parameters[i].values.size() >> 32));
  }
  ++draw_;
  return space_.made_whole(choice);
}

}  // namespace mho
