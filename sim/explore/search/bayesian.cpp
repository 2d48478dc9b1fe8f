// What is expected is computed for designs near the front, some others drawn at random, and uphill
// from the best of them one key at a time (as Hutter, Hoos and Leyton-Brown, LION 2011, do it for
// keys that are names); of a small space for all.
#include "sim/explore/search/bayesian.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

/// A space with no more is looked at whole.
constexpr std::int64_t kSmall = 1000;
constexpr int kDrawn = 300;
/// Designs of the front whose neighbors are candidates.
constexpr std::size_t kStarts = 40;
constexpr int kStepsUphill = 20;
/// The models' own parameters are fitted again after as many more designs, in parts of those told.
constexpr double kFitAgain = 0.1;

}  // namespace

BayesianSearch::BayesianSearch(const Space& space, int objectives, std::int64_t designs,
                               std::int64_t seed)
    : space_(space),
      asked_(space, designs),
      draws_(seed),
      spread_(space, draws_),
      model_(space, objectives) {
  first_ =
      std::min(2 * (space.parameters.size() + 1), static_cast<std::size_t>(asked_.designs() / 4));
  first_ = std::max<std::size_t>(first_, 2);
}

std::vector<Choice> BayesianSearch::ask(int count) {
  std::vector<Choice> choices;
  for (; count > 0 && !asked_.full(); --count) {
    Choice choice = told_.size() < first_ ? spread_.next() : proposed();
    if (asked_.contains(choice)) choice = asked_.unseen(draws_);
    asked_.add(choice);
    pending_.insert(choice);
    choices.push_back(std::move(choice));
  }
  return choices;
}

void BayesianSearch::tell(const Choice& choice, const Judgement& judgement) {
  asked_.add(choice);
  pending_.erase(choice);
  told_.push_back({choice, judgement});
}

Choice BayesianSearch::proposed() {
  const bool fit = told_.size() >= next_fit_;
  if (fit)
    next_fit_ =
        static_cast<std::size_t>(std::ceil(static_cast<double>(told_.size()) * (1 + kFitAgain)));
  model_.learn(told_, {pending_.begin(), pending_.end()}, fit);
  if (!model_.knows_any()) return asked_.unseen(draws_);
  std::vector<Choice> choices = candidates();
  Choice best;
  double most = 0;
  for (int step = 0; step < kStepsUphill && !choices.empty(); ++step) {
    Eigen::Index at = 0;
    const double gain = model_.gains(choices).maxCoeff(&at);
    if (!(gain > most)) break;
    most = gain;
    best = choices[static_cast<std::size_t>(at)];
    std::set<Choice> near;
    add_unseen_neighbors(best, near);
    choices.assign(near.begin(), near.end());
  }
  return most > 0 ? best : asked_.unseen(draws_);
}

std::vector<Choice> BayesianSearch::candidates() {
  if (auto all = asked_.all_unseen(kSmall)) return *all;
  std::set<Choice> choices;
  std::vector<Choice> starts = model_.front();
  while (starts.size() > kStarts) {
    starts[static_cast<std::size_t>(draws_.below(starts.size()))] = starts.back();
    starts.pop_back();
  }
  for (const Choice& start : starts) add_unseen_neighbors(start, choices);
  for (int i = 0; i < kDrawn; ++i)
    if (Choice choice = asked_.drawn(draws_); !asked_.contains(choice))
      choices.insert(std::move(choice));
  return {choices.begin(), choices.end()};
}

void BayesianSearch::add_unseen_neighbors(const Choice& choice, std::set<Choice>& into) const {
  for (std::size_t key = 0; key < choice.size(); ++key) {
    const Parameter& parameter = space_.parameters[key];
    const auto values = static_cast<int>(parameter.values.size());
    if (choice[key] < 0) continue;
    for (int value = 0; value < values; ++value) {
      if (value == choice[key] || (parameter.is_ordered && std::abs(value - choice[key]) > 1))
        continue;
      Choice near = choice;
      near[key] = value;
      near = space_.made_whole(near);
      if (!asked_.contains(near)) into.insert(std::move(near));
    }
  }
}

}  // namespace mho
