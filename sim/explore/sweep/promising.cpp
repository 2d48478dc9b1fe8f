#include "sim/explore/sweep/promising.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mho {

namespace {

std::string rounded(double points) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", points);
  return text.data();
}

}  // namespace

bool may_be_on_front(const Judgement& own, const std::vector<const Judgement*>& others,
                     bool has_objectives) {
  if (!own.exists || (has_objectives && own.violation > 0)) return false;
  std::vector<double> best = own.costs;
  for (std::size_t i = 0; i < best.size(); ++i) best[i] -= own.errors[i];
  return std::none_of(others.begin(), others.end(), [&](const Judgement* other) {
    if (!other->exists || other->violation > 0) return false;
    std::vector<double> worst = other->costs;
    for (std::size_t i = 0; i < worst.size(); ++i) worst[i] += other->errors[i];
    return dominates(worst, best);
  });
}

int network_of(const Space& space, const Choice& choice) {
  int number = 0;
  for (std::size_t i = 0; i < choice.size(); ++i)
    if (space.parameters[i].key.starts_with("workload"))
      number = number * (static_cast<int>(space.parameters[i].values.size()) + 1) + choice[i] + 1;
  return number;
}

Record screened_out(const Evaluator& evaluator, const Space& space, const Choice& choice, int look,
                    const LossPrediction& predicted) {
  Record record;
  record.id = evaluator.screened_id(choice, look);
  record.choice = choice;
  record.keys = space.labels(choice);
  record.look = look;
  record.screened_out = true;
  record.problems.push_back("screened out, predicted loss " + rounded(predicted.loss) +
                            " points (95 %: " + rounded(predicted.low) + " to " +
                            rounded(predicted.high) + ')');
  return record;
}

}  // namespace mho
