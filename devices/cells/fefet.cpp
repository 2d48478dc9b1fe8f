// Ferroelectric transistor: polarization domains set the threshold and with it the channel
// conductance; few levels, as a small device has few domains. Programming error, spread between
// devices (lognormal below threshold), slow loss of polarization. Wake-up, fatigue,
// read-after-write delay and the coupling of level spread to device size are ignored.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class FefetCell : public PhysicalCell {
 public:
  const char* kind() const override { return "fefet"; }

  void fields(Fields& f) override {
    level_fields(f, 32);
    conductance_fields(f);
    programming_fields(f);
    variation_field(f);
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

extern const Kind<Cell> fefet_kind;
const Kind<Cell> fefet_kind{
    "fefet", "Ferroelectric field-effect transistor.",
    []() -> std::shared_ptr<Cell> { return std::make_shared<FefetCell>(); }};

}  // namespace mho
