// Gain cell (2T0C, 2T1C): a write transistor puts charge on the gate of a read transistor, which
// conducts accordingly; the charge leaks through the write transistor with a time constant of each
// cell's own. Coupling of the write line into the node is part of the programming error; the read
// transistor's curvature between stored voltage and conductance is taken out by programming.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class GainCell : public PhysicalCell {
 public:
  const char* kind() const override { return "gain_cell"; }

  void fields(Fields& f) override {
    level_fields(f, 256);
    conductance_fields(f);
    programming_fields(f);
    variation_field(f);
    charge_loss_field(f);
    read_noise_field(f);
    flicker_noise_field(f);
    stuck_field(f);
    nonlinearity_field(f);
    temperature_field(f);
    closing_fields(f);
  }
};

}  // namespace

extern const Kind<Cell> gain_cell_kind;
const Kind<Cell> gain_cell_kind{
    "gain_cell", "Gain cell that stores charge on a gate (IGZO, CMOS), with retention.",
    []() -> std::shared_ptr<Cell> { return std::make_shared<GainCell>(); }};

}  // namespace mho
