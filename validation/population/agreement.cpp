#include "validation/population/agreement.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace mho {

namespace {

using Classes = std::array<double, kModelClasses>;

constexpr double kCovered = 0.8;
/// Standard deviation that a class's level is expected to have, in ln.
const double kLevelDeviation = std::log(2.0);
/// Measured figures differ by this much where nothing is modelled, in ln.
constexpr double kLeastDeviation = 0.1;

double log_ratio(const WeighedFigure& figure) { return std::log(figure.figure.ratio()); }

/// Parts over their sum.
Classes shares(const ComparedFigure& figure) {
  Classes shares = figure.parts;
  double sum = 0;
  for (const double part : figure.parts) sum += part;
  for (double& share : shares) share /= sum;
  return shares;
}

double deviation(const ComparedFigure& figure, const Classes& spread) {
  const Classes share = shares(figure);
  double variance = kLeastDeviation * kLeastDeviation;
  for (std::size_t c = 0; c < kModelClasses; ++c) variance += std::pow(share[c] * spread[c], 2);
  return std::sqrt(variance);
}

/// Minus twice the log-likelihood of the deviations.
double badness(const std::vector<WeighedFigure>& figures, const Classes& spread) {
  double sum = 0;
  for (const WeighedFigure& each : figures) {
    const double s = deviation(each.figure, spread);
    sum += each.weight * (2 * std::log(s) + std::pow(log_ratio(each) / s, 2));
  }
  // A class that hardly matters anywhere is taken to spread like the others.
  for (const double one : spread) sum += std::pow(std::log(one / kLevelDeviation) / 0.2, 2);
  return sum;
}

/// The deviations of the largest likelihood, class by class on a grid until nothing improves.
Classes likeliest(const std::vector<WeighedFigure>& figures) {
  Classes spread;
  spread.fill(kLevelDeviation);
  for (int round = 0; round < 100; ++round) {
    const Classes before = spread;
    for (double& one : spread) {
      double best = one;
      double least = badness(figures, spread);
      for (double candidate = 0.1; candidate < 3; candidate *= 1.05) {
        one = candidate;
        const double here = badness(figures, spread);
        if (here < least) {
          least = here;
          best = candidate;
        }
      }
      one = best;
    }
    if (spread == before) break;
  }
  return spread;
}

/// The value that `kCovered` of the weights do not exceed.
double covered_quantile(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  double whole = 0;
  for (const auto& [value, weight] : values) whole += weight;
  double sum = 0;
  for (const auto& [value, weight] : values) {
    sum += weight;
    if (sum >= kCovered * whole) return value;
  }
  return 0;
}

std::vector<WeighedFigure> without(const std::vector<WeighedFigure>& figures, int macro) {
  std::vector<WeighedFigure> others;
  for (const WeighedFigure& each : figures)
    if (each.macro != macro) others.push_back(each);
  return others;
}

std::set<int> macros_of(const std::vector<WeighedFigure>& figures) {
  std::set<int> macros;
  for (const WeighedFigure& each : figures) macros.insert(each.macro);
  return macros;
}

}  // namespace

std::vector<WeighedFigure> weighed(const std::vector<ComparedMacro>& macros,
                                   std::optional<ComparedFigure> ComparedMacro::*figure,
                                   const std::function<bool(const ComparedMacro&)>& is_in) {
  std::map<int, int> points;
  std::vector<WeighedFigure> figures;
  for (const ComparedMacro& each : macros)
    if (each.*figure && is_in(each)) {
      figures.push_back({each.index, *(each.*figure)});
      ++points[each.index];
    }
  for (WeighedFigure& each : figures) each.weight = 1.0 / points[each.macro];
  return figures;
}

Agreement agreement_of(const std::vector<WeighedFigure>& figures) {
  Agreement agreement;
  agreement.points = static_cast<int>(figures.size());
  agreement.macros = static_cast<int>(macros_of(figures).size());
  if (figures.empty()) return agreement;
  double whole = 0, off = 0, bias = 0;
  for (const WeighedFigure& each : figures) {
    const double log = log_ratio(each);
    whole += each.weight;
    off += each.weight * std::abs(log);
    bias += each.weight * log;
    if (std::abs(log) <= std::log(1.5)) agreement.within_1_5 += each.weight;
    if (std::abs(log) <= std::log(2.0)) agreement.within_2 += each.weight;
  }
  agreement.error = std::exp(off / whole);
  agreement.bias = std::exp(bias / whole);
  agreement.within_1_5 /= whole;
  agreement.within_2 /= whole;
  return agreement;
}

Classes fitted_levels(const std::vector<WeighedFigure>& figures) {
  Eigen::VectorXd logs = Eigen::VectorXd::Zero(kModelClasses);
  for (int step = 0; step < 50; ++step) {
    // Gauss-Newton on ln(sum_c exp(l_c) p_c / published), with l_c held to 0.
    Eigen::MatrixXd normal = Eigen::MatrixXd::Identity(kModelClasses, kModelClasses) /
                             (kLevelDeviation * kLevelDeviation);
    Eigen::VectorXd gradient = logs / (kLevelDeviation * kLevelDeviation);
    Classes levels;
    for (std::size_t c = 0; c < kModelClasses; ++c) levels[c] = std::exp(logs[static_cast<int>(c)]);
    for (const WeighedFigure& each : at_levels(figures, levels)) {
      const Classes share = shares(each.figure);
      const Eigen::Map<const Eigen::VectorXd> slope(share.data(), kModelClasses);
      normal += each.weight * slope * slope.transpose();
      gradient += each.weight * log_ratio(each) * slope;
    }
    const Eigen::VectorXd change = normal.ldlt().solve(gradient);
    logs -= change;
    if (change.norm() < 1e-9) break;
  }
  Classes levels;
  for (std::size_t c = 0; c < kModelClasses; ++c) levels[c] = std::exp(logs[static_cast<int>(c)]);
  return levels;
}

std::vector<WeighedFigure> at_levels(std::vector<WeighedFigure> figures, const Classes& levels) {
  for (WeighedFigure& each : figures) {
    each.figure.simulated = 0;
    for (std::size_t c = 0; c < kModelClasses; ++c)
      each.figure.simulated += each.figure.parts[c] *= levels[c];
  }
  return figures;
}

std::vector<WeighedFigure> left_one_out(const std::vector<WeighedFigure>& figures) {
  std::vector<WeighedFigure> moved;
  for (const int macro : macros_of(figures)) {
    const Classes levels = fitted_levels(without(figures, macro));
    std::vector<WeighedFigure> own;
    for (const WeighedFigure& each : figures)
      if (each.macro == macro) own.push_back(each);
    for (WeighedFigure& each : at_levels(std::move(own), levels)) moved.push_back(std::move(each));
  }
  return moved;
}

Classes spreads_of(const std::vector<WeighedFigure>& figures) {
  Classes spread = likeliest(figures);
  std::vector<std::pair<double, double>> standardized;
  for (const WeighedFigure& each : figures)
    standardized.emplace_back(std::abs(log_ratio(each)) / deviation(each.figure, spread),
                              each.weight);
  const double quantile = covered_quantile(std::move(standardized));
  for (double& one : spread) one *= quantile;
  return spread;
}

double half_width(const ComparedFigure& figure, const Classes& spread) {
  return deviation(figure, spread);
}

double coverage_of(const std::vector<WeighedFigure>& figures) {
  double held = 0, whole = 0;
  for (const int macro : macros_of(figures)) {
    const Classes spread = spreads_of(without(figures, macro));
    for (const WeighedFigure& each : figures) {
      if (each.macro != macro) continue;
      whole += each.weight;
      if (std::abs(log_ratio(each)) <= half_width(each.figure, spread)) held += each.weight;
    }
  }
  return whole > 0 ? held / whole : 0;
}

}  // namespace mho
