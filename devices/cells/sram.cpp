// Static memory read as a current (6T, 8T): a transistor that conducts or leaks. Its spread is that
// of the threshold and gain of the read transistor. The bitline is taken as held at the read
// voltage: its discharge during the read, and writes through a 6T cell's access transistor, are
// ignored. Nothing ages; a bit is written exactly.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

std::shared_ptr<Cell> sram_cell() {
  using namespace cell_blocks;
  return cell_of(
      "sram", {conductance, device_variation, read_noise, stuck_cells, nonlinearity, temperature});
}

}  // namespace

extern const Kind<Cell> sram_kind;
const Kind<Cell> sram_kind{"sram", "Static memory cell that drives a current (6T, 8T), one bit.",
                           sram_cell};

}  // namespace mho
