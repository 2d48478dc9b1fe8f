// Static memory with a capacitor per cell, read as charge: the products of one column share their
// charge. A cell that holds a 1 switches its capacitor C once a cycle T and stands for the
// conductance C / T; one that holds a 0 switches none. Capacitors mismatch as
// sigma(C) / C = s sqrt(C_s / C) (Pelgrom: variance falls with area). Charge injection, parasitic
// capacitance of the column (a gain error common to all columns) and leakage of the shared charge
// are ignored. Sampling noise kT/C belongs to the column, not to the cell.
#include <cmath>

#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

struct CapacitorMismatch {
  double sigma = 0;
  Capacitance at;

  void fields(Fields& f) {
    f.number("sigma", sigma, {0, 1}, "Relative standard deviation of a capacitor of size `at`.");
    f.quantity("at", at, {1e-18, 1e-9}, "Capacitance that sigma was measured at.");
  }
  DeviceVariation of(Capacitance capacitance) const {
    return {DeviceVariation::Distribution::normal, sigma * std::sqrt((at / capacitance).value())};
  }
};

class ChargeSramCell : public PhysicalCell {
 public:
  ChargeSramCell() : PhysicalCell("sram_charge", blocks()) {}
  Conductance g_min() const override { return {}; }
  Conductance g_max() const override {
    return from_si<Conductance>(capacitance_.value() / cycle_time_.value());
  }

  void fields(Fields& f) override {
    f.quantity("capacitance", capacitance_, {1e-17, 1e-12}, "Of the cell's capacitor.");
    f.quantity("cycle_time", cycle_time_, {1e-12, 1e-3},
               "Time in which the capacitor is switched once.");
    f.section("mismatch", mismatch_, "Spread between capacitors.");
    variation_.reset();
    if (mismatch_ && capacitance_.value() > 0) variation_ = mismatch_->of(capacitance_);
    PhysicalCell::fields(f);
  }

 private:
  static std::vector<Block> blocks() {
    return {cell_blocks::stuck_cells, cell_blocks::temperature};
  }

  Capacitance capacitance_;
  Time cycle_time_;
  std::optional<CapacitorMismatch> mismatch_;
};

}  // namespace

extern const Kind<Cell> sram_charge_kind;
const Kind<Cell> sram_charge_kind{
    "sram_charge", "Static memory cell with a capacitor, read as charge, one bit.",
    []() -> std::shared_ptr<Cell> { return std::make_shared<ChargeSramCell>(); }};

}  // namespace mho
