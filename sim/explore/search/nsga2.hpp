// NSGA-II: generations of designs that are crossed and mutated.
#pragma once

#include <map>

#include "sim/explore/search/asked.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// The same designs in whatever order those of one generation are told, for any number of workers.
class Nsga2Search final : public Search {
 public:
  Nsga2Search(const Space& space, std::int64_t designs, std::int64_t seed);

  /// None while designs of a generation are not told yet.
  std::vector<Choice> ask(int count) override;
  void tell(const Choice& choice, const Judgement& judgement) override;
  bool at_end() const override { return asked_.full() && next_ == generation_.size(); }
  std::int64_t designs() const override { return asked_.designs(); }

 private:
  struct Known {
    Choice choice;
    Judgement judgement;
    int rank = 0;
    double distance = 0;  ///< to its neighbors on the front
  };

  void begin_generation();
  void select();
  const Known& parent();
  Choice child();
  void mutate(Choice& choice);

  const Space& space_;
  Asked asked_;
  Draws draws_;
  Spread spread_;
  std::size_t size_;
  std::vector<Choice> generation_;
  std::size_t next_ = 0;              ///< of the generation, to be asked for
  std::map<Choice, Judgement> told_;  ///< of the generation
  std::vector<Known> population_;
};

}  // namespace mho
