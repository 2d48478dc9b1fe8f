// Register file of synthesized flip-flops, for a few words: each bit is a register bit, each read
// port a tree of multiplexers over all words of a bank, each port an address decoder of a gate a
// word; data cross the file's side on wires. One port is for writes, the others for reads; a single
// one serves both. What a gate costs: models/costs/gates.hpp. Several banks:
// models/costs/memory_banks.hpp. Memories above 4 KiB are better built of SRAM cells.
//
// Ignored: clock tree; what a decoder switches (small next to the word).
#include <algorithm>
#include <cmath>

#include "models/costs/gates.hpp"
#include "models/costs/memory_banks.hpp"
#include "models/costs/memory_model.hpp"
#include "models/technology/wires.hpp"

namespace mho {

namespace {

class RegisterFile : public MemoryModel {
 public:
  const char* kind() const override { return "register_file"; }

  void fields(Fields&) override {}

  MemoryCost cost(const MemoryDuty& duty) const override {
    const int width = duty.width_bits;
    const double bits = 8.0 * static_cast<double>(bank_bytes(duty));
    const int words = std::max(1, static_cast<int>(std::ceil(bits / width)));
    const int read_ports = std::max(1, duty.ports - 1);
    Duty logic_duty;
    logic_duty.point = duty.point;

    Logic selectors = multiplexer_logic(words, width);
    const Cost one_read = logic_cost(selectors, logic_duty, "Read port");
    const Cost one_write = logic_cost(register_logic(width), logic_duty, "Word");
    selectors.gates *= read_ports;
    const double decoders = static_cast<double>(duty.ports) * words;
    const Logic whole = logic(bits * kRegisterBitGates + decoders, 0, 0).then(selectors);
    const Cost all =
        logic_cost(whole, logic_duty,
                   "Register file of " + std::to_string(words) + " x " + std::to_string(width) +
                       " bits, " + std::to_string(read_ports) + " read ports" + banks_text(duty));
    const Banks banks = banks_of(all.area, duty);

    const double volts = duty.point.supply.value();
    const double side = std::sqrt(banks.cells.value());
    const Energy wires =
        kDataActivity * width * kWireFaradPerMeter * side * volts * volts * si::joule;
    MemoryCost cost;
    cost.read_energy = one_read.energy + wires + banks.way;
    cost.write_energy = one_write.energy + wires + banks.way;
    cost.cycle = one_read.delay + one_write.delay;
    cost.area = banks.area;
    cost.leakage = static_cast<double>(duty.banks) * all.leakage + banks.leakage;
    cost.source = all.source;
    cost.warnings = all.warnings;
    if (duty.capacity_bytes > 4096)
      cost.warnings.push_back("register file of " + std::to_string(duty.capacity_bytes) +
                              " B: meant for up to 4 KiB");
    return cost;
  }
};

}  // namespace

extern const Kind<MemoryModel> register_file_memory_model;
const Kind<MemoryModel> register_file_memory_model{
    "register_file", "Flip-flops for a few words.",
    []() -> std::shared_ptr<MemoryModel> { return std::make_shared<RegisterFile>(); }};

}  // namespace mho
