// Embedded DRAM of one transistor and one capacitor a cell in a logic process. As the SRAM's
// (models/costs/sram_array.hpp), an access moves charge on wires as long as the array's side S.
// Reading destroys and writes back, so a write costs as much. Cells leak their charge: every row is
// read once in `retention`.
//
//   A = bits 30 F^2 (ports as the SRAM's) (2.9 + 600 / sqrt(bits))    E = V^2 S (e0 + e1 width)
//   t as the SRAM's    refresh = bits / width E / retention    periphery leaks as the SRAM's
//
// Fitted to CACTI 7 (lp-dram cells, itrs-hp periphery, 32 KiB to 1 MiB, 256 bits) at 45 and 32 nm;
// ISAAC's 64 KB (ISCA 2016, 32 nm) was predicted. CACTI's write energies, a hundred times those of
// reading, are not followed.
#include <cmath>

#include "models/costs/memory_banks.hpp"
#include "models/costs/memory_model.hpp"
#include "models/costs/sram_array.hpp"
#include "models/technology/cells.hpp"
#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

constexpr double kCellF2 = 30;
constexpr double kReadFixed = 19.8e-9;         // J / (V^2 m)
constexpr double kReadPerBit = 0.35e-9;        // J / (V^2 m) per bit of the word
const Time kGateTime = 0.911e-9 * si::second;  // at 45 nm
constexpr double kWireTime = 0.828e-6;         // s/m

Area array_area(double bits, int ports, Length node) {
  const double edge = 1 + kPortPitch * (ports - 1);
  return bits * edge * edge * (2.9 + 600 / std::sqrt(bits)) * cell_area(kCellF2, node);
}

class Edram : public MemoryModel {
 public:
  const char* kind() const override { return "edram"; }

  void fields(Fields& f) override {
    f.quantity("retention", retention_, {1e-6, 10},
               "Time in which every row is refreshed once; 40 us: Barth et al., JSSC 46 (2011) 64.",
               Presence::optional);
  }

  MemoryCost cost(const MemoryDuty& duty) const override {
    const OperatingPoint& point = duty.point;
    const double bits = 8.0 * static_cast<double>(duty.capacity_bytes);
    MemoryCost cost;
    const double bank_bits = 8.0 * static_cast<double>(bank_bytes(duty));
    const Area bank = array_area(bank_bits, duty.ports, point.node);
    const Banks banks = banks_of(bank, duty);
    cost.area = banks.area;
    const double volts = point.supply.value();
    const double side = std::sqrt(banks.cells.value());
    cost.read_energy =
        volts * volts * side * (kReadFixed + kReadPerBit * duty.width_bits) * si::joule + banks.way;
    cost.write_energy = cost.read_energy;

    cost.cycle = access_time(kGateTime, kWireTime, bank, point);

    const Power refresh = bits / duty.width_bits * cost.read_energy / retention_;
    cost.leakage =
        bits * point.supply * off_current(point, periphery_width(bank_bits, point.node)) +
        banks.leakage + refresh;
    cost.source = "eDRAM of " + std::to_string(duty.capacity_bytes) + " B, " +
                  std::to_string(duty.width_bits) + " bits an access, " +
                  std::to_string(duty.ports) + " ports, " + std::to_string(duty.banks) +
                  " banks, " + format_si_rounded(refresh.value(), "W", 3) + " of refresh every " +
                  format_si_rounded(retention_.value(), "s", 3) +
                  ": fitted to CACTI 7 (lp-dram), at " + describe(point);
    cost.warnings = range_warnings(point);
    if (const std::int64_t bytes = bank_bytes(duty); bytes < 32768 || bytes > 1048576)
      cost.warnings.push_back("eDRAM of " + std::to_string(duty.capacity_bytes) + " B" +
                              banks_text(duty) + ": a bank was fitted from 32 KiB to 1 MiB");
    if (duty.width_bits < 64 || duty.width_bits > 256)
      cost.warnings.push_back("eDRAM of " + std::to_string(duty.width_bits) +
                              " bits an access: compared from 64 to 256 bits");
    if (point.node.value() < 32e-9 * 0.995)
      cost.warnings.push_back("eDRAM at " + format_si_rounded(point.node.value(), "m", 3) +
                              ": fitted down to 32 nm");
    return cost;
  }

 private:
  Time retention_ = 40e-6 * si::second;
};

}  // namespace

extern const Kind<MemoryModel> edram_memory_model;
const Kind<MemoryModel> edram_memory_model{
    "edram", "Dynamic memory in a logic process, with refresh.",
    []() -> std::shared_ptr<MemoryModel> { return std::make_shared<Edram>(); }};

}  // namespace mho
