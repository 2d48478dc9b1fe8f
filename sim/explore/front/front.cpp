#include "sim/explore/front/front.hpp"

#include <algorithm>

namespace mho {

namespace {

/// Half of a metric's 95 % interval: that of "accuracy.loss.mean" is "accuracy.loss.ci95.low" and
/// "accuracy.loss.ci95.high".
double error_of(const Record& record, const std::string& metric) {
  if (!metric.ends_with(".mean")) return 0;
  const std::string stem = metric.substr(0, metric.size() - 4) + "ci95.";
  const auto low = record.metrics.find(stem + "low"), high = record.metrics.find(stem + "high");
  if (low == record.metrics.end() || high == record.metrics.end()) return 0;
  return (high->second - low->second) / 2;
}

}  // namespace

Judgement judgement_of(const Record& record, const std::vector<Objective>& objectives,
                       const std::vector<Constraint>& constraints) {
  Judgement judgement;
  judgement.exists = record.runs();
  for (const Objective& objective : objectives) {
    const auto value = record.metrics.find(objective.metric);
    judgement.exists = judgement.exists && value != record.metrics.end();
    if (!judgement.exists) return {};
    judgement.costs.push_back(objective.cost(value->second));
    judgement.errors.push_back(error_of(record, objective.metric));
  }
  for (const Constraint& constraint : constraints) {
    const auto value = record.metrics.find(constraint.metric);
    if (value == record.metrics.end()) return {};
    judgement.violation += constraint.violation(value->second);
  }
  return judgement;
}

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  bool better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    better = better || a[i] < b[i];
  }
  return better;
}

bool Front::add(const std::string& id, const Judgement& judgement) {
  if (!judgement.exists || judgement.violation > 0) return false;
  for (const Member& member : members_)
    if (dominates(member.costs, judgement.costs)) return false;
  std::erase_if(members_,
                [&](const Member& member) { return dominates(judgement.costs, member.costs); });
  members_.push_back({id, judgement.costs});
  return true;
}

}  // namespace mho
