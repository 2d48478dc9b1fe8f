#include "sim/explore/screen/screening.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/explore/front/front.hpp"
#include "sim/explore/search/draws.hpp"
#include "sim/explore/search/ranking.hpp"

namespace mho {

namespace {

/// Designs of a network that are measured before its law is used: a tenth, and no fewer than these.
constexpr std::size_t kFirst = 12;
/// Designs of a later batch: a tenth of all, and no fewer than these.
constexpr std::size_t kBatch = 8;
/// Designs left out that are measured as a check: a twentieth, within these.
constexpr std::size_t kFewestHeldOut = 3, kMostHeldOut = 20;

/// Ranks from 0, those of equal values their mean.
std::vector<double> mean_ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t i = first; i < last; ++i)
      ranks[order[i]] = static_cast<double>(first + last - 1) / 2;
  }
  return ranks;
}

/// Spearman's.
std::optional<double> rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = mean_ranks(a), y = mean_ranks(b);
  const double middle = (static_cast<double>(x.size()) - 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? std::optional(xy / std::sqrt(xx * yy)) : std::nullopt;
}

}  // namespace

std::vector<std::string> sentences_of(const ScreeningReport& report) {
  std::vector<std::string> sentences{"screen: of " + std::to_string(report.designs) + " designs " +
                                     std::to_string(report.left_out) +
                                     " were left out for the loss that is predicted of them"};
  if (report.held_out > 0)
    sentences.push_back("screen: " + std::to_string(report.held_out) +
                        " more would have been, and were measured to check: " +
                        std::to_string(report.held_out_on_front) + " of them on the front");
  if (report.predicted == 0) return sentences;
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(),
                "screen: %zu designs were predicted before they were measured: median error %.1f "
                "points, %zu within the 95 %% interval",
                report.predicted, report.median_error, report.inside);
  sentences.emplace_back(text.data());
  if (!report.rank_correlation) return sentences;
  std::snprintf(text.data(), text.size(), ", rank correlation %.2f", *report.rank_correlation);
  sentences.back() += text.data();
  return sentences;
}

Screening::Screening(std::vector<ScreenedDesign> designs, const std::vector<Objective>& objectives,
                     const std::vector<Constraint>& constraints, std::int64_t seed)
    : designs_(std::move(designs)), seed_(seed), known_(designs_.size()) {
  for (std::size_t i = 0; i < objectives.size(); ++i)
    if (objectives[i].metric == kLossMetric) loss_ = i;
  for (const Constraint& constraint : constraints)
    if (constraint.metric == kLossMetric) limits_.push_back(constraint);
}

std::vector<std::size_t> Screening::next() {
  if (phase_ == Phase::checked) return {};
  if (phase_ == Phase::spread) {
    phase_ = Phase::chosen;
    return first_batch();
  }
  learn();
  std::vector<std::size_t> wanted = unmeasured(), chosen;
  std::erase_if(wanted, [&](std::size_t design) { return !may_be_wanted(design); });
  if (wanted.empty()) {
    phase_ = Phase::checked;
    chosen = held_out_ = held_out(unmeasured());
  } else {
    chosen = best_of(wanted);
  }
  for (const std::size_t design : chosen) known_[design].before = predicted(design);
  return chosen;
}

void Screening::tell(std::size_t design, double loss, const Judgement& judgement) {
  Known& known = known_[design];
  known.measured = true;
  known.loss = loss;
  known.judgement = judgement;
}

/// Of each network evenly from the least noise to the most, both ends included.
std::vector<std::size_t> Screening::first_batch() const {
  std::map<int, std::vector<std::size_t>> networks;
  for (std::size_t i = 0; i < designs_.size(); ++i) networks[designs_[i].network].push_back(i);
  std::vector<std::size_t> batch;
  for (auto& [network, of_it] : networks) {
    std::stable_sort(of_it.begin(), of_it.end(), [&](std::size_t a, std::size_t b) {
      return designs_[a].noise < designs_[b].noise;
    });
    const std::size_t count = std::min(of_it.size(), std::max(kFirst, of_it.size() / 10));
    for (std::size_t i = 0; i < count; ++i)
      batch.push_back(of_it[count > 1 ? i * (of_it.size() - 1) / (count - 1) : 0]);
  }
  return batch;
}

/// Those that the predictions have on the foremost fronts.
std::vector<std::size_t> Screening::best_of(const std::vector<std::size_t>& candidates) const {
  std::vector<Judgement> judgements;
  for (const std::size_t design : candidates) {
    const std::vector<double> costs = costs_at(design, predicted(design).loss);
    judgements.push_back({true, costs, std::vector<double>(costs.size(), 0), 0});
  }
  const std::vector<int> ranks = constrained_ranks(judgements);
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  order.resize(std::min(order.size(), std::max(kBatch, designs_.size() / 10)));
  std::vector<std::size_t> best;
  for (const std::size_t i : order) best.push_back(candidates[i]);
  return best;
}

std::vector<std::size_t> Screening::held_out(std::vector<std::size_t> candidates) const {
  const std::size_t count =
      std::min(candidates.size(), std::clamp(candidates.size() / 20, kFewestHeldOut, kMostHeldOut));
  Draws draws(seed_);
  for (std::size_t i = 0; i < count; ++i)
    std::swap(candidates[i],
              candidates[i + static_cast<std::size_t>(draws.below(candidates.size() - i))]);
  candidates.resize(count);
  return candidates;
}

std::vector<std::size_t> Screening::unmeasured() const {
  std::vector<std::size_t> designs;
  for (std::size_t i = 0; i < designs_.size(); ++i)
    if (!known_[i].measured) designs.push_back(i);
  return designs;
}

void Screening::learn() {
  std::map<int, std::vector<LossLaw::Measured>> measured;
  for (std::size_t i = 0; i < designs_.size(); ++i)
    if (known_[i].measured && known_[i].judgement.exists)
      measured[designs_[i].network].push_back({designs_[i].noise, known_[i].loss});
  laws_.clear();
  for (const auto& [network, of_it] : measured) laws_.emplace(network, LossLaw(of_it));
}

LossPrediction Screening::predicted(std::size_t design) const {
  const auto law = laws_.find(designs_[design].network);
  // None of its network runs: nothing is known.
  return law == laws_.end() ? LossPrediction{0, -100, 100} : law->second.at(designs_[design].noise);
}

bool Screening::may_be_wanted(std::size_t design) const {
  const double best = predicted(design).low;
  return std::none_of(limits_.begin(), limits_.end(),
                      [&](const Constraint& limit) { return limit.violation(best) > 0; }) &&
         !is_dominated(costs_at(design, best));
}

std::vector<double> Screening::costs_at(std::size_t design, double loss) const {
  std::vector<double> costs = designs_[design].costs;
  if (loss_) costs[*loss_] = loss;
  return costs;
}

bool Screening::is_dominated(const std::vector<double>& costs) const {
  return std::any_of(known_.begin(), known_.end(), [&](const Known& known) {
    return known.measured && holds(known.judgement) && dominates(known.judgement.costs, costs);
  });
}

ScreeningReport Screening::report() const {
  ScreeningReport report;
  report.designs = designs_.size();
  report.left_out = unmeasured().size();
  report.held_out = held_out_.size();
  for (const std::size_t design : held_out_) {
    const Judgement& judgement = known_[design].judgement;
    if (known_[design].measured && holds(judgement) && !is_dominated(judgement.costs))
      ++report.held_out_on_front;
  }
  std::vector<double> predicted, measured, errors;
  for (const Known& known : known_) {
    if (!known.measured || !known.before || !known.judgement.exists) continue;
    predicted.push_back(known.before->loss);
    measured.push_back(known.loss);
    errors.push_back(std::abs(known.loss - known.before->loss));
    if (known.before->low <= known.loss && known.loss <= known.before->high) ++report.inside;
  }
  report.predicted = errors.size();
  if (errors.empty()) return report;
  std::sort(errors.begin(), errors.end());
  report.median_error = (errors[(errors.size() - 1) / 2] + errors[errors.size() / 2]) / 2;
  report.rank_correlation = rank_correlation(predicted, measured);
  return report;
}

}  // namespace mho
