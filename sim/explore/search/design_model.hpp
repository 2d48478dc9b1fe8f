// What is known of all designs of a space from those that were looked at, and what each of them is
// expected to add to the front.
#pragma once

#include <vector>

#include "sim/explore/search/cost_model.hpp"
#include "sim/explore/search/free_boxes.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

struct ToldDesign {
  Choice choice;
  Judgement judgement;
};

/// Where errors are given, the front is what the model makes of the costs, and not the costs
/// themselves: a design that was lucky once does not keep others away.
class DesignModel {
 public:
  DesignModel(const Space& space, int objectives);

  /// `pending` designs count as what the others let expect. `fit`: also the models' own parameters.
  /// Of more than some hundred designs it learns from the best alone, and the last.
  void learn(const std::vector<ToldDesign>& told, const std::vector<Choice>& pending, bool fit);
  /// There is anything that it can compare.
  bool knows_any() const { return designs_.cols() >= 2; }
  /// The hypervolume that each is expected to add, if it exists and holds the constraints, times
  /// the probability that it does; as long as none does, by how much less it is expected to break
  /// them.
  Eigen::VectorXd gains(const std::vector<Choice>& choices) const;
  const std::vector<Choice>& front() const { return front_choices_; }

 private:
  struct Costed {
    Choice choice;
    std::vector<double> costs, errors;
    bool holds = false;
  };

  void learn_whether(const std::vector<const ToldDesign*>& told, bool fit);
  void learn_costs(bool fit);
  void believe(const std::vector<Choice>& pending);
  void find_front();
  Eigen::VectorXd probabilities(const DesignMatrix& designs) const;
  Eigen::VectorXd front_gains(const DesignMatrix& designs) const;
  DesignMatrix matrix(const std::vector<Choice>& choices) const;

  const Space& space_;
  std::vector<CostModel> models_;  ///< by objective
  GaussianProcess whether_;        ///< 1 for designs that count, -1 for those that do not
  bool all_count_ = true;
  CostModel violation_;
  double least_violation_ = 0;  ///< 0 when there are designs that hold the constraints
  std::vector<Costed> known_;
  DesignMatrix designs_;  ///< of known_
  std::vector<Choice> front_choices_;
  std::vector<CostBox> boxes_;
};

}  // namespace mho
