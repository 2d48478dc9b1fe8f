// How much a metric moves when a constant of the machine does.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace mho {

struct SensitivityRow {
  std::string key;  ///< of the run's YAML
  double value_si = 0;
  std::string unit;
  /// Relative change of the metric when the constant is a tenth larger, and a tenth smaller; empty:
  /// that value is not allowed.
  std::optional<double> up, down;
  bool simulated = false;  ///< the run was simulated again, else priced again
  std::string place{};     ///< "file:line"; filled in by who has the files

  /// The larger of the changes, without its sign.
  double moved() const { return std::max(std::fabs(up.value_or(0)), std::fabs(down.value_or(0))); }
};

struct Sensitivity {
  std::string metric;
  double value = 0;
  std::string unit;
  std::vector<SensitivityRow> rows;   ///< that move it, most first
  std::vector<std::string> still;     ///< keys that do not move it
  std::vector<std::string> left_out;  ///< keys that were not tried
};

}  // namespace mho
