// Multi-objective TPE (Ozaki, Tanigaki, Watanabe, Nomura and Onishi, J. Artif. Intell. Res. 73
// (2022) 1209) in the manner of Optuna's TPESampler with `multivariate`, `group` and
// `constant_liar`: a tenth of the designs is good, by rank and, within the last front that fits in
// part, by the hypervolume that a subset of it dominates (chosen greedily); good ones weigh what
// they add to the hypervolume; of candidates drawn where good designs are dense the one is taken
// whose density among good designs over that among the others is largest. Designs that break a
// constraint follow those that hold them, by violation.
//
// Otherwise than Optuna: no design is proposed twice; as long as no design holds the constraints,
// those that break them least have full weight (Optuna's weigh nothing, so that it draws at
// random).
#include "sim/explore/search/tpe.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "sim/explore/search/ranking.hpp"

namespace mho {

namespace {

constexpr std::size_t kFirst = 10;  ///< designs before it learns
constexpr int kCandidates = 24;
constexpr int kCandidatesTried = 500;  ///< draws for the candidates
constexpr std::size_t kMostGood = 25;
constexpr double kLeastWeight = 1e-12;

/// Old designs weigh less than the last 25, as in hyperopt.
std::vector<double> weights_by_age(std::size_t count) {
  constexpr std::size_t kNew = 25;
  std::vector<double> weights(count, 1);
  for (std::size_t i = 0; i + kNew < count; ++i) {
    const double oldest = 1.0 / static_cast<double>(count);
    const double share =
        count > kNew + 1 ? static_cast<double>(i) / static_cast<double>(count - kNew - 1) : 0;
    weights[i] = oldest + share * (1 - oldest);
  }
  return weights;
}

}  // namespace

TpeSearch::TpeSearch(const Space& space, std::int64_t designs, std::int64_t seed)
    : space_(space), asked_(space, designs), draws_(seed), spread_(space, draws_) {}

std::vector<Choice> TpeSearch::ask(int count) {
  std::vector<Choice> choices;
  for (; count > 0 && !asked_.full(); --count) {
    Choice choice = told_.size() < kFirst ? spread_.next() : proposed();
    if (asked_.contains(choice)) choice = asked_.unseen(draws_);
    asked_.add(choice);
    pending_.insert(choice);
    choices.push_back(std::move(choice));
  }
  return choices;
}

void TpeSearch::tell(const Choice& choice, const Judgement& judgement) {
  asked_.add(choice);
  pending_.erase(choice);
  told_.push_back(choice);
  judgements_.push_back(judgement);
  good_.reset();
}

Choice TpeSearch::proposed() {
  if (!good_) split();
  std::vector<Choice> others;
  for (std::size_t i = 0; i < told_.size(); ++i)
    if (!is_good_[i]) others.push_back(told_[i]);
  others.insert(others.end(), pending_.begin(), pending_.end());
  std::vector<double> weights = weights_by_age(others.size());
  const ParzenEstimator bad(space_, std::move(others), std::move(weights));
  std::optional<Choice> best;
  double best_ratio = 0;
  int candidates = 0;
  for (int i = 0; i < kCandidatesTried && candidates < kCandidates; ++i) {
    Choice choice = good_->drawn(draws_);
    if (asked_.contains(choice)) continue;
    ++candidates;
    const double ratio = good_->log_density(choice) - bad.log_density(choice);
    if (best && ratio <= best_ratio) continue;
    best = std::move(choice);
    best_ratio = ratio;
  }
  return best ? *best : asked_.unseen(draws_);
}

void TpeSearch::split() {
  const std::vector<int> ranks = constrained_ranks(judgements_);
  std::map<int, std::vector<std::size_t>> fronts;
  for (std::size_t i = 0; i < ranks.size(); ++i) fronts[ranks[i]].push_back(i);
  const std::size_t count = std::min(kMostGood, (told_.size() + 9) / 10);
  std::vector<std::size_t> good;
  for (const auto& [rank, members] : fronts) {
    const std::size_t free = count - good.size();
    if (members.size() <= free) {
      good.insert(good.end(), members.begin(), members.end());
    } else if (holds(judgements_[members[0]])) {
      std::vector<CostPoint> costs;
      for (const std::size_t i : members) costs.push_back(judgements_[i].costs);
      for (const std::size_t i : dominating_subset(costs, free)) good.push_back(members[i]);
    } else {
      good.insert(good.end(), members.begin(), members.begin() + static_cast<std::ptrdiff_t>(free));
    }
    if (good.size() == count) break;
  }
  std::sort(good.begin(), good.end());
  is_good_.assign(told_.size(), false);
  std::vector<Choice> designs;
  for (const std::size_t i : good) {
    is_good_[i] = true;
    designs.push_back(told_[i]);
  }
  good_.emplace(space_, std::move(designs), weights_of_good(good));
}

std::vector<double> TpeSearch::weights_of_good(const std::vector<std::size_t>& good) const {
  std::vector<CostPoint> costs;
  for (const std::size_t i : good)
    if (holds(judgements_[i])) costs.push_back(judgements_[i].costs);
  if (costs.empty()) return std::vector<double>(good.size(), 1);
  const std::vector<double> gains = volume_contributions(costs, reference_point(costs));
  const double most = *std::max_element(gains.begin(), gains.end());
  std::vector<double> weights;
  std::size_t next = 0;
  for (const std::size_t i : good) {
    if (!holds(judgements_[i]))
      weights.push_back(kLeastWeight);
    else
      weights.push_back(most > 0 ? std::max(gains[next++] / most, kLeastWeight) : 1);
  }
  return weights;
}

}  // namespace mho
