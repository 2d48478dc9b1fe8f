// The field lists of PhysicalCell's blocks.
#include "devices/cell_blocks.hpp"

namespace mho {

std::shared_ptr<Cell> cell_of(const char* kind, std::vector<PhysicalCell::Block> blocks) {
  return std::make_shared<PhysicalCell>(kind, std::move(blocks));
}

void PhysicalCell::fields(Fields& f) {
  for (const Block block : blocks_) (this->*block)(f);
  f.section("valid", valid_, "Where the source's coefficients hold; a run outside warns.");
  cost_.fields(f);
}

void PhysicalCell::level_fields(Fields& f, int most_levels) {
  f.integer("levels", levels_, {2, static_cast<double>(most_levels)},
            "Conductance levels, a power of two.");
  f.rule(is_power_of_two(levels_), "levels", "must be a power of two");
}

void PhysicalCell::conductance_fields(Fields& f) {
  f.quantity("g_max", g_max_, {1e-12, 1e-1}, "Conductance of the highest level.");
  f.number("on_off_ratio", on_off_ratio_, {1.1, 1e9}, "g_max / g_min.");
}

void PhysicalCell::programming_fields(Fields& f) {
  f.section("programming_error", programming_,
            "Error of a programmed conductance, drawn once per write (per pulse, with a "
            "write-verify loop).");
  f.section("write_verify", verify_, "Loop that repeats pulses; absent: one pulse a cell.");
  f.rule(!verify_ || programming_, "write_verify", "needs a programming_error, of one pulse");
}

void PhysicalCell::variation_field(Fields& f) {
  f.section("device_variation", variation_, "Spread from device to device.");
}

void PhysicalCell::power_drift_field(Fields& f) {
  f.section("drift", drift_, "Drift of the conductance, a power of time.");
}

void PhysicalCell::relaxation_field(Fields& f) {
  f.section("relaxation", relaxation_, "Change with the logarithm of time.");
}

void PhysicalCell::retention_field(Fields& f) {
  f.section("retention", retention_, "Distributions of conductances measured at several ages.");
  f.rule(!retention_ || programming_, "retention", "needs a programming_error, for age 0");
  f.rule(!retention_ || !verify_, "retention",
         "cannot stand beside write_verify, whose result its deviations hold");
}

void PhysicalCell::charge_loss_field(Fields& f) {
  f.section("charge_loss", charge_loss_, "Decay of the stored charge.");
}

void PhysicalCell::read_noise_field(Fields& f) {
  f.section("read_noise", read_, "Noise of the conductance, drawn at every read.");
}

void PhysicalCell::flicker_noise_field(Fields& f) {
  f.section("flicker_noise", flicker_, "1/f noise of the conductance, drawn at every read.");
}

void PhysicalCell::telegraph_field(Fields& f) {
  f.section("telegraph_noise", telegraph_, "Traps that switch between two states.");
}

void PhysicalCell::stuck_field(Fields& f) {
  f.section("stuck_cells", stuck_, "Cells that do not switch.");
}

void PhysicalCell::nonlinearity_field(Fields& f) {
  f.section("nonlinearity", nonlinearity_, "Curvature of current over voltage.");
}

void PhysicalCell::temperature_field(Fields& f) {
  f.section("temperature", temperature_, "What the temperature changes.");
}

}  // namespace mho
