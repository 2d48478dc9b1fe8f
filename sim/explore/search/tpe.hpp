// Tree of Parzen estimators: where good designs are dense and others are not.
#pragma once

#include <optional>
#include <set>

#include "sim/explore/search/asked.hpp"
#include "sim/explore/search/parzen.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// Learns from every design that it is told of, also from such that it has not asked for; those
/// that are not told yet count as bad.
class TpeSearch final : public Search {
 public:
  TpeSearch(const Space& space, std::int64_t designs, std::int64_t seed);

  std::vector<Choice> ask(int count) override;
  void tell(const Choice& choice, const Judgement& judgement) override;
  bool learns_from_any() const override { return true; }
  bool at_end() const override { return asked_.full(); }
  std::int64_t designs() const override { return asked_.designs(); }

 private:
  Choice proposed();
  void split();
  std::vector<double> weights_of_good(const std::vector<std::size_t>& good) const;

  const Space& space_;
  Asked asked_;
  Draws draws_;
  Spread spread_;
  std::set<Choice> pending_;
  std::vector<Choice> told_;
  std::vector<Judgement> judgements_;  ///< of told_
  std::vector<bool> is_good_;          ///< of told_
  std::optional<ParzenEstimator> good_;
};

}  // namespace mho
