#include "sim/explore/front/regression_tree.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "sim/base/random.hpp"

namespace mho {

namespace {

/// Gains below this share of a node's squares are of rounding.
constexpr double kLeastGain = 1e-12;

/// Designs of a node that have one level of an input.
struct LevelSum {
  int level = 0;
  double count = 0, sum = 0;

  double mean() const { return sum / count; }
};

std::vector<LevelSum> sums_by_level(const TreeSample& sample, std::size_t input,
                                    const std::vector<std::size_t>& designs) {
  std::vector<LevelSum> all(static_cast<std::size_t>(sample.levels[input]));
  for (const std::size_t design : designs) {
    LevelSum& level = all[static_cast<std::size_t>(sample.inputs[design][input])];
    level.level = sample.inputs[design][input];
    level.sum += sample.values[design];
    ++level.count;
  }
  std::erase_if(all, [](const LevelSum& level) { return level.count == 0; });
  std::stable_sort(all.begin(), all.end(),
                   [](const LevelSum& a, const LevelSum& b) { return a.mean() < b.mean(); });
  return all;
}

struct Split {
  std::size_t input = 0;
  double gain = 0;  ///< squared error that it takes away
  std::vector<bool> left;
};

std::optional<Split> best_split(const TreeSample& sample, const std::vector<std::size_t>& designs) {
  double sum = 0, squares = 0;
  for (const std::size_t design : designs) {
    sum += sample.values[design];
    squares += sample.values[design] * sample.values[design];
  }
  const auto count = static_cast<double>(designs.size());
  Split best;
  best.gain = kLeastGain * squares;
  std::optional<Split> found;
  for (std::size_t input = 0; input < sample.levels.size(); ++input) {
    const std::vector<LevelSum> levels = sums_by_level(sample, input, designs);
    double left_count = 0, left_sum = 0;
    for (std::size_t last = 0; last + 1 < levels.size(); ++last) {
      left_count += levels[last].count;
      left_sum += levels[last].sum;
      const double difference = left_sum / left_count - (sum - left_sum) / (count - left_count);
      const double gain = left_count * (count - left_count) / count * difference * difference;
      if (gain <= best.gain) continue;
      best = {input, gain, std::vector<bool>(static_cast<std::size_t>(sample.levels[input]))};
      for (std::size_t i = 0; i <= last; ++i)
        best.left[static_cast<std::size_t>(levels[i].level)] = true;
      found = best;
    }
  }
  return found;
}

double share_of(const std::vector<bool>& levels) {
  return static_cast<double>(std::count(levels.begin(), levels.end(), true)) /
         static_cast<double>(levels.size());
}

}  // namespace

/// Means of the tree where one input has one level, and all others any.
class RegressionTree::Marginals {
 public:
  explicit Marginals(const std::vector<int>& levels) {
    for (const int count : levels) means_.emplace_back(static_cast<std::size_t>(count), 0.0);
  }

  void add_leaf(const Levels& levels, double value) {
    double volume = 1;
    for (const auto& allowed : levels) volume *= share_of(allowed);
    mean_ += volume * value;
    square_ += volume * value * value;
    for (std::size_t input = 0; input < levels.size(); ++input) {
      const double of_others = volume / share_of(levels[input]);
      for (std::size_t level = 0; level < levels[input].size(); ++level)
        if (levels[input][level]) means_[input][level] += of_others * value;
    }
  }

  std::vector<double> shares() const {
    const double variance = square_ - mean_ * mean_;
    if (variance <= kLeastGain * square_) return {};
    std::vector<double> shares;
    for (const std::vector<double>& means : means_) {
      double sum = 0;
      for (const double mean : means) sum += (mean - mean_) * (mean - mean_);
      shares.push_back(sum / static_cast<double>(means.size()) / variance);
    }
    return shares;
  }

 private:
  double mean_ = 0, square_ = 0;
  std::vector<std::vector<double>> means_;  ///< by input, by level
};

std::vector<std::size_t> drawn_again(std::size_t designs, int tree) {
  std::vector<std::int32_t> numbers(designs);
  Stream(static_cast<std::uint64_t>(tree))
      .integers(0, static_cast<std::uint32_t>(designs), numbers);
  std::vector<std::size_t> bag;
  for (const std::int32_t number : numbers) bag.push_back(static_cast<std::size_t>(number));
  return bag;
}

RegressionTree::RegressionTree(const TreeSample& sample, const std::vector<std::size_t>& bag)
    : sample_(sample) {
  grow(bag);
}

std::size_t RegressionTree::grow(std::vector<std::size_t> designs) {
  const std::size_t node = nodes_.size();
  nodes_.emplace_back();
  const std::optional<Split> split = best_split(sample_, designs);
  if (!split) {
    double sum = 0;
    for (const std::size_t design : designs) sum += sample_.values[design];
    nodes_[node].value = sum / static_cast<double>(designs.size());
    return node;
  }
  const auto is_left = [&](std::size_t design) {
    return bool(split->left[static_cast<std::size_t>(sample_.inputs[design][split->input])]);
  };
  const auto middle = std::stable_partition(designs.begin(), designs.end(), is_left);
  std::vector<std::size_t> right(middle, designs.end());
  designs.erase(middle, designs.end());
  nodes_[node].input = static_cast<int>(split->input);
  nodes_[node].left = split->left;
  const std::size_t first = grow(std::move(designs)), second = grow(std::move(right));
  nodes_[node].children[0] = first;
  nodes_[node].children[1] = second;
  return node;
}

double RegressionTree::at(const std::vector<int>& inputs) const {
  std::size_t node = 0;
  while (nodes_[node].input >= 0) {
    const int level = inputs[static_cast<std::size_t>(nodes_[node].input)];
    node = nodes_[node].children[nodes_[node].left[static_cast<std::size_t>(level)] ? 0 : 1];
  }
  return nodes_[node].value;
}

void RegressionTree::show_leaves(std::size_t number, Levels& levels, Marginals& into) const {
  const Node& node = nodes_[number];
  if (node.input < 0) return into.add_leaf(levels, node.value);
  auto& allowed = levels[static_cast<std::size_t>(node.input)];
  const std::vector<bool> before = allowed;
  for (const bool side : {true, false}) {
    for (std::size_t level = 0; level < before.size(); ++level)
      allowed[level] = before[level] && node.left[level] == side;
    if (std::find(allowed.begin(), allowed.end(), true) != allowed.end())
      show_leaves(node.children[side ? 0 : 1], levels, into);
  }
  allowed = before;
}

std::vector<double> RegressionTree::variance_shares() const {
  Levels levels;
  for (const int count : sample_.levels) levels.emplace_back(static_cast<std::size_t>(count), true);
  Marginals marginals(sample_.levels);
  show_leaves(0, levels, marginals);
  return marginals.shares();
}

}  // namespace mho
