// Floating-gate (NOR) flash: a current set by the charge on a gate, taken as a conductance at the
// one read voltage; write-verify loop, loss of charge with the logarithm of time, telegraph noise
// of oxide traps. Read and program disturb, coupling between neighbors and endurance are ignored.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class FlashCell : public PhysicalCell {
 public:
  const char* kind() const override { return "flash"; }

  void fields(Fields& f) override {
    level_fields(f, 256);
    conductance_fields(f);
    programming_fields(f);
    variation_field(f);
    retention_field(f);
    relaxation_field(f);
    read_noise_field(f);
    flicker_noise_field(f);
    telegraph_field(f);
    stuck_field(f);
    temperature_field(f);
    closing_fields(f);
  }
};

}  // namespace

extern const Kind<Cell> flash_kind;
const Kind<Cell> flash_kind{"flash", "Floating-gate flash memory.", []() -> std::shared_ptr<Cell> {
                              return std::make_shared<FlashCell>();
                            }};

}  // namespace mho
