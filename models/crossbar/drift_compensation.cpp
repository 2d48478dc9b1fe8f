#include "models/crossbar/drift_compensation.hpp"

#include <cmath>
#include <cstdlib>
#include <numeric>

#include "models/crossbar/kernel/layout.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Sum of magnitudes of each converted column, in units.
std::vector<double> magnitudes(const ProgrammedArray& array) {
  std::vector<std::int64_t> steps(array.columns, 0);
  for (int g = 0; g < array.format.row_groups(array.rows); ++g)
    for (int r = 0; r < driven_rows_in_group(array, g); ++r)
      for (int c = 0; c < array.columns; ++c)
        steps[c] += std::abs(array.conductance[cell_offset(array, g, r, c)]);
  std::vector<double> sums;
  for (const std::int64_t sum : steps) sums.push_back(static_cast<double>(sum) * array.fixed_step);
  return sums;
}

double ratio(double fresh, double now) {
  if (fresh <= 0 || now <= 0) return 1;
  return std::ldexp(std::rint(std::ldexp(fresh / now, kPartialSumFraction)), -kPartialSumFraction);
}

}  // namespace

std::vector<double> compensating_gain(DriftCompensation compensation, const ProgrammedArray& fresh,
                                      const ProgrammedArray& now) {
  require(fresh.columns == now.columns && fresh.rows == now.rows,
          "compensating_gain: two different arrays");
  const std::vector<double> before = magnitudes(fresh), after = magnitudes(now);
  switch (compensation) {
    case DriftCompensation::none:
      return {};
    case DriftCompensation::global:
      return {ratio(std::accumulate(before.begin(), before.end(), 0.0),
                    std::accumulate(after.begin(), after.end(), 0.0))};
    case DriftCompensation::per_column: {
      std::vector<double> gain;
      for (std::size_t c = 0; c < before.size(); ++c) gain.push_back(ratio(before[c], after[c]));
      return gain;
    }
  }
  throw Bug("compensating_gain: unknown compensation");
}

}  // namespace mho
