// Machines as points by node and bits: published ones and simulated ones.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mho {

struct ScatterPoint {
  std::string name;
  bool simulated = false;
  double node_m = 0;
  int input_bits = 0;                    ///< 0: not stated
  std::optional<double> tops_per_joule;  ///< 2 operations per MAC
  std::optional<double> tops_per_mm2;
  std::string source{};  ///< of a published one
};

struct Scatter {
  std::vector<ScatterPoint> points;
};

}  // namespace mho
