#include "sim/chip/mac_array_parts.hpp"

#include "sim/base/error.hpp"

namespace mho {

void add_mac_array_parts(const MacArraySpec& array, int kind, std::vector<Part>& parts) {
  const auto add = [&](const char* name, std::int64_t count, const auto& cost) {
    parts.push_back({name, Part::Level::tile, kind, count, cost.area, cost.leakage, cost.source});
  };
  add("mac", array.macs(), array.mac);
  add("mac_registers", array.macs(), array.registers);
  add("mac_wires", array.macs(), array.transfer);
  add("accumulators", 1, array.accumulators);
  add("weight_fifo", 1, array.weight_fifo);
}

Price mac_array_price(const MacArraySpec& array, Action action) {
  if (action == Action::mac)
    return {"mac", "mac", "one multiply-accumulate", array.mac.energy, array.mac.source};
  if (action == Action::mac_register_access)
    return {"mac_registers", "access", "one operand read or written at a MAC",
            array.registers.energy, array.registers.source};
  if (action == Action::mac_transfer)
    return {"mac_wires", "transfer", "one operand moved to or between MACs", array.transfer.energy,
            array.transfer.source};
  if (action == Action::accumulator_access)
    return {"accumulators", "access", "one sum read, added to and written",
            array.accumulators.energy, array.accumulators.source};
  if (action == Action::weight_fifo_read)
    return {"weight_fifo", "read", "one access", array.weight_fifo.read_energy,
            array.weight_fifo.source};
  if (action == Action::weight_fifo_write)
    return {"weight_fifo", "write", "one access", array.weight_fifo.write_energy,
            array.weight_fifo.source};
  throw Bug("an action that is not of a MAC array");
}

}  // namespace mho
