// Gain cell (2T0C, 2T1C): a write transistor puts charge on the gate of a read transistor, which
// conducts accordingly; the charge leaks through the write transistor with a time constant of each
// cell's own. Coupling of the write line into the node is part of the programming error; the read
// transistor's curvature between stored voltage and conductance is taken out by programming.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> gain_cell() {
  using namespace cell_blocks;
  return cell_of("gain_cell",
                 {levels_to<256>, conductance, programming, device_variation, charge_loss,
                  read_noise, flicker_noise, stuck_cells, nonlinearity, temperature});
}

}  // namespace

extern const Kind<Cell> gain_cell_kind;
const Kind<Cell> gain_cell_kind{
    "gain_cell", "Gain cell that stores charge on a gate (IGZO, CMOS), with retention.", gain_cell};

}  // namespace mho
