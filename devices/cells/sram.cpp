// Static memory read as a current (6T, 8T): a transistor that conducts or leaks. Its spread is that
// of the threshold and gain of the read transistor. The bitline is taken as held at the read
// voltage: its discharge during the read, and writes through a 6T cell's access transistor, are
// ignored. Nothing ages; a bit is written exactly.
#include "devices/physical_cell.hpp"

namespace mho {

namespace {

class SramCell : public PhysicalCell {
 public:
  const char* kind() const override { return "sram"; }

  void fields(Fields& f) override {
    conductance_fields(f);
    variation_field(f);
    read_noise_field(f);
    stuck_field(f);
    nonlinearity_field(f);
    temperature_field(f);
    closing_fields(f);
  }
};

}  // namespace

extern const Kind<Cell> sram_kind;
const Kind<Cell> sram_kind{"sram", "Static memory cell that drives a current (6T, 8T), one bit.",
                           []() -> std::shared_ptr<Cell> { return std::make_shared<SramCell>(); }};

}  // namespace mho
