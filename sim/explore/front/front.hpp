// What no other design beats in all objectives at once.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/design/goal.hpp"
#include "sim/explore/design/record.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

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
