// Magnetic tunnel junction: two states, parallel (g_max) and antiparallel (g_max / (1 + TMR)). Both
// share the device's spread, that of the resistance-area product. The antiparallel state conducts
// better when warm, so TMR falls. TMR's fall with voltage, read disturb and switching errors are
// ignored; a failed write is a stuck cell.
#include "devices/cell_blocks.hpp"

namespace mho {

namespace {

class MramCell : public PhysicalCell {
 public:
  MramCell() : PhysicalCell("mram", blocks()) {}

  void fields(Fields& f) override {
    f.quantity("g_max", g_max_, {1e-9, 1e-1}, "Conductance of the parallel state.");
    f.number("tmr", tmr_, {0.1, 20}, "Tunnel magnetoresistance (R_ap - R_p) / R_p.");
    on_off_ratio_ = 1 + tmr_;
    PhysicalCell::fields(f);
  }

 private:
  static std::vector<Block> blocks() {
    using namespace cell_blocks;
    return {device_variation, read_noise, telegraph_noise, stuck_cells, nonlinearity, temperature};
  }

  double tmr_ = 0.1;
};

}  // namespace

extern const Kind<Cell> mram_kind;
const Kind<Cell> mram_kind{"mram", "Magnetic tunnel junction (STT- or SOT-MRAM), two states.",
                           []() -> std::shared_ptr<Cell> { return std::make_shared<MramCell>(); }};

}  // namespace mho
