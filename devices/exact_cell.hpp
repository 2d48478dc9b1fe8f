// The part of a cell that errs in nothing: programs its targets exactly and reads without noise.
// Kinds of exact cells differ in levels, conductances and costs.
#pragma once

#include <algorithm>

#include "devices/cell.hpp"

namespace mho {

class ExactCell : public Cell {
 public:
  Conductance g_ceiling() const override { return g_max(); }
  void conductances(const CellGrid&, const Conditions&, std::span<const float> target_s,
                    const Stream&, std::span<float> conductance_s) const override {
    std::copy(target_s.begin(), target_s.end(), conductance_s.begin());
  }
  void read_variance(const Conditions&, std::span<const float>,
                     std::span<float> variance_s2) const override {
    std::fill(variance_s2.begin(), variance_s2.end(), 0.0F);
  }
  bool has_read_noise(const Effects&) const override { return false; }
  Effects effects() const override { return {}; }
};

}  // namespace mho
