// Expected hypervolume improvement (Emmerich, Giannakoglou and Naujoks, IEEE Trans. Evol. Comput.
// 10 (2006) 421), exact as a sum over the boxes that the front leaves free (Yang, Emmerich, Deutz
// and Baeck, J. Global Optim. 75 (2019) 3), times the probability that the constraints hold
// (Gardner et al., ICML 2014). Whether a design counts is regression on -1 and 1 (Rasmussen and
// Williams, section 6.5). Pending designs are believed to be what is expected of them (the "kriging
// believer" of Ginsbourger, Le Riche and Carraro, 2010).
#include "sim/explore/search/design_model.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/explore/search/normal_distribution.hpp"

namespace mho {

namespace {

/// The cost of learning is cubic in these.
constexpr std::size_t kMostLearnt = 400;
/// Of which these are the last, whatever they came to.
constexpr std::size_t kLast = 50;
/// Points of a front of four costs or more, where the number of boxes is not proportional to them.
constexpr std::size_t kMostOfFront = 50;
/// How far beyond the front designs still count, in parts of its own range and of that of all
/// designs: the front of few designs is much shorter than the one that is sought, whose ends lie
/// beyond it, and may be a single design.
constexpr double kBeyondFront = 0.3, kBeyondInAll = 0.1;

std::vector<bool> ordered_keys(const Space& space) {
  std::vector<bool> is_ordered;
  for (const Parameter& parameter : space.parameters) is_ordered.push_back(parameter.is_ordered);
  return is_ordered;
}

std::vector<const ToldDesign*> learnt_of(const std::vector<ToldDesign>& told) {
  std::vector<const ToldDesign*> learnt;
  if (told.size() <= kMostLearnt) {
    for (const ToldDesign& design : told) learnt.push_back(&design);
    return learnt;
  }
  std::vector<Judgement> judgements;
  for (const ToldDesign& design : told) judgements.push_back(design.judgement);
  const std::vector<int> ranks = constrained_ranks(judgements);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i + kLast < told.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  order.resize(kMostLearnt - kLast);
  for (std::size_t i = told.size() - kLast; i < told.size(); ++i) order.push_back(i);
  for (const std::size_t i : order) learnt.push_back(&told[i]);
  return learnt;
}

double range_of(const std::vector<CostPoint>& points, std::size_t i) {
  const auto [best, worst] =
      std::minmax_element(points.begin(), points.end(),
                          [i](const CostPoint& a, const CostPoint& b) { return a[i] < b[i]; });
  return (*worst)[i] - (*best)[i];
}

/// Up to where designs count.
CostPoint far_reference(const std::vector<CostPoint>& front, const std::vector<CostPoint>& all) {
  CostPoint reference = front.at(0);
  for (const CostPoint& point : front)
    for (std::size_t i = 0; i < point.size(); ++i) reference[i] = std::max(reference[i], point[i]);
  for (std::size_t i = 0; i < reference.size(); ++i)
    reference[i] += std::max(kBeyondFront * range_of(front, i), kBeyondInAll * range_of(all, i));
  return reference;
}

}  // namespace

DesignModel::DesignModel(const Space& space, int objectives)
    : space_(space),
      models_(static_cast<std::size_t>(objectives), CostModel(ordered_keys(space))),
      whether_(ordered_keys(space)),
      violation_(ordered_keys(space)) {}

void DesignModel::learn(const std::vector<ToldDesign>& told, const std::vector<Choice>& pending,
                        bool fit) {
  const std::vector<const ToldDesign*> learnt = learnt_of(told);
  known_.clear();
  std::vector<double> violations;
  for (const ToldDesign* design : learnt) {
    const Judgement& judgement = design->judgement;
    if (!judgement.exists) continue;
    known_.push_back({design->choice, judgement.costs, judgement.errors, holds(judgement)});
    violations.push_back(judgement.violation);
  }
  least_violation_ =
      violations.empty() ? 0 : *std::min_element(violations.begin(), violations.end());
  learn_whether(learnt, fit);
  learn_costs(fit);
  if (!knows_any()) return;
  if (least_violation_ > 0)
    violation_.learn(designs_,
                     Eigen::Map<Eigen::VectorXd>(violations.data(),
                                                 static_cast<Eigen::Index>(violations.size())),
                     Eigen::VectorXd::Zero(designs_.cols()), fit);
  if (!pending.empty()) believe(pending);
  find_front();
}

void DesignModel::learn_whether(const std::vector<const ToldDesign*>& told, bool fit) {
  std::vector<Choice> choices;
  Eigen::VectorXd labels(static_cast<Eigen::Index>(told.size()));
  for (const ToldDesign* design : told) {
    // As long as none holds, what matters is that there is a violation to compare.
    const bool good = least_violation_ > 0 ? design->judgement.exists : holds(design->judgement);
    labels(static_cast<Eigen::Index>(choices.size())) = good ? 1 : -1;
    choices.push_back(design->choice);
  }
  all_count_ = (labels.array() > 0).all();
  if (all_count_) return;
  whether_.learn(matrix(choices), labels, Eigen::VectorXd::Zero(labels.size()));
  if (fit) whether_.fit();
}

void DesignModel::learn_costs(bool fit) {
  std::vector<Choice> choices;
  for (const Costed& design : known_) choices.push_back(design.choice);
  designs_ = matrix(choices);
  if (!knows_any()) return;
  const Eigen::Index count = designs_.cols();
  for (std::size_t i = 0; i < models_.size(); ++i) {
    Eigen::VectorXd costs(count), errors(count);
    for (Eigen::Index k = 0; k < count; ++k) {
      costs(k) = known_[static_cast<std::size_t>(k)].costs[i];
      errors(k) = known_[static_cast<std::size_t>(k)].errors[i];
    }
    models_[i].learn(designs_, costs, errors, fit);
  }
}

void DesignModel::believe(const std::vector<Choice>& pending) {
  const DesignMatrix designs = matrix(pending);
  const Eigen::VectorXd probability = probabilities(designs);
  std::vector<Eigen::VectorXd> means;
  for (const CostModel& model : models_) means.push_back(model.predict(designs).mean);
  for (Eigen::Index k = 0; k < designs.cols(); ++k) {
    if (probability(k) < 0.5) continue;
    std::vector<double> costs;
    for (std::size_t i = 0; i < models_.size(); ++i)
      costs.push_back(models_[i].middle(means[i](k)));
    known_.push_back({pending[static_cast<std::size_t>(k)], std::move(costs),
                      std::vector<double>(models_.size(), 0), least_violation_ <= 0});
  }
  learn_costs(false);
}

void DesignModel::find_front() {
  std::vector<Judgement> judgements(known_.size());
  std::vector<Prediction> predictions;
  for (const CostModel& model : models_) predictions.push_back(model.predict(designs_));
  for (std::size_t k = 0; k < known_.size(); ++k) {
    const Costed& design = known_[k];
    Judgement& judgement = judgements[k];
    judgement = {true, design.costs, std::vector<double>(models_.size(), 0),
                 design.holds ? 0.0 : 1};
    for (std::size_t i = 0; i < models_.size(); ++i)
      if (design.errors[i] > 0)
        judgement.costs[i] = models_[i].middle(predictions[i].mean(static_cast<Eigen::Index>(k)));
  }
  const std::vector<int> ranks = constrained_ranks(judgements);
  front_choices_.clear();
  std::vector<CostPoint> front, all;
  for (std::size_t k = 0; k < known_.size(); ++k) {
    all.push_back(judgements[k].costs);
    if (ranks[k] != 0) continue;
    front_choices_.push_back(known_[k].choice);
    front.push_back(judgements[k].costs);
  }
  if (least_violation_ > 0) return;
  const CostPoint reference = far_reference(front, all);
  if (models_.size() > 3 && front.size() > kMostOfFront) {
    std::vector<CostPoint> some;
    for (const std::size_t i : dominating_subset(front, kMostOfFront)) some.push_back(front[i]);
    front = std::move(some);
  }
  boxes_ = free_boxes(front, reference);
}

Eigen::VectorXd DesignModel::gains(const std::vector<Choice>& choices) const {
  const DesignMatrix designs = matrix(choices);
  const Eigen::VectorXd probability = probabilities(designs);
  if (least_violation_ <= 0) return front_gains(designs).cwiseProduct(probability);
  const Prediction prediction = violation_.predict(designs);
  Eigen::VectorXd gains(designs.cols());
  for (Eigen::Index k = 0; k < designs.cols(); ++k)
    gains(k) = probability(k) * violation_.expected_below(least_violation_, prediction.mean(k),
                                                          prediction.deviation(k));
  return gains;
}

Eigen::VectorXd DesignModel::probabilities(const DesignMatrix& designs) const {
  if (all_count_) return Eigen::VectorXd::Ones(designs.cols());
  const Prediction prediction = whether_.predict(designs);
  return (prediction.mean.array() / prediction.deviation.array()).unaryExpr(&normal_share);
}

Eigen::VectorXd DesignModel::front_gains(const DesignMatrix& designs) const {
  // By cost: what is expected below each limit that a box has, a row for each design.
  using Limits = std::map<double, Eigen::ArrayXd>;
  std::vector<Limits> below(models_.size());
  for (std::size_t i = 0; i < models_.size(); ++i) {
    const Prediction prediction = models_[i].predict(designs);
    for (const CostBox& box : boxes_)
      for (const double limit : {box.low[i], box.high[i]}) {
        const auto [at, is_new] = below[i].try_emplace(limit, designs.cols());
        if (!is_new) continue;
        for (Eigen::Index k = 0; k < designs.cols(); ++k)
          at->second(k) =
              models_[i].expected_below(limit, prediction.mean(k), prediction.deviation(k));
      }
  }
  Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(designs.cols());
  for (const CostBox& box : boxes_) {
    Eigen::ArrayXd volume = Eigen::ArrayXd::Ones(designs.cols());
    for (std::size_t i = 0; i < models_.size(); ++i)
      volume *= below[i].at(box.high[i]) - below[i].at(box.low[i]);
    sum += volume;
  }
  return sum;
}

DesignMatrix DesignModel::matrix(const std::vector<Choice>& choices) const {
  const auto keys = static_cast<Eigen::Index>(space_.parameters.size());
  DesignMatrix matrix(keys, static_cast<Eigen::Index>(choices.size()));
  for (Eigen::Index j = 0; j < matrix.cols(); ++j)
    for (Eigen::Index key = 0; key < keys; ++key) {
      const Parameter& parameter = space_.parameters[static_cast<std::size_t>(key)];
      const int value = choices[static_cast<std::size_t>(j)][static_cast<std::size_t>(key)];
      const double last = std::max(1.0, static_cast<double>(parameter.values.size()) - 1);
      // An ordered key that is not there stands in the middle: as far from both ends as can be.
      matrix(key, j) = !parameter.is_ordered ? value : value < 0 ? 0.5 : value / last;
    }
  return matrix;
}

}  // namespace mho
