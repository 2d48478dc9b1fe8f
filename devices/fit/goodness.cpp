#include "devices/fit/goodness.hpp"

#include <cmath>
#include <limits>

#include "devices/fit/likelihood.hpp"

namespace mho {

namespace {

constexpr double kWithin95 = 1.959964;

/// Deviation of one point, the mean of its reads.
double point_deviation_s(const FittedCell::Prediction& expected, double reads) {
  return std::sqrt(squared(expected.deviation_s) +
                   squared(expected.noise_s) / std::max(1.0, reads));
}

/// The share of weighted squares about their mean that is explained.
struct Explained {
  double weight = 0, sum = 0, squares = 0, left = 0;
  void add(double count, double measured, double predicted) {
    weight += count;
    sum += count * measured;
    squares += count * squared(measured);
    left += count * squared(measured - predicted);
  }
  double share() const {
    const double total = squares - squared(sum) / std::max(weight, 1e-300);
    return total > 0 ? 1 - left / total : std::numeric_limits<double>::quiet_NaN();
  }
};

FittedCell::Prediction expected_of(const LookedAt& data, const FittedCell& cell, int level,
                                   int look) {
  return cell.predict(data.level_s[static_cast<std::size_t>(level)],
                      data.looks[static_cast<std::size_t>(look)]);
}

/// Twice the difference of likelihoods between a free variance and this one.
double deviance(double count, double free_variance, double variance) {
  if (free_variance <= 0 || variance <= 0) return 0;
  return count * (std::log(variance / free_variance) + free_variance / variance - 1);
}

void add_groups(const LookedAt& data, const std::vector<LookGroup>& groups, const FittedCell& cell,
                const std::function<bool(int)>& belongs, Goodness& goodness) {
  Explained means, deviations;
  for (const LookGroup& each : groups) {
    if (!belongs(each.look)) continue;
    const auto expected = expected_of(data, cell, each.level, each.look);
    const double deviation_s = point_deviation_s(expected, each.reads);
    const bool by_change = each.changed >= 2;
    const double mean_s = by_change ? each.change_s : each.error_s;
    const double spread_s2 =
        by_change ? each.change_variance_s2 / each.changed : squared(deviation_s) / each.count;
    if (spread_s2 > 0) goodness.chi_mean += squared(mean_s - expected.mean_s) / spread_s2;
    goodness.chi_deviation +=
        deviance(each.count - 1, each.error_variance_s2, squared(deviation_s));
    ++goodness.freedom_mean;
    ++goodness.freedom_deviation;
    means.add(each.count, mean_s, expected.mean_s);
    deviations.add(each.count, std::sqrt(each.error_variance_s2), deviation_s);
  }
  goodness.r2_mean = means.share();
  goodness.r2_deviation = deviations.share();
}

void add_points(const LookedAt& data, const FittedCell& cell,
                const std::function<bool(int)>& belongs, bool uniform, Goodness& goodness) {
  std::vector<double> standardized;
  std::vector<FittedCell::Prediction> expected(data.level_s.size() * data.looks.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    expected[i] = expected_of(data, cell, static_cast<int>(i % data.level_s.size()),
                              static_cast<int>(i / data.level_s.size()));
  for (const CellPoint& each : data.points) {
    if (!belongs(each.look)) continue;
    const auto& here = expected[static_cast<std::size_t>(each.look) * data.level_s.size() +
                                static_cast<std::size_t>(each.level)];
    const double deviation_s = point_deviation_s(here, each.reads);
    if (deviation_s > 0) standardized.push_back((each.error_s - here.mean_s) / deviation_s);
  }
  goodness.values = static_cast<double>(standardized.size());
  if (standardized.empty()) return;
  double beyond = 0, within = 0;
  for (const double z : standardized) {
    beyond += std::abs(z) > 3 ? 1 : 0;
    within += std::abs(z) <= kWithin95 ? 1 : 0;
  }
  goodness.beyond_three = beyond / goodness.values;
  goodness.within_95 = within / goodness.values;
  goodness.kolmogorov = uniform ? uniform_distance(standardized) : normal_distance(standardized);
}

}  // namespace

Goodness goodness_of(const LookedAt& data, const std::vector<LookGroup>& groups,
                     const FittedCell& cell, const std::function<bool(int look)>& belongs,
                     bool uniform, int mean_terms, int deviation_terms) {
  Goodness goodness;
  add_groups(data, groups, cell, belongs, goodness);
  add_points(data, cell, belongs, uniform, goodness);
  goodness.freedom_mean = std::max(0.0, goodness.freedom_mean - mean_terms);
  goodness.freedom_deviation = std::max(0.0, goodness.freedom_deviation - deviation_terms);
  return goodness;
}

Goodness read_goodness(const LookedAt& data, const std::vector<LookGroup>& groups,
                       const FittedCell& cell, int terms) {
  Goodness goodness;
  Explained deviations;
  goodness.r2_mean = goodness.kolmogorov = goodness.within_95 = goodness.beyond_three =
      std::numeric_limits<double>::quiet_NaN();
  for (std::size_t level = 0; level < data.level_s.size(); ++level) {
    double freedom = 0, squares = 0;
    for (const LookGroup& each : groups)
      if (each.level == static_cast<int>(level)) {
        freedom += each.repeats;
        squares += each.squares_s2;
      }
    if (freedom <= 0) continue;
    const double sigma_s = cell.read_noise->sigma_s(data.level_s[level], cell.range());
    goodness.values += freedom;
    ++goodness.freedom_deviation;
    goodness.chi_deviation += deviance(freedom, squares / freedom, squared(sigma_s));
    deviations.add(freedom, std::sqrt(squares / freedom), sigma_s);
  }
  goodness.r2_deviation = deviations.share();
  goodness.freedom_deviation = std::max(0.0, goodness.freedom_deviation - terms);
  return goodness;
}

std::vector<Residual> residuals_of(const LookedAt& data, const std::vector<LookGroup>& groups,
                                   const FittedCell& cell, bool held_out) {
  std::vector<Residual> all;
  for (const LookGroup& each : groups) {
    const auto expected = expected_of(data, cell, each.level, each.look);
    all.push_back({data.level_s[static_cast<std::size_t>(each.level)],
                   data.looks[static_cast<std::size_t>(each.look)], each.count, held_out,
                   each.error_s, expected.mean_s, std::sqrt(each.error_variance_s2),
                   point_deviation_s(expected, each.reads)});
  }
  return all;
}

std::vector<LookSummary> summaries_of(const LookedAt& data, const std::vector<LookGroup>& groups,
                                      const FittedCell& cell, bool held_out) {
  std::vector<LookSummary> all;
  const std::vector<Residual> residuals = residuals_of(data, groups, cell, held_out);
  for (std::size_t look = 0; look < data.looks.size(); ++look) {
    LookSummary summary{data.looks[look], held_out, {}, 0, 0, 0};
    double count = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (groups[i].look != static_cast<int>(look)) continue;
      const Residual& each = residuals[i];
      ++count;
      summary.mean_error_s += squared(each.mean_s - each.predicted_mean_s);
      summary.deviation_s += squared(each.deviation_s);
      summary.predicted_deviation_s += squared(each.predicted_deviation_s);
    }
    if (count == 0) continue;
    for (double* sum :
         {&summary.mean_error_s, &summary.deviation_s, &summary.predicted_deviation_s})
      *sum = std::sqrt(*sum / count);
    summary.goodness =
        goodness_of(data, groups, cell, [&](int each) { return each == static_cast<int>(look); });
    all.push_back(summary);
  }
  return all;
}

}  // namespace mho
