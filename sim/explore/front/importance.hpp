// How much each key alone moves a metric: the share of the metric's variance over all designs that
// the variance of the mean over all other keys has (functional analysis of variance: F. Hutter, H.
// Hoos, K. Leyton-Brown, ICML 2014, PMLR 32, 754), every value of a key as likely as the others.
//
// Of a whole grid these are sums over designs, exact. Of some of the designs, or where some cannot
// run, a forest of regression trees (L. Breiman, Machine Learning 45 (2001) 5) fills in the others,
// whose marginals are sums over its leaves; which says as much as the forest predicts of designs
// that its trees have not seen. A key that varies below some values of another counts as one more
// value where it is not there.
#pragma once

#include <vector>

#include "sim/explore/design/space.hpp"

namespace mho {

/// Designs, and a metric of each.
struct Measured {
  std::vector<Choice> choices;
  std::vector<double> values;
};

struct VarianceShares {
  std::vector<double> of_parameter;  ///< the share of each alone; sum at most 1
  double explained = 1;  ///< share of the variance that a forest predicts of what it has not seen
};

/// Whether they are every design of a space in which nothing depends on a value.
bool is_whole_grid(const Space& space, const std::vector<Choice>& choices);

/// Of a whole grid. All 0 where the metric is the same in all designs.
VarianceShares shares_of_grid(const Space& space, const Measured& measured);

/// Of any designs, two at least. Same designs in the same order: the same shares.
VarianceShares shares_of_forest(const Space& space, const Measured& measured);

}  // namespace mho
