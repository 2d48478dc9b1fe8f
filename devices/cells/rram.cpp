// Resistive memory (filamentary oxide): finite on/off ratio, programming with or without a
// write-verify loop, distributions measured at several ages or relaxation with the logarithm of
// time, read and telegraph noise, stuck cells, I-V curvature. Forming, endurance and half-select
// disturbs are ignored.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> rram_cell() {
  using namespace cell_blocks;
  return cell_of(
      "rram", {levels_to<256>, conductance, programming, device_variation, retention, relaxation,
               read_noise, flicker_noise, telegraph_noise, stuck_cells, nonlinearity, temperature});
}

}  // namespace

extern const Kind<Cell> rram_kind;
const Kind<Cell> rram_kind{"rram", "Resistive memory (filamentary oxide).", rram_cell};

}  // namespace mho
