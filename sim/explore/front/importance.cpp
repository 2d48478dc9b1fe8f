#include "sim/explore/front/importance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "sim/explore/front/regression_tree.hpp"

namespace mho {

namespace {

constexpr int kTrees = 64;
/// Designs that a forest learns from, at most: evenly taken of more.
constexpr std::size_t kMostDesigns = 4096;
/// Variances below this share of the mean's square are of rounding.
constexpr double kRounding = 1e-24;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size());
}

bool varies(const std::vector<double>& values) {
  return variance_of(values) > kRounding * std::pow(mean_of(values), 2);
}

/// Levels of every parameter: its values, and one more where it may not be there.
std::vector<int> levels_of(const Space& space) {
  std::vector<int> levels;
  for (const Parameter& parameter : space.parameters)
    levels.push_back(static_cast<int>(parameter.values.size()) + 1);
  for (const int root : space.roots) --levels[static_cast<std::size_t>(root)];
  return levels;
}

TreeSample sample_of(const Space& space, const Measured& measured) {
  TreeSample sample;
  sample.levels = levels_of(space);
  const std::size_t stride = (measured.values.size() + kMostDesigns - 1) / kMostDesigns;
  const double mean = mean_of(measured.values);
  for (std::size_t i = 0; i < measured.values.size(); i += stride) {
    std::vector<int> level = measured.choices[i];
    for (std::size_t p = 0; p < level.size(); ++p)
      if (level[p] < 0) level[p] = sample.levels[p] - 1;
    sample.inputs.push_back(std::move(level));
    sample.values.push_back(measured.values[i] - mean);
  }
  return sample;
}

/// Predictions of each design by trees that have not seen it.
class OutOfBag {
 public:
  explicit OutOfBag(std::size_t designs) : sums_(designs, 0), counts_(designs, 0) {}

  void add(std::size_t design, double prediction) {
    sums_[design] += prediction;
    ++counts_[design];
  }
  double explained(const std::vector<double>& values) const {
    std::vector<double> seen, errors;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (counts_[i] == 0) continue;
      seen.push_back(values[i]);
      errors.push_back(std::pow(values[i] - sums_[i] / counts_[i], 2));
    }
    if (seen.empty() || !varies(seen)) return 0;
    return 1 - mean_of(errors) / variance_of(seen);
  }

 private:
  std::vector<double> sums_;
  std::vector<int> counts_;
};

}  // namespace

bool is_whole_grid(const Space& space, const std::vector<Choice>& choices) {
  const auto size = space.size();
  return space.roots.size() == space.parameters.size() && size &&
         *size == static_cast<std::int64_t>(choices.size()) &&
         std::set<Choice>(choices.begin(), choices.end()).size() == choices.size();
}

VarianceShares shares_of_grid(const Space& space, const Measured& measured) {
  VarianceShares shares{std::vector<double>(space.parameters.size(), 0)};
  if (!varies(measured.values)) return shares;
  const double all = variance_of(measured.values);
  for (std::size_t p = 0; p < space.parameters.size(); ++p) {
    std::vector<double> means(space.parameters[p].values.size(), 0);
    for (std::size_t i = 0; i < measured.values.size(); ++i)
      means[static_cast<std::size_t>(measured.choices[i][p])] += measured.values[i];
    const double designs_of_value =
        static_cast<double>(measured.values.size()) / static_cast<double>(means.size());
    for (double& mean : means) mean /= designs_of_value;
    shares.of_parameter[p] = variance_of(means) / all;
  }
  return shares;
}

VarianceShares shares_of_forest(const Space& space, const Measured& measured) {
  VarianceShares shares{std::vector<double>(space.parameters.size(), 0), 0};
  if (measured.values.size() < 2 || !varies(measured.values)) return shares;
  const TreeSample sample = sample_of(space, measured);
  OutOfBag unseen(sample.values.size());
  int grown = 0;
  for (int number = 0; number < kTrees; ++number) {
    const std::vector<std::size_t> bag = drawn_again(sample.values.size(), number);
    const RegressionTree tree(sample, bag);
    const std::set<std::size_t> seen(bag.begin(), bag.end());
    for (std::size_t i = 0; i < sample.values.size(); ++i)
      if (!seen.contains(i)) unseen.add(i, tree.at(sample.inputs[i]));
    const auto of_tree = tree.variance_shares();
    if (of_tree.empty()) continue;
    ++grown;
    for (std::size_t p = 0; p < of_tree.size(); ++p) shares.of_parameter[p] += of_tree[p];
  }
  for (double& share : shares.of_parameter) share /= std::max(1, grown);
  shares.explained = unseen.explained(sample.values);
  return shares;
}

}  // namespace mho
