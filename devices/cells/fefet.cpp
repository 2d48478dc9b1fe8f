// Ferroelectric transistor: polarization domains set the threshold and with it the channel
// conductance; few levels, as a small device has few domains. Programming error, spread between
// devices (lognormal below threshold), slow loss of polarization. Wake-up, fatigue,
// read-after-write delay and the coupling of level spread to device size are ignored.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> fefet_cell() {
  using namespace cell_blocks;
  return cell_of("fefet",
                 {levels_to<32>, conductance, programming, device_variation, relaxation, read_noise,
                  flicker_noise, telegraph_noise, stuck_cells, nonlinearity, temperature});
}

}  // namespace

extern const Kind<Cell> fefet_kind;
const Kind<Cell> fefet_kind{"fefet", "Ferroelectric field-effect transistor.", fefet_cell};

}  // namespace mho
