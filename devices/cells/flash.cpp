// Floating-gate (NOR) flash: a current set by the charge on a gate, taken as a conductance at the
// one read voltage; write-verify loop, loss of charge with the logarithm of time, telegraph noise
// of oxide traps. Read and program disturb, coupling between neighbors and endurance are ignored.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> flash_cell() {
  using namespace cell_blocks;
  return cell_of("flash",
                 {levels_to<256>, conductance, programming, device_variation, retention, relaxation,
                  read_noise, flicker_noise, telegraph_noise, stuck_cells, temperature});
}

}  // namespace

extern const Kind<Cell> flash_kind;
const Kind<Cell> flash_kind{"flash", "Floating-gate flash memory.", flash_cell};

}  // namespace mho
