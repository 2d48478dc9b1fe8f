// Resistive memory (filamentary oxide): finite on/off ratio, programming with or without a
// write-verify loop, distributions measured at several ages or relaxation with the logarithm of
// time, read and telegraph noise, stuck cells, I-V curvature. Forming, endurance and half-select
// disturbs are ignored.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class RramCell : public PhysicalCell {
 public:
  const char* kind() const override { return "rram"; }

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
    nonlinearity_field(f);
    temperature_field(f);
    closing_fields(f);
  }
};

}  // namespace

extern const Kind<Cell> rram_kind;
const Kind<Cell> rram_kind{"rram", "Resistive memory (filamentary oxide).",
                           []() -> std::shared_ptr<Cell> { return std::make_shared<RramCell>(); }};

}  // namespace mho
