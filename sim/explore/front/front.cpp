#include "sim/explore/front/front.hpp"

#include <algorithm>
#include <string_view>

namespace mho {

namespace {

/// Half of a metric's 95 % interval.
double error_of(const Record& record, const std::string& metric) {
  const auto interval = ci95_of(record, metric);
  return interval ? (interval->high - interval->low) / 2 : 0;
}

}  // namespace

std::optional<Limits> ci95_of(const Record& record, const std::string& metric) {
  constexpr std::string_view kMean = ".mean";
  const std::string stem =
      (metric.ends_with(kMean) ? metric.substr(0, metric.size() - kMean.size()) : metric) +
      ".ci95.";
  const auto low = record.metrics.find(stem + "low"), high = record.metrics.find(stem + "high");
  if (low == record.metrics.end() || high == record.metrics.end()) return std::nullopt;
  return Limits{low->second, high->second};
}

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
