// Student's t interval (W. S. Gosset, Biometrika 6, 1908); its quantile is Boost.Math's.
#include "sim/run/statistics.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"

namespace mho {

Estimate estimate(std::span<const double> trials) {
  require(!trials.empty(), "an estimate needs at least one trial");
  const double n = static_cast<double>(trials.size());
  Estimate result;
  result.mean = std::accumulate(trials.begin(), trials.end(), 0.0) / n;
  if (trials.size() == 1) return result;
  double squares = 0;
  for (const double trial : trials) squares += (trial - result.mean) * (trial - result.mean);
  const double standard_error = std::sqrt(squares / (n - 1) / n);
  const boost::math::students_t distribution(n - 1);
  result.ci95 = boost::math::quantile(distribution, 0.975) * standard_error;
  return result;
}

}  // namespace mho
