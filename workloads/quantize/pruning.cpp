#include "workloads/quantize/pruning.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mho {

namespace {

constexpr double kMostPruned = 0.99;

/// The `removed` lowest of [begin, begin + scores.size()) are left out; ascending.
std::vector<int> kept_of(const std::vector<double>& scores, int begin, int removed) {
  std::vector<int> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return scores[static_cast<std::size_t>(a)] < scores[static_cast<std::size_t>(b)];
  });
  order.erase(order.begin(), order.begin() + removed);
  std::sort(order.begin(), order.end());
  for (int& each : order) each += begin;
  return order;
}

int share_of(double share, int count) {
  // A share such as 0.29 of 100 is 29, though the product of the doubles is a little less.
  constexpr double kRounding = 1e-9;
  return static_cast<int>(std::floor(share * count + kRounding));
}

double square(float value) { return static_cast<double>(value) * static_cast<double>(value); }

/// Sums of squares over the rows of each output of a group, or over its outputs of each row.
std::vector<double> column_scores(const MatrixWeights& w, const std::vector<float>& real, int g) {
  std::vector<double> scores(static_cast<std::size_t>(w.outputs_per_group()), 0);
  auto value = real.begin() + std::ptrdiff_t{g} * w.outputs_per_group() * w.rows_per_group;
  for (double& score : scores)
    for (int r = 0; r < w.rows_per_group; ++r) score += square(*value++);
  return scores;
}

std::vector<double> row_scores(const MatrixWeights& w, const std::vector<float>& real, int g) {
  std::vector<double> scores(static_cast<std::size_t>(w.rows_per_group), 0);
  auto value = real.begin() + std::ptrdiff_t{g} * w.outputs_per_group() * w.rows_per_group;
  for (int o = 0; o < w.outputs_per_group(); ++o)
    for (double& score : scores) score += square(*value++);
  return scores;
}

void prune_columns(MatrixWeights& w, std::vector<float>& real, int removed) {
  std::vector<int> kept;
  for (int g = 0; g < w.groups; ++g)
    for (int o : kept_of(column_scores(w, real, g), g * w.outputs_per_group(), removed))
      kept.push_back(o);
  std::vector<float> rest;
  for (int o : kept) {
    const auto from = real.begin() + std::ptrdiff_t{o} * w.rows_per_group;
    rest.insert(rest.end(), from, from + w.rows_per_group);
  }
  w.outputs = static_cast<int>(kept.size());
  w.kept_outputs = std::move(kept);
  real = std::move(rest);
}

void prune_rows(MatrixWeights& w, std::vector<float>& real, int removed) {
  std::vector<int> kept;  // counted through all groups
  std::vector<float> rest;
  for (int g = 0; g < w.groups; ++g) {
    const std::vector<int> of_group = kept_of(row_scores(w, real, g), 0, removed);
    for (int r : of_group) kept.push_back(g * w.rows_per_group + r);
    for (int o = g * w.outputs_per_group(); o < (g + 1) * w.outputs_per_group(); ++o)
      for (int r : of_group)
        rest.push_back(real[static_cast<std::size_t>(o) * w.rows_per_group + r]);
  }
  w.rows_per_group -= removed;
  w.kept_rows = std::move(kept);
  real = std::move(rest);
}

void prune_weights(std::vector<float>& real, double share) {
  std::vector<double> magnitudes;
  for (float value : real) magnitudes.push_back(std::abs(static_cast<double>(value)));
  const int count = static_cast<int>(real.size());
  const std::vector<int> kept = kept_of(magnitudes, 0, share_of(share, count));
  std::vector<float> rest(real.size(), 0.0f);
  for (int i : kept) rest[static_cast<std::size_t>(i)] = real[static_cast<std::size_t>(i)];
  real = std::move(rest);
}

}  // namespace

void PruningSpec::fields(Fields& f) {
  f.number("weights", weights, {0, kMostPruned},
           "Share of each matrix layer's weights, the smallest, that become zero; their cells are "
           "written all the same.",
           Presence::optional);
  f.number("rows", rows, {0, kMostPruned},
           "Share of the rows of each group of a layer's weight matrix (elements of the input's "
           "window), those of the smallest norm, that are removed and take no cells.",
           Presence::optional);
  f.number("columns", columns, {0, kMostPruned},
           "Share of the columns of each group (outputs, filters), those of the smallest norm, "
           "that are removed: of such an output its bias is left. Never of the layer that makes "
           "the network's output, whose columns are the classes.",
           Presence::optional);
  f.texts("exclude", exclude, "Matrix layers that are not pruned.", Presence::optional);
}

void prune(MatrixWeights& weights, std::vector<float>& real, const PruningSpec& spec,
           bool columns_too) {
  const int columns = columns_too ? share_of(spec.columns, weights.outputs_per_group()) : 0;
  if (columns > 0) prune_columns(weights, real, columns);
  const int rows = share_of(spec.rows, weights.rows_per_group);
  if (rows > 0) prune_rows(weights, real, rows);
  prune_weights(real, spec.weights);
}

}  // namespace mho
