// The ideal cell: exact levels from zero conductance, no error, no noise. The reference that every
// other cell is compared with; its conductance still decides the read energy, and its costs are the
// YAML's.
#include <algorithm>

#include "devices/cell.hpp"
#include "devices/cell_cost.hpp"

namespace mho {

namespace {

class IdealCell : public Cell {
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
  Conductance g_ceiling() const override { return g_max_; }

  void program(std::span<const float> target_s, const Stream&,
               std::span<float> conductance_s) const override {
    std::copy(target_s.begin(), target_s.end(), conductance_s.begin());
  }
  void read_variance(std::span<const float>, std::span<float> variance_s2) const override {
    std::fill(variance_s2.begin(), variance_s2.end(), 0.0F);
  }
  bool has_read_noise() const override { return false; }
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
