#include "models/costs/memory_banks.hpp"

#include <cmath>

#include "models/costs/gates.hpp"
#include "models/technology/leakage.hpp"
#include "models/technology/wires.hpp"
#include "sim/base/division.hpp"

namespace mho {

namespace {

/// Lanes of all banks, side by side.
double lanes(const MemoryDuty& duty) {
  const double words = std::ceil(8.0 * static_cast<double>(bank_bytes(duty)) / duty.width_bits);
  return static_cast<double>(duty.banks) * duty.ports *
         (duty.width_bits + std::ceil(std::log2(words)));
}

}  // namespace

std::int64_t bank_bytes(const MemoryDuty& duty) {
  return ceil_divide(duty.capacity_bytes, duty.banks);
}

Banks banks_of(Area bank, const MemoryDuty& duty) {
  Banks all;
  all.cells = all.area = static_cast<double>(duty.banks) * bank;
  if (duty.banks == 1) return all;
  const double edge = lanes(duty) * 4 * local_wire_width(duty.point.node).value() / 2;
  const double side = (edge + std::sqrt(edge * edge + 4 * all.cells.value())) / 2;
  all.area = side * side * si::square_meter;

  const double volts = duty.point.supply.value();
  const double further = (side - std::sqrt(all.cells.value())) / 2;
  all.way = kDataActivity * duty.width_bits * (1 + kRepeaterShare) * kWireFaradPerMeter * further *
            volts * volts * si::joule;
  const double gates =
      kRepeaterShare * kWireFaradPerMeter * lanes(duty) * side / 2 / kGateFaradPerMeter;
  // Half of a repeater's transistors are off.
  all.leakage = duty.point.supply * off_current(duty.point, gates / 2 * si::meter);
  return all;
}

std::string banks_text(const MemoryDuty& duty) {
  if (duty.banks == 1) return "";
  return " in " + std::to_string(duty.banks) + " banks of " + std::to_string(bank_bytes(duty)) +
         " B";
}

}  // namespace mho
