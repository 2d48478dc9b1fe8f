// No layer of a pipeline is faster than the resource that it needs longest.
#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

/// Every layer takes at least as long as each resource is needed by it, from its first operation to
/// the end of the simulation; and the pipeline as a whole as long as the busiest of all.
void check_roofline(const EngineResult& result) {
  std::int64_t busiest = 0;
  for (const LayerTrace& trace : result.layers) {
    CHECK(trace.demand.bound() != Bound::none);
    CHECK(trace.demand.least_fs() <=
          result.end_fs - trace.first_start_fs + trace.demand.of(Bound::buffer));
    busiest = std::max(busiest, trace.demand.least_fs());
  }
  CHECK(busiest <= result.end_fs);
}

EngineResult simulated(const TimedChip& chip, int images) {
  const Stream stream(12);
  const TimedNetwork timed(residual_graph(4, 4, stream), chip);
  return simulate_in_child(timed.network, random_images(timed.graph, images, stream.child(9)));
}

TimedChip chip_of_small_cells() {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  return chip;
}

TEST_CASE("no layer beats its roofline, whatever is slow") {
  for (double TimedChip::*slow :
       {&TimedChip::adc_ns, &TimedChip::buffer_cycle_ns, &TimedChip::accumulator_ns}) {
    TimedChip chip = chip_of_small_cells();
    chip.*slow *= 40;
    check_roofline(simulated(chip, 4));
  }
}

TEST_CASE("the bound that is named is the resource that was made slow") {
  const auto bound_of_first = [](const TimedChip& chip) {
    return simulated(chip, 2).layers[0].demand.bound();
  };
  TimedChip slow_converters = chip_of_small_cells();
  slow_converters.adc_ns = 300;
  CHECK(bound_of_first(slow_converters) == Bound::compute);
  TimedChip slow_buffer = chip_of_small_cells();
  slow_buffer.buffer_cycle_ns = 3000;
  CHECK(bound_of_first(slow_buffer) == Bound::buffer);
  TimedChip slow_unit = chip_of_small_cells();
  slow_unit.lanes = 1;
  slow_unit.vector_clock_ghz = 1e-3;
  CHECK(bound_of_first(slow_unit) == Bound::vector_unit);
}

TEST_CASE("a saturated resource works without a pause: many images take its time each") {
  TimedChip chip = chip_of_small_cells();
  chip.adc_ns = 300;
  const EngineResult few = simulated(chip, 2);
  const EngineResult many = simulated(chip, 10);
  std::int64_t of_two = 0;
  for (const LayerTrace& trace : few.layers) of_two = std::max(of_two, trace.demand.least_fs());
  // Eight more images at the pace of the busiest macro.
  CHECK(many.finish_fs.back() - few.finish_fs.back() == 4 * of_two);
}

}  // namespace
}  // namespace mho
