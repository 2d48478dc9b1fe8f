// Extrapolated runs against full ones.
#include "sim/engine/steady.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

/// What the report promises of an extrapolated run.
constexpr double kSteadyTolerance = 0.01;

void check_close(const EngineResult& steady, const EngineResult& full) {
  REQUIRE(steady.finish_fs.size() == full.finish_fs.size());
  CHECK(static_cast<double>(steady.end_fs) ==
        Approx(static_cast<double>(full.end_fs)).epsilon(kSteadyTolerance));
  CHECK(static_cast<double>(steady.finish_fs.back()) ==
        Approx(static_cast<double>(full.finish_fs.back())).epsilon(kSteadyTolerance));
  // Nothing here depends on values, so counts are exactly proportional.
  for (const Action action : {Action::buffer_read, Action::noc_flit_hop, Action::adc_convert})
    CHECK(total(steady, action) == total(full, action));
}

TEST_CASE("a steady run of many images is within 1 % of the full one") {
  const Stream stream(3);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  // The host sends no faster than the global buffer passes on: pixels do not pile up there.
  chip.link_clock_ghz = 0.1;
  for (const bool residual : {false, true}) {
    const TimedNetwork timed(residual ? residual_graph(4, 4, stream) : chain_graph(4, 4, stream),
                             chip);
    const std::vector<IntTensor> images = random_images(timed.graph, 40, stream.child(9));
    const EngineResult full = simulate_in_child(timed.network, images);
    const EngineResult steady = simulate_steady(timed.network, images);
    CHECK(steady.extrapolation.images > 0);
    CHECK(full.extrapolation.images == 0);
    CHECK(std::abs(steady.extrapolation.error) < kSteadyTolerance);
    CHECK(steady.events < full.events);
    check_close(steady, full);
  }
}

TEST_CASE("a few images are simulated, not extrapolated") {
  const Stream stream(4);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 3, stream.child(9));
  CHECK(simulate_steady(timed.network, images).extrapolation.images == 0);
}

TEST_CASE("where images pile up at first, more of them are simulated, or all") {
  const Stream stream(5);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 40, stream.child(9));
  check_close(simulate_steady(timed.network, images), simulate_in_child(timed.network, images));
}

TEST_CASE("further images follow at the last interval") {
  EngineResult result;
  result.start_fs = {0, 10, 20, 30};
  result.finish_fs = {100, 200, 300, 410};
  result.end_fs = 420;
  result.extrapolation.error = 0.25;  // as simulate_steady() measured it
  LayerTrace trace;
  trace.busy_fs = 40;
  trace.wait_port_fs = 4;
  trace.wait_unit_fs = 8;
  result.layers = {trace};
  result.noc.links.push_back({"a link", 4, 8, 80, 0, 0, 0});
  const EngineResult whole = extrapolate(result, 6);
  CHECK(whole.finish_fs == std::vector<std::int64_t>{100, 200, 300, 410, 520, 630});
  CHECK(whole.end_fs == 640);
  CHECK(whole.extrapolation.images == 2);
  CHECK(whole.extrapolation.error == 0.25);
  CHECK(whole.layers[0].busy_fs == 60);
  CHECK(whole.layers[0].wait_port_fs == 6);
  CHECK(whole.layers[0].wait_unit_fs == 12);
  CHECK(whole.noc.links[0].busy_fs == 120);
}

TEST_CASE("further images are no faster than the busiest resource goes on") {
  EngineResult result;
  result.start_fs = {0, 10};
  result.finish_fs = {100, 199};
  result.end_fs = 199;
  result.busiest_fs = 2 * 100;
  const EngineResult whole = extrapolate(result, 4);
  CHECK(whole.finish_fs == std::vector<std::int64_t>{100, 199, 299, 399});
  CHECK(whole.busiest_fs == 400);
}

TEST_CASE("further batches follow at the interval of whole batches") {
  EngineResult result;
  result.turn = 2;
  result.start_fs = {0, 1, 500, 501};
  result.finish_fs = {500, 502, 1000, 1002};
  result.end_fs = 1002;
  CHECK(extrapolate(result, 6).finish_fs ==
        std::vector<std::int64_t>{500, 502, 1000, 1002, 1500, 1502});
}

TEST_CASE("two turns are enough for an interval") {
  EngineResult result;
  result.start_fs = {0, 10};
  result.finish_fs = {100, 200};
  result.end_fs = 200;
  CHECK(extrapolate(result, 4).end_fs == 400);
}

}  // namespace
}  // namespace mho
