// Phase-change memory: programming error that depends on the state, drift as a power of time with
// an exponent of each device's own, 1/f read noise that grows with time. Structural relaxation at
// the first microseconds and recrystallization (years, or heat) are ignored.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> pcm_cell() {
  using namespace cell_blocks;
  return cell_of(
      "pcm", {levels_to<256>, conductance, programming, device_variation, power_drift, read_noise,
              flicker_noise, telegraph_noise, stuck_cells, nonlinearity, temperature});
}

}  // namespace

extern const Kind<Cell> pcm_kind;
const Kind<Cell> pcm_kind{"pcm", "Phase-change memory, with drift.", pcm_cell};

}  // namespace mho
