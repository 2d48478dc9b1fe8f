// A cell that does exactly what it is told, with the levels and conductances of another one: what a
// designer simulates to choose converter ranges. Costs nothing and is never part of a chip.
#pragma once

#include "devices/exact_cell.hpp"

namespace mho {

class ErrorFreeCell : public ExactCell {
 public:
  /// Takes levels, g_min and g_max of `like`.
  explicit ErrorFreeCell(const Cell& like)
      : levels_(like.levels()), g_min_(like.g_min()), g_max_(like.g_max()) {}

  const char* kind() const override { return "error_free"; }
  void fields(Fields&) override {}
  int levels() const override { return levels_; }
  Conductance g_min() const override { return g_min_; }
  Conductance g_max() const override { return g_max_; }
  const CellCost& cost() const override { return cost_; }

 private:
  int levels_;
  Conductance g_min_;
  Conductance g_max_;
  CellCost cost_;
};

}  // namespace mho
