#include "models/costs/sram_array.hpp"

#include <cmath>
#include <string>

#include "models/costs/memory_banks.hpp"
#include "models/technology/cells.hpp"
#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

// J / (V^2 m), and per bit of the word.
constexpr double kReadFixed = 19.0e-9;
constexpr double kReadPerBit = 0.263e-9;
constexpr double kWriteFixed = 7.31e-9;
constexpr double kWritePerBit = 0.392e-9;
const Time kGateTime = 0.100e-9 * si::second;
constexpr double kWireTime = 1.014e-6;  // s/m
constexpr double kCellWidthF = 3.9;
constexpr double kPeripheryFixedF = 0.37;
constexpr double kPeripherySideF = 123;

// What was fitted.
constexpr std::int64_t kLeastBytes = 2048;
constexpr std::int64_t kMostBytes = 1048576;
constexpr int kLeastWidth = 16;
constexpr int kMostWidth = 512;
constexpr int kMostPorts = 4;

Area array_area(double bits, double cell_f2, int ports, Length node) {
  const double edge = 1 + kPortPitch * (ports - 1);
  return bits * edge * edge * (1.25 + 40 / std::sqrt(bits)) * cell_area(cell_f2, node);
}

std::vector<std::string> size_warnings(const MemoryDuty& duty) {
  std::vector<std::string> warnings;
  if (const std::int64_t bytes = bank_bytes(duty); bytes < kLeastBytes || bytes > kMostBytes)
    warnings.push_back("SRAM of " + std::to_string(duty.capacity_bytes) + " B" + banks_text(duty) +
                       ": a bank was fitted from 2 KiB to 1 MiB");
  if (duty.width_bits < kLeastWidth || duty.width_bits > kMostWidth)
    warnings.push_back("SRAM of " + std::to_string(duty.width_bits) +
                       " bits an access: fitted from 16 to 512 bits");
  if (duty.ports > kMostPorts)
    warnings.push_back("SRAM of " + std::to_string(duty.ports) + " ports: fitted up to 4 ports");
  return warnings;
}

}  // namespace

Time access_time(Time gate_at_45nm, double wire_s_per_m, Area area, const OperatingPoint& point) {
  OperatingPoint fast = point;
  fast.transistors = Transistors::high_performance;
  fast.supply = nominal_supply(point.node, fast.transistors);
  const Time wires = wire_s_per_m * std::sqrt(area.value()) * si::second;
  return (gate_at_45nm * (point.node.value() / 45e-9) + wires) * delay_factor(fast, point);
}

Length periphery_width(double bits, Length node) {
  return (kPeripheryFixedF + kPeripherySideF / std::sqrt(bits)) * node;
}

double SramArray::f2_at(Length node) const { return cell_f2 > 0 ? cell_f2 : sram_cell_f2(node); }

MemoryCost SramArray::cost(const MemoryDuty& duty) const {
  const OperatingPoint& point = duty.point;
  const double bits = 8.0 * static_cast<double>(duty.capacity_bytes);
  const double bank_bits = 8.0 * static_cast<double>(bank_bytes(duty));
  const double f2 = f2_at(point.node);
  const double volts = point.supply.value();
  MemoryCost cost;
  const Area bank = array_area(bank_bits, f2, duty.ports, point.node);
  const Banks banks = banks_of(bank, duty);
  cost.area = banks.area;
  const double wires = volts * volts * std::sqrt(banks.cells.value());
  cost.read_energy = wires * (kReadFixed + kReadPerBit * duty.width_bits) * si::joule + banks.way;
  cost.write_energy =
      wires * (kWriteFixed + kWritePerBit * duty.width_bits) * si::joule + banks.way;
  cost.cycle = access_time(kGateTime, kWireTime, bank, point);

  OperatingPoint cell_point = point;
  cell_point.transistors = cells;
  cell_point.leaking.reset();
  cost.leakage = bits * point.supply *
                     (off_current(cell_point, kCellWidthF * point.node) +
                      off_current(point, periphery_width(bank_bits, point.node))) +
                 banks.leakage;
  cost.warnings = range_warnings(point);
  for (std::string& warning : size_warnings(duty)) cost.warnings.push_back(std::move(warning));
  return cost;
}

}  // namespace mho
