// Student's t: W. S. Gosset, Biometrika 6 (1908) 1. Score interval: E. B. Wilson, J. Am. Stat.
// Assoc. 22 (1927) 209. Exact binomial interval: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)
// 404. Quantiles are Boost.Math's.
#include "sim/run/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// On each side of an interval.
constexpr double kTail = 0.025;

}  // namespace

double student_quantile(double degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), 1 - kTail);
}

double normal_quantile() { return boost::math::quantile(boost::math::normal(), 1 - kTail); }

Interval student_interval(std::span<const double> trials) {
  require(!trials.empty(), "an estimate needs at least one trial");
  const double n = static_cast<double>(trials.size());
  Interval result;
  result.mean = std::accumulate(trials.begin(), trials.end(), 0.0) / n;
  if (trials.size() == 1) return result;
  double squares = 0;
  for (const double trial : trials) squares += (trial - result.mean) * (trial - result.mean);
  const double half = student_quantile(n - 1) * std::sqrt(squares / (n - 1) / n);
  result.ci95 = {result.mean - half, result.mean + half};
  return result;
}

Limits wilson_interval(double share, double n) {
  require(n > 0 && share >= 0 && share <= 1, "a proportion of nothing, or none at all");
  const double z = normal_quantile();
  const double weight = z * z / n;
  const double middle = (share + weight / 2) / (1 + weight);
  const double half = z * std::sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight);
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Limits binomial_interval(int met, int trials) {
  require(trials > 0 && met >= 0 && met <= trials, "more successes than trials");
  using Binomial = boost::math::binomial_distribution<double>;
  return {met == 0 ? 0 : Binomial::find_lower_bound_on_p(trials, met, kTail),
          met == trials ? 1 : Binomial::find_upper_bound_on_p(trials, met, kTail)};
}

}  // namespace mho
