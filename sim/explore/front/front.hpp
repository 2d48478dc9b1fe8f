// What no other design beats in all objectives at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/explore/design/goal.hpp"
#include "sim/explore/design/record.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// A metric's 95 % interval over chips and images: that of "accuracy.loss.mean" is
/// "accuracy.loss.ci95.low" and "accuracy.loss.ci95.high", of "accuracy.yield"
/// "accuracy.yield.ci95.low"; none where the record has none.
std::optional<Limits> ci95_of(const Record& record, const std::string& metric);

/// What a record comes to; of a metric that the run does not have, it does not exist.
Judgement judgement_of(const Record& record, const std::vector<Objective>& objectives,
                       const std::vector<Constraint>& constraints);

/// No cost is larger, and one is smaller.
bool dominates(const std::vector<double>& a, const std::vector<double>& b);

/// The designs that exist, hold all constraints, and that no other of them dominates.
class Front {
 public:
  struct Member {
    std::string id;
    std::vector<double> costs;
  };

  /// False when the design is not one of them.
  bool add(const std::string& id, const Judgement& judgement);
  const std::vector<Member>& members() const { return members_; }

 private:
  std::vector<Member> members_;
};

}  // namespace mho
