// Metrics of a run, which a test expects to be there.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// Of sums of doubles that were rounded once each.
inline constexpr double kRounding = 1e-9;

inline double value(const Results& results, const std::string& name) {
  const Metric* metric = results.find(name);
  INFO(name);
  REQUIRE(metric != nullptr);
  return metric->value;
}

}  // namespace mho
