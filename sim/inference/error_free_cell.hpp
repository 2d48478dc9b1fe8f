// A cell that does exactly what it is told, with the levels and conductances of another one: what a
// designer simulates to choose converter ranges. Costs nothing and is never part of a chip.
#pragma once

#include <algorithm>

#include "devices/cell.hpp"

namespace mho {

class ErrorFreeCell : public Cell {
 public:
  /// Takes levels, g_min and g_max of `like`.
  explicit ErrorFreeCell(const Cell& like)
      : levels_(like.levels()), g_min_(like.g_min()), g_max_(like.g_max()) {}

  const char* kind() const override { return "error_free"; }
  void fields(Fields&) override {}
  int levels() const override { return levels_; }
  Conductance g_min() const override { return g_min_; }
  Conductance g_max() const override { return g_max_; }
  Conductance g_ceiling() const override { return g_max_; }
  void program(std::span<const float> target_s, const Stream&,
               std::span<float> conductance_s) const override {
    std::copy(target_s.begin(), target_s.end(), conductance_s.begin());
  }
  void read_variance(std::span<const float>, std::span<float> variance_s2) const override {
    std::fill(variance_s2.begin(), variance_s2.end(), 0.0f);
  }
  bool has_read_noise() const override { return false; }
  const CellCost& cost() const override { return cost_; }

 private:
  int levels_;
  Conductance g_min_;
  Conductance g_max_;
  CellCost cost_;
};

}  // namespace mho
