// A regression tree over keys that have a few values each, grown until nothing is left to tell.
// Each split parts a key's values in two: in their order by the mean that they have in the node,
// the best of all such parts for squared errors (W. D. Fisher, J. Am. Stat. Assoc. 53 (1958) 789).
#pragma once

#include <vector>

namespace mho {

struct TreeSample {
  std::vector<int> levels;               ///< of each input: it is one of 0 ... levels - 1
  std::vector<std::vector<int>> inputs;  ///< by design
  std::vector<double> values;            ///< by design
};

/// As many numbers of designs as there are, drawn with replacement for tree number `tree`.
std::vector<std::size_t> drawn_again(std::size_t designs, int tree);

class RegressionTree {
 public:
  /// `sample` must outlive it; of the designs `bag`, each as often as it stands there.
  RegressionTree(const TreeSample& sample, const std::vector<std::size_t>& bag);

  double at(const std::vector<int>& inputs) const;
  /// Of each input alone, when each of its levels is as likely as the others: share of the variance
  /// of the tree. Empty for a tree that is the same everywhere.
  std::vector<double> variance_shares() const;

 private:
  struct Node {
    int input = -1;          ///< that it splits by; -1: a leaf
    std::vector<bool> left;  ///< by level
    double value = 0;        ///< of a leaf
    std::size_t children[2]{};
  };
  using Levels = std::vector<std::vector<bool>>;
  class Marginals;

  std::size_t grow(std::vector<std::size_t> designs);
  void show_leaves(std::size_t node, Levels& levels, Marginals& into) const;

  const TreeSample& sample_;
  std::vector<Node> nodes_;
};

}  // namespace mho
