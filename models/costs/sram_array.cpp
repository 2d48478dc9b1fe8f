#include "models/costs/sram_array.hpp"

#include <cmath>

#include "models/technology.hpp"
#include "models/technology_cells.hpp"
#include "models/technology_leakage.hpp"

namespace mho {

namespace {

// J / (V^2 m), and per bit of the word.
constexpr double kReadFixed = 19.0e-9;
constexpr double kReadPerBit = 0.263e-9;
constexpr double kWriteFixed = 7.31e-9;
constexpr double kWritePerBit = 0.392e-9;
constexpr double kGateDelayS = 0.106e-9;  // at 45 nm
constexpr double kWireDelay = 1.083e-6;   // s/m
constexpr double kPortPitch = 0.434;      // of a cell's edge, each port after the first
constexpr double kCellWidthF = 3.9;
constexpr double kPeripheryWidthF = 0.54;  // a bit

Area array_area(double bits, double cell_f2, int ports, Length node) {
  const double edge = 1 + kPortPitch * (ports - 1);
  return bits * edge * edge * (1.25 + 40 / std::sqrt(bits)) * cell_area(cell_f2, node);
}

double side_m(Area area) { return std::sqrt(area.value()); }

}  // namespace

double SramArray::f2_at(Length node) const { return cell_f2 > 0 ? cell_f2 : sram_cell_f2(node); }

MemoryCost SramArray::cost(const MemoryDuty& duty) const {
  const OperatingPoint& point = duty.point;
  const double bits = 8.0 * static_cast<double>(duty.capacity_bytes);
  const double f2 = f2_at(point.node);
  MemoryCost cost;
  cost.area = array_area(bits, f2, duty.ports, point.node);
  const double volts = point.supply.value();
  const double wires = volts * volts * side_m(cost.area);
  cost.read_energy = wires * (kReadFixed + kReadPerBit * duty.width_bits) * si::joule;
  cost.write_energy = wires * (kWriteFixed + kWritePerBit * duty.width_bits) * si::joule;

  OperatingPoint fast = point;
  fast.transistors = Transistors::high_performance;
  fast.supply = nominal_supply(point.node, fast.transistors);
  const double bank_m = side_m(array_area(bits / duty.banks, f2, duty.ports, point.node));
  cost.cycle = (kGateDelayS * (point.node.value() / 45e-9) + kWireDelay * bank_m) * si::second *
               delay_factor(fast, point);

  OperatingPoint cell_point = point;
  cell_point.transistors = cells;
  cost.leakage = bits * point.supply *
                 (off_current(cell_point, kCellWidthF * point.node) +
                  off_current(point, kPeripheryWidthF * point.node));
  cost.warnings = range_warnings(point);
  return cost;
}

}  // namespace mho
