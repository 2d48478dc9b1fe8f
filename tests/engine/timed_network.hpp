// Small networks on small chips whose times are round numbers, all different, so that a latency
// tells which durations it is made of. Rates and times are meant for arithmetic, not for silicon.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/engine/engine.hpp"
#include "tests/inference/small_network.hpp"

namespace mho {

/// A small chip with a time for everything.
struct TimedChip {
  SmallChip arrays;
  double dac_ns = 2, integration_ns = 5, sample_ns = 1, mux_ns = 0.5, adc_ns = 3, shift_ns = 0.25;
  std::optional<PipelineSpec> pipeline;
  std::int64_t buffer_bytes = 65536;
  int buffer_width = 64;
  std::int64_t line_buffer_bytes = 0;  ///< 0: none
  double buffer_cycle_ns = 1.5;
  double bus_ns = 0.75, control_ns = 1.25, accumulator_ns = 0.125;
  int lanes = 4;
  double vector_clock_ghz = 1, vector_ns = 2.5;
  int flit_bits = 32, router_cycles = 3;
  int router_buffer_flits = 16;
  double noc_clock_ghz = 2;
  std::shared_ptr<Topology> topology = topology_from(kMeshTopology);
  double wire_mm = 8;
  Arbitration arbitration = Arbitration::fifo;
  bool multicast = false;
  Reduction reduction = Reduction::destination;
  int chips = 1;
  int chip_link_width = 16;
  double chip_link_clock_ghz = 1, chip_link_latency_ns = 10;
  std::int64_t global_bytes = 65536;
  double global_cycle_ns = 4;
  int link_width = 16;
  double link_clock_ghz = 0.5, link_latency_ns = 20;
  std::optional<DramSpec> off_chip;
  int core_macros = 0;  ///< of a core; 0: no such level
  double core_adder_ns = 0;

  ChipSpec spec() const {
    const auto ns = [](double value) { return from_si<Time>(value * 1e-9); };
    const auto ghz = [](double value) { return from_si<Frequency>(value * 1e9); };
    ChipSpec spec = arrays.spec();
    AnalogMacroSpec& macro = *spec.tile.macro.analog();
    macro.dac.cost.delay = ns(dac_ns);
    macro.integration = ns(integration_ns);
    macro.sample_hold.delay = ns(sample_ns);
    macro.column_mux.delay = ns(mux_ns);
    auto adc = std::make_shared<TimedAdc>();
    static_cast<PlainAdc&>(*adc) = arrays.adc;
    adc->component.delay = ns(adc_ns);
    macro.adc = adc;
    macro.shift_add.delay = ns(shift_ns);
    macro.pipeline = pipeline;
    spec.tile.input_buffer.capacity_bytes = buffer_bytes;
    spec.tile.input_buffer.width_bits = buffer_width;
    spec.tile.input_buffer.cycle = ns(buffer_cycle_ns);
    spec.tile.bus.delay = ns(bus_ns);
    spec.tile.control.delay = ns(control_ns);
    spec.tile.accumulator.delay = ns(accumulator_ns);
    spec.tile.vector_unit.lanes = lanes;
    spec.tile.vector_unit.clock = ghz(vector_clock_ghz);
    spec.tile.vector_unit.cost.delay = ns(vector_ns);
    spec.noc.flit_bits = flit_bits;
    spec.noc.router_cycles = router_cycles;
    spec.noc.buffer_flits = router_buffer_flits;
    spec.noc.clock = ghz(noc_clock_ghz);
    spec.noc.topology = topology;
    if (topology->wire_length() != nullptr)
      spec.noc.wire = NocWireSpec{from_si<Length>(wire_mm * 1e-3), {}};
    spec.noc.arbitration = arbitration;
    spec.noc.multicast = multicast;
    spec.noc.reduction = reduction;
    if (reduction == Reduction::on_the_way) spec.noc.router.adder.emplace();
    spec.chips = chips;
    if (chips > 1)
      spec.chip_link =
          LinkSpec{chip_link_width, ghz(chip_link_clock_ghz), ns(chip_link_latency_ns), {}};
    spec.global_buffer.capacity_bytes = global_bytes;
    spec.global_buffer.width_bits = 64;
    spec.global_buffer.cycle = ns(global_cycle_ns);
    spec.host_link.width_bits = link_width;
    spec.host_link.clock = ghz(link_clock_ghz);
    spec.host_link.latency = ns(link_latency_ns);
    if (line_buffer_bytes > 0) spec.tile.line_buffer.emplace().capacity_bytes = line_buffer_bytes;
    spec.off_chip = off_chip;
    if (core_macros > 0) {
      spec.tile.core.emplace().macros = core_macros;
      spec.tile.core->accumulator.delay = ns(core_adder_ns);
    }
    for (OtherTilesSpec& other : spec.other_tiles) other.tile = spec.tile;
    return spec;
  }

 private:
  struct TimedAdc : PlainAdc {
    TimedComponent component;
    const TimedComponent& cost() const override { return component; }
  };
};

/// Times of TimedChip in nanoseconds: a pass (drive, integrate, sample; select, convert), the
/// shift-and-add behind an MVM's last one.
inline constexpr double kPass = (2 + 5 + 1) + (0.5 + 3), kShift = 0.25;

inline std::int64_t fs(double ns) { return std::llround(ns * 1e6); }

struct TimedNetwork {
  QuantizedGraph graph;
  Chip chip;
  Placement placement;
  ProgrammedNetwork network;

  TimedNetwork(QuantizedGraph g, const TimedChip& timed, const PlacementSpec& spec = {},
               TrialKey key = {})
      : graph(std::move(g)),
        chip(timed.spec()),
        placement(place(graph, chip, spec, {})),
        network(graph, chip, placement, adc_ranges(graph, chip, placement, {}, 1), key, 1) {}
  TimedNetwork(const TimedNetwork&) = delete;
};

/// The sum of an action over everything that was counted.
inline std::int64_t total(const EngineResult& result, Action action) {
  std::int64_t sum = 0;
  for (const CountedActions& counted : result.actions) sum += counted.counts[action];
  return sum;
}

}  // namespace mho
