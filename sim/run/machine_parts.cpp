// What is taken away here and matters all the same would give results of another machine: a test
// changes every number of the shipped machines and holds stored results to fresh ones. What is left
// although it does not matter costs time alone.
#include "sim/run/machine_parts.hpp"

#include <vector>

#include "sim/chip/components/components.hpp"

namespace mho {

namespace {

/// Takes the prices away. What energies follow is counted, and so kept.
class Unpriced : public Components {
 public:
  /// What no field of the spec tells.
  const std::vector<bool>& follows_operands() const { return follows_operands_; }

  void enter(std::optional<int>) override {}
  void add(ListedComponent listed) override {
    std::visit([&](auto* costs) { clear(*costs); }, listed.costs);
  }

 protected:
  void clear(Component& costs) {
    follows_operands_.push_back(costs.follows_operands());
    costs.toggle_share = costs.follows_operands() ? 1 : 0;
    costs.idle_share = 1 - costs.toggle_share;
    costs.energy = Energy();
    costs.area = Area();
    costs.leakage = Power();
    costs.source = costs.modelled_by = "";
    costs.beside = {};
  }
  virtual void clear(TimedComponent& costs) { clear(static_cast<Component&>(costs)); }
  virtual void clear(BufferSpec& costs) {
    costs.read_energy = costs.write_energy = Energy();
    costs.area = Area();
    costs.leakage = Power();
    costs.source = costs.modelled_by = "";
    costs.beside = {};
  }
  void clear(std::shared_ptr<Adc>& adc) {
    TimedComponent costs = adc->cost();
    clear(costs);
    adc = adc->with_cost(costs);
  }
  void clear(CellCost& costs) {
    const Time write_time = costs.write_time;
    costs = CellCost{};
    costs.write_time = write_time;
  }
  void clear(ArrayChargeSpec&) {}
  void clear(PowerSpec& costs) { costs = PowerSpec{}; }
  void clear(DramSpec& costs) {
    clear(costs.interface);
    costs.read_energy = costs.write_energy = costs.activate_energy = Energy();
    costs.background = Power();
    costs.source = "";
  }

 private:
  std::vector<bool> follows_operands_;
};

/// And the times.
class Untimed final : public Unpriced {
 public:
  void add_time(ListedTime listed) override {
    std::visit([&](auto* value) { clear_time(*value); }, listed.value);
  }

 private:
  using Unpriced::clear;
  void clear(TimedComponent& costs) override {
    Unpriced::clear(costs);
    costs.delay = Time();
  }
  void clear(BufferSpec& costs) override {
    Unpriced::clear(costs);
    costs.cycle = from_si<Time>(1e-9);
  }
  static void clear_time(Time& time) { time = from_si<Time>(1e-9); }
  static void clear_time(Frequency& clock) { clock = from_si<Frequency>(1e9); }
};

/// What is of the whole machine and has no part in counts, times and values. With numbers in the
/// place of all models nothing moves with node, supply and temperature any more.
void clear_whole(ChipSpec& spec) {
  spec.name = spec.source = "";
  spec.technology = from_si<Length>(28e-9);
  spec.transistors = Transistors::high_performance;
  spec.leaking.reset();
  spec.nominal_supply = spec.supply = from_si<Voltage>(1);
  spec.nominal_temperature = spec.temperature = kRoomTemperature;
  spec.floorplan.reset();
  spec.power_states.reset();
  spec.native_precision.reset();
}

/// Any: no value goes by what lies beside the arrays.
BufferSpec some_memory() {
  BufferSpec memory;
  memory.capacity_bytes = memory.width_bits = 1;
  memory.cycle = from_si<Time>(1e-9);
  return memory;
}

/// What holds and moves values beside the arrays.
void clear_surroundings(ChipSpec& spec) {
  for (int kind = 0; kind < spec.kinds(); ++kind) {
    TileSpec& tile = spec.tile_kind(kind);
    tile.input_buffer = some_memory();
    tile.line_buffer.reset();
    tile.output_buffer.reset();
    tile.vector_unit.lanes = 1;
    tile.vector_unit.cycle = Time();
  }
  spec.noc.topology = topology_kinds().front().make();
  spec.noc.flit_bits = spec.noc.router_cycles = spec.noc.buffer_flits = 1;
  spec.noc.wire.reset();
  spec.global_buffer = some_memory();
  spec.off_chip.reset();
  spec.host_link.width_bits = 1;
}

/// The key of a part: cells whose errors are scaled are known by what they were before, and the
/// scale.
Key key_of(const ChipSpec& part, const RunSpec& run, const Unpriced& cleared) {
  ChipSpec unscaled = part;
  for (int kind = 0; kind < part.kinds(); ++kind)
    unscaled.tile_kind(kind).macro.cell = run.chip.tile_kind(kind).macro.cell;
  return KeyHasher()(unscaled, run.conditions ? run.conditions->error_scale : 1,
                     cleared.follows_operands())
      .key();
}

MachinePart part_of(ChipSpec spec, const RunSpec& run, Unpriced& cleared) {
  // A mapping onto MAC arrays is the one of least energy: it sees all prices.
  if (!spec.sequenced()) list_components(spec, cleared);
  clear_whole(spec);
  const Key key = key_of(spec, run, cleared);
  return {std::move(spec), key};
}

}  // namespace

MachinePart timed_part(const ChipSpec& evaluated, const RunSpec& run) {
  Unpriced unpriced;
  return part_of(evaluated, run, unpriced);
}

MachinePart valued_part(const ChipSpec& evaluated, const RunSpec& run) {
  Untimed untimed;
  ChipSpec arrays = evaluated;
  if (!arrays.sequenced()) clear_surroundings(arrays);
  return part_of(std::move(arrays), run, untimed);
}

}  // namespace mho
