// Bergstra, Bardenet, Bengio and Kegl, NeurIPS 2011, section 4; widths and weights as Optuna has
// them (Akiba et al., KDD 2019; Watanabe, arXiv:2304.11127, for what each of them does).
#include "sim/explore/search/parzen.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/explore/search/normal_distribution.hpp"

namespace mho {

namespace {

/// Weight of the flat kernel, where a design has at most 1.
constexpr double kFlatWeight = 1;
/// Width of a kernel among one, in parts of the range of a key (Scott's rule with more of them).
constexpr double kWidth = 0.2;

/// Of each value's number, from a normal distribution that is cut off half a step beyond the ends.
std::vector<double> normal_row(int values, double mean, double sigma) {
  std::vector<double> shares;
  for (int i = 0; i < values; ++i)
    shares.push_back(normal_share((i + 0.5 - mean) / sigma) -
                     normal_share((i - 0.5 - mean) / sigma));
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<std::vector<double>> ordered_table(int values, double designs, double keys) {
  const double narrowest = values / std::min(100.0, designs + 2);
  const double sigma =
      std::clamp(kWidth * std::pow(std::max(designs, 1.0), -1 / (keys + 4)) * values, narrowest,
                 double(values));
  std::vector<std::vector<double>> table;
  for (int at = 0; at < values; ++at) table.push_back(normal_row(values, at, sigma));
  table.push_back(normal_row(values, 0.5 * (values - 1), values));
  return table;
}

std::vector<std::vector<double>> unordered_table(int values, double designs) {
  const double other = kFlatWeight / (designs + 1);
  std::vector<std::vector<double>> table;
  for (int at = 0; at < values; ++at) {
    std::vector<double> row(static_cast<std::size_t>(values), other / (1 + values * other));
    row[static_cast<std::size_t>(at)] = (1 + other) / (1 + values * other);
    table.push_back(std::move(row));
  }
  table.emplace_back(static_cast<std::size_t>(values), 1.0 / values);
  return table;
}

int drawn_from(const std::vector<double>& shares, Draws& draws) {
  double left = draws.uniform();
  for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
    if (left < shares[i]) return static_cast<int>(i);
    left -= shares[i];
  }
  return static_cast<int>(shares.size()) - 1;
}

}  // namespace

ParzenEstimator::ParzenEstimator(const Space& space, std::vector<Choice> designs,
                                 std::vector<double> weights)
    : space_(space), designs_(std::move(designs)), shares_(std::move(weights)) {
  shares_.push_back(kFlatWeight);
  const double sum = std::accumulate(shares_.begin(), shares_.end(), 0.0);
  for (double& share : shares_) share /= sum;
  const auto count = static_cast<double>(designs_.size());
  for (const Parameter& parameter : space.parameters) {
    const auto values = static_cast<int>(parameter.values.size());
    tables_.push_back(parameter.is_ordered
                          ? ordered_table(values, count, static_cast<double>(space.roots.size()))
                          : unordered_table(values, count));
  }
}

Choice ParzenEstimator::drawn(Draws& draws) const {
  Choice choice(space_.parameters.size(), -1);
  draw(space_.roots, static_cast<std::size_t>(drawn_from(shares_, draws)), draws, choice);
  return choice;
}

void ParzenEstimator::draw(const std::vector<int>& keys, std::size_t kernel, Draws& draws,
                           Choice& choice) const {
  for (const int number : keys) {
    const auto key = static_cast<std::size_t>(number);
    choice[key] = drawn_from(row(key, kernel), draws);
    draw(space_.parameters[key].values[static_cast<std::size_t>(choice[key])].parameters, kernel,
         draws, choice);
  }
}

double ParzenEstimator::log_density(const Choice& choice) const {
  double density = 0;
  for (std::size_t kernel = 0; kernel < shares_.size(); ++kernel) {
    double product = shares_[kernel];
    for (std::size_t key = 0; key < choice.size(); ++key)
      if (choice[key] >= 0) product *= row(key, kernel)[static_cast<std::size_t>(choice[key])];
    density += product;
  }
  return std::log(density);
}

const std::vector<double>& ParzenEstimator::row(std::size_t key, std::size_t kernel) const {
  const Table& table = tables_[key];
  const int at = kernel < designs_.size() ? designs_[kernel][key] : -1;
  return at >= 0 ? table[static_cast<std::size_t>(at)] : table.back();
}

}  // namespace mho
