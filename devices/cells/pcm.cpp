// Phase-change memory: programming error that depends on the state, drift as a power of time with
// an exponent of each device's own, 1/f read noise that grows with time. Structural relaxation at
// the first microseconds and recrystallization (years, or heat) are ignored.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class PcmCell : public PhysicalCell {
 public:
  const char* kind() const override { return "pcm"; }

  void fields(Fields& f) override {
    level_fields(f, 256);
    conductance_fields(f);
    programming_fields(f);
    variation_field(f);
    power_drift_field(f);
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

extern const Kind<Cell> pcm_kind;
const Kind<Cell> pcm_kind{"pcm", "Phase-change memory, with drift.",
                          []() -> std::shared_ptr<Cell> { return std::make_shared<PcmCell>(); }};

}  // namespace mho
