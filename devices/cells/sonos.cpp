// Charge-trap (SONOS) memory read below threshold: a current set by trapped charge, taken as a
// conductance at the one read voltage; distributions measured over days of retention, read noise.
// Read disturb, endurance and the subthreshold slope's temperature dependence beyond a linear
// coefficient are ignored.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> sonos_cell() {
  using namespace cell_blocks;
  return cell_of("sonos", {levels_to<256>, conductance, programming, device_variation, retention,
                           relaxation, read_noise, telegraph_noise, stuck_cells, temperature});
}

}  // namespace

extern const Kind<Cell> sonos_kind;
const Kind<Cell> sonos_kind{"sonos", "Charge-trap flash memory (SONOS).", sonos_cell};

}  // namespace mho
