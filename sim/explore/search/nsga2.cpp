// Deb, Pratap, Agarwal and Meyarivan, IEEE Trans. Evol. Comput. 6 (2002) 182: elitist selection by
// constrained rank, then crowding distance; binary tournaments. Designs of a sweep are numbers of
// values, so they are crossed key by key (uniform crossover), a key that is ordered steps to values
// near by and one that is not takes any other.
//
// Ranks and distances are pagmo's; its algorithm nsga2 is not used. That wants a problem without
// constraints (its unconstrain() offers penalties, not Deb's constrained dominance), takes names as
// numbers that are near each other, refuses a key with one value, knows no keys that depend on
// others, and evaluates the same design again and again, which is most children of a small space.
#include "sim/explore/search/nsga2.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/explore/search/ranking.hpp"

namespace mho {

namespace {

/// Children that are known already before any other design is taken.
constexpr int kChildrenTried = 50;
/// Of steps of keys that are ordered: the "distribution index" of polynomial mutation.
constexpr double kNearness = 4;

}  // namespace

Nsga2Search::Nsga2Search(const Space& space, std::int64_t designs, std::int64_t seed)
    : space_(space), asked_(space, designs), draws_(seed), spread_(space, draws_) {
  size_ = static_cast<std::size_t>(std::clamp<std::int64_t>(asked_.designs() / 10, 8, 100));
}

std::vector<Choice> Nsga2Search::ask(int count) {
  if (next_ == generation_.size()) {
    if (told_.size() < generation_.size()) return {};
    begin_generation();
  }
  const std::size_t end = std::min(generation_.size(), next_ + static_cast<std::size_t>(count));
  std::vector<Choice> choices;
  while (next_ < end) choices.push_back(generation_[next_++]);
  return choices;
}

void Nsga2Search::tell(const Choice& choice, const Judgement& judgement) {
  if (std::find(generation_.begin(), generation_.end(), choice) != generation_.end())
    told_.emplace(choice, judgement);
}

void Nsga2Search::begin_generation() {
  // By choice, as the map has them, and not as they were told.
  for (const auto& [choice, judgement] : told_) population_.push_back({choice, judgement});
  told_.clear();
  const bool first = population_.empty();
  if (!first) select();
  generation_.clear();
  next_ = 0;
  while (generation_.size() < size_ && !asked_.full()) {
    Choice choice = first ? spread_.next() : child();
    for (int i = 0; i < kChildrenTried && asked_.contains(choice); ++i)
      choice = first ? spread_.next() : child();
    if (asked_.contains(choice)) choice = asked_.unseen(draws_);
    asked_.add(choice);
    generation_.push_back(std::move(choice));
  }
}

void Nsga2Search::select() {
  std::vector<Judgement> judgements;
  for (const Known& known : population_) judgements.push_back(known.judgement);
  const std::vector<int> ranks = constrained_ranks(judgements);
  std::map<int, std::vector<std::size_t>> fronts;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    population_[i].rank = ranks[i];
    fronts[ranks[i]].push_back(i);
  }
  for (const auto& [rank, members] : fronts) {
    std::vector<CostPoint> costs;
    for (const std::size_t i : members)
      if (judgements[i].exists) costs.push_back(judgements[i].costs);
    costs.resize(members.size());
    const std::vector<double> distances = judgements[members[0]].exists
                                              ? crowding_distances(costs)
                                              : std::vector<double>(members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
      population_[members[i]].distance = distances[i];
  }
  std::stable_sort(population_.begin(), population_.end(), [](const Known& a, const Known& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.distance > b.distance;
  });
  if (population_.size() > size_) population_.resize(size_);
}

const Nsga2Search::Known& Nsga2Search::parent() {
  // Sorted: the smaller number wins the tournament.
  const int a = draws_.below(population_.size()), b = draws_.below(population_.size());
  return population_[static_cast<std::size_t>(std::min(a, b))];
}

Choice Nsga2Search::child() {
  Choice choice = parent().choice;
  const Known& other = parent();
  for (std::size_t i = 0; i < choice.size(); ++i)
    if (draws_.uniform() < 0.5 && other.choice[i] >= 0) choice[i] = other.choice[i];
  mutate(choice);
  return with_drawn_values(space_, choice, draws_);
}

void Nsga2Search::mutate(Choice& choice) {
  const double probability = 1.0 / static_cast<double>(space_.roots.size());
  for (std::size_t i = 0; i < choice.size(); ++i) {
    const Parameter& parameter = space_.parameters[i];
    const auto values = static_cast<int>(parameter.values.size());
    if (draws_.uniform() >= probability || choice[i] < 0 || values < 2) continue;
    if (!parameter.is_ordered) {
      choice[i] = (choice[i] + 1 + draws_.below(static_cast<std::size_t>(values - 1))) % values;
      continue;
    }
    const double share = 1 - std::pow(draws_.uniform(), 1 / (kNearness + 1));
    const int step = static_cast<int>(std::ceil(share * (values - 1)));
    choice[i] = std::clamp(choice[i] + (draws_.uniform() < 0.5 ? -step : step), 0, values - 1);
  }
}

}  // namespace mho
