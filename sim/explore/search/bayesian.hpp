// Bayesian optimization: the design that Gaussian processes expect to add most to the front.
#pragma once

#include <set>
#include <vector>

#include "sim/explore/search/asked.hpp"
#include "sim/explore/search/design_model.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// Learns from every design that it is told of, also from such that it has not asked for; those
/// that are not told yet count as what the model expects of them.
class BayesianSearch final : public Search {
 public:
  BayesianSearch(const Space& space, int objectives, std::int64_t designs, std::int64_t seed);

  std::vector<Choice> ask(int count) override;
  void tell(const Choice& choice, const Judgement& judgement) override;
  bool learns_from_any() const override { return true; }
  bool at_end() const override { return asked_.full(); }
  std::int64_t designs() const override { return asked_.designs(); }

 private:
  Choice proposed();
  std::vector<Choice> candidates();
  void add_unseen_neighbors(const Choice& choice, std::set<Choice>& into) const;

  const Space& space_;
  Asked asked_;
  Draws draws_;
  Spread spread_;
  std::size_t first_;  ///< designs before it learns
  std::set<Choice> pending_;
  std::vector<ToldDesign> told_;
  std::size_t next_fit_ = 0;  ///< designs told when the models' own parameters are fitted again
  DesignModel model_;
};

}  // namespace mho
