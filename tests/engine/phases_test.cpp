// Phases: layers that take turns, weights written anew, tensors that wait in memory.
#include <catch2/catch.hpp>

#include "tests/engine/check_equal.hpp"
#include "tests/engine/reloading_chip.hpp"

namespace mho {
namespace {

int arrays_of_chain() {
  TimedChip chip = small_reloading_chip(64);
  const QuantizedGraph graph = chain_graph(4, 4, Stream(1));
  return place(graph, Chip(chip.spec()), {}, {}).arrays;
}

}  // namespace

TEST_CASE("a network that does not fit is written into the arrays phase by phase") {
  const int arrays = arrays_of_chain();
  const int tiles = arrays - 1;  // one array too few
  const Stream stream(1);
  const TimedNetwork timed(chain_graph(4, 4, stream), small_reloading_chip(tiles));
  CHECK(timed.placement.reloads);
  CHECK(timed.placement.phases.size() > 1);
  const std::vector<IntTensor> images = random_images(timed.graph, 3, stream.child(9));
  const EngineResult result = check_equal(timed, images);
  // Every cell of every block once per image: the batch is one.
  CHECK(total(result, Action::cell_write) == 3 * programming_work(timed.placement).cells);
  std::int64_t load_fs = 0;
  for (const PhaseTrace& phase : result.phases) {
    CHECK(phase.exposed_fs <= phase.load_fs + phase.work_fs);
    load_fs += phase.load_fs;
  }
  CHECK(load_fs > 0);
  CHECK(total(result, Action::off_chip_read_bit) > 0);
}

TEST_CASE("a batch shares the weights that are written") {
  const int tiles = arrays_of_chain() - 1;
  const Stream stream(1);
  PlacementSpec spec;
  spec.batch = 4;
  const TimedNetwork timed(chain_graph(4, 4, stream), small_reloading_chip(tiles), spec);
  const std::vector<IntTensor> images = random_images(timed.graph, 6, stream.child(9));
  const EngineResult result = check_equal(timed, images);
  // Batches of 4 and 2.
  CHECK(total(result, Action::cell_write) == 2 * programming_work(timed.placement).cells);
}

TEST_CASE("without a memory to load from, a network that does not fit is refused") {
  TimedChip chip = small_reloading_chip(arrays_of_chain() - 1);
  chip.off_chip.reset();
  const QuantizedGraph graph = chain_graph(4, 4, Stream(1));
  CHECK_THROWS_AS(place(graph, Chip(chip.spec()), {}, {}), InputError);
}

TEST_CASE("weights and tensors beyond the off-chip memory are refused before time starts") {
  const Stream stream(1);
  TimedChip chip = small_reloading_chip(arrays_of_chain() - 1);
  chip.off_chip->capacity_bytes = 16;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  CHECK_THROWS_WITH(
      simulate_in_child(timed.network, random_images(timed.graph, 1, stream.child(9))),
      Catch::Contains("chip.off_chip.capacity"));
}

TEST_CASE("layer by layer gives the same bits, later") {
  const Stream stream(2);
  PlacementSpec one_at_a_time;
  one_at_a_time.schedule = Concurrency::layer_by_layer;
  const TimedNetwork pipelined(residual_graph(4, 4, stream), small_reloading_chip(64));
  const TimedNetwork serial(residual_graph(4, 4, stream), small_reloading_chip(64), one_at_a_time);
  CHECK(serial.placement.phases.size() == serial.graph.layers.size());
  const std::vector<IntTensor> images = random_images(serial.graph, 2, stream.child(9));
  const EngineResult fast = check_equal(pipelined, images);
  const EngineResult slow = check_equal(serial, images);
  CHECK(slow.end_fs > fast.end_fs);
  CHECK(total(slow, Action::cell_write) == 0);  // all weights stay where they are
  CHECK(total(slow, Action::adc_convert) == total(fast, Action::adc_convert));
  CHECK(total(slow, Action::global_buffer_write) > total(fast, Action::global_buffer_write));
}

TEST_CASE("what does not fit the global buffer between phases waits in off-chip memory") {
  const Stream stream(3);
  PlacementSpec serial;
  serial.schedule = Concurrency::layer_by_layer;
  TimedChip roomy = small_reloading_chip(64);
  TimedChip tight = roomy;
  tight.global_bytes = 128;
  const TimedNetwork inside(chain_graph(4, 4, stream), roomy, serial);
  const TimedNetwork outside(chain_graph(4, 4, stream), tight, serial);
  const std::vector<IntTensor> images = random_images(inside.graph, 2, stream.child(9));
  const EngineResult kept = check_equal(inside, images);
  const EngineResult spilled = check_equal(outside, images);
  CHECK(total(kept, Action::off_chip_write_bit) == 0);
  CHECK(total(spilled, Action::off_chip_write_bit) > 0);
  CHECK(total(spilled, Action::off_chip_read_bit) == total(spilled, Action::off_chip_write_bit));
  tight.off_chip.reset();
  const TimedNetwork nowhere(chain_graph(4, 4, stream), tight, serial);
  CHECK_THROWS_AS(simulate_in_child(nowhere.network, images), InputError);
}

TEST_CASE("a network without values takes the same time as one with") {
  const Stream stream(4);
  for (const int tiles : {64, arrays_of_chain() - 1}) {
    const TimedNetwork timed(chain_graph(4, 4, stream), small_reloading_chip(tiles));
    const EngineResult with =
        simulate_in_child(timed.network, random_images(timed.graph, 2, stream.child(9)));
    const ProgrammedNetwork counted(timed.graph, timed.chip, timed.placement);
    EngineOptions options;
    options.images = 2;
    const EngineResult without = simulate_in_child(counted, {}, options);
    CHECK(without.end_fs == with.end_fs);
    CHECK(without.finish_fs == with.finish_fs);
    CHECK(without.outputs.empty());
    for (const Action action : {Action::buffer_read, Action::noc_flit_hop, Action::cell_write,
                                Action::adc_convert, Action::vector_operation})
      CHECK(total(without, action) == total(with, action));
  }
}

}  // namespace mho
