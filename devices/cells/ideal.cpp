// The ideal cell: exact levels from zero conductance, no error, no noise. The reference that every
// other cell is compared with; its conductance still decides the read energy, and its costs are the
// YAML's.
#include "devices/cell_cost.hpp"
#include "devices/exact_cell.hpp"

namespace mho {

namespace {

class IdealCell : public ExactCell {
 public:
  const char* kind() const override { return "ideal"; }

  void fields(Fields& f) override {
    f.integer("levels", levels_, {2, 256}, "Conductance levels, a power of two.");
    f.rule(is_power_of_two(levels_), "levels", "must be a power of two");
    f.quantity("g_max", g_max_, {1e-12, 1}, "Conductance of the highest level.");
    cost_.fields(f);
  }

  int levels() const override { return levels_; }
  Conductance g_min() const override { return {}; }
  Conductance g_max() const override { return g_max_; }
  const CellCost& cost() const override { return cost_; }

 private:
  int levels_ = 0;
  Conductance g_max_;
  CellCost cost_;
};

}  // namespace

extern const Kind<Cell> ideal_kind;
const Kind<Cell> ideal_kind{
    "ideal", "Exact levels from zero conductance, no error and no noise.",
    []() -> std::shared_ptr<Cell> { return std::make_shared<IdealCell>(); }};

}  // namespace mho
