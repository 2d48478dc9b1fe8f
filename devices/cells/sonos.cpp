// Charge-trap (SONOS) memory read below threshold: a current set by trapped charge, taken as a
// conductance at the one read voltage; distributions measured over days of retention, read noise.
// Read disturb, endurance and the subthreshold slope's temperature dependence beyond a linear
// coefficient are ignored.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class SonosCell : public PhysicalCell {
 public:
  const char* kind() const override { return "sonos"; }

  void fields(Fields& f) override {
    level_fields(f, 256);
    conductance_fields(f);
    programming_fields(f);
    variation_field(f);
    retention_field(f);
    relaxation_field(f);
    read_noise_field(f);
    telegraph_field(f);
    stuck_field(f);
    temperature_field(f);
    closing_fields(f);
  }
};

}  // namespace

extern const Kind<Cell> sonos_kind;
const Kind<Cell> sonos_kind{
    "sonos", "Charge-trap flash memory (SONOS).",
    []() -> std::shared_ptr<Cell> { return std::make_shared<SonosCell>(); }};

}  // namespace mho
