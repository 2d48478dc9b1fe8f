// Designs are spread by the sequence of Halton (Numer. Math. 2 (1960) 84), shifted modulo 1
// (Cranley and Patterson, SIAM J. Numer. Anal. 13 (1976) 904).
#include "sim/explore/search/asked.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

/// Draws that find nothing new before designs are gone through by number.
constexpr int kDrawsTried = 100;

int value_at(const Parameter& parameter, double share) {
  const auto values = static_cast<double>(parameter.values.size());
  return std::min(static_cast<int>(share * values), static_cast<int>(values) - 1);
}

}  // namespace

Asked::Asked(const Space& space, std::int64_t designs) : space_(space), designs_(designs) {
  if (const auto all = space.size()) designs_ = std::min(designs_, *all);
}

Choice Asked::drawn(Draws& draws) const {
  return with_drawn_values(space_, Choice(space_.parameters.size(), -1), draws);
}

Choice Asked::unseen(Draws& draws) const {
  for (int i = 0; i < kDrawsTried || !space_.size(); ++i)
    if (Choice choice = drawn(draws); !contains(choice)) return choice;
  const std::int64_t all = *space_.size();
  const auto first = static_cast<std::int64_t>(draws.uniform() * static_cast<double>(all));
  for (std::int64_t i = 0;; ++i)
    if (Choice choice = space_.at((first + i) % all); !contains(choice)) return choice;
}

std::optional<std::vector<Choice>> Asked::all_unseen(std::int64_t most) const {
  const std::optional<std::int64_t> all = space_.size();
  if (!all || *all > most) return std::nullopt;
  std::vector<Choice> choices;
  for (std::int64_t i = 0; i < *all; ++i)
    if (Choice choice = space_.at(i); !contains(choice)) choices.push_back(std::move(choice));
  return choices;
}

Spread::Spread(const Space& space, Draws& draws)
    : space_(space), halton_(static_cast<unsigned>(space.parameters.size())) {
  for (std::size_t i = 0; i < space.parameters.size(); ++i) shifts_.push_back(draws.uniform());
}

Choice Spread::next() {
  Choice choice;
  const std::vector<double> point = halton_();
  for (std::size_t i = 0; i < shifts_.size(); ++i) {
    const double at = point[i] + shifts_[i];
    choice.push_back(value_at(space_.parameters[i], at - std::floor(at)));
  }
  return space_.made_whole(choice);
}

Choice with_drawn_values(const Space& space, Choice choice, Draws& draws) {
  for (std::size_t i = 0; i < choice.size(); ++i) {
    const int value = draws.below(space.parameters[i].values.size());
    if (choice[i] < 0) choice[i] = value;
  }
  return space.made_whole(choice);
}

}  // namespace mho
