// Whole networks over every interconnect: promise 2 holds, and counts agree where they must.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

/// Small tiles, so that layers are spread over rows and columns of them.
TimedChip spread_chip(const std::string& topology) {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.macros = 1;
  chip.topology = topology_from(topology);
  return chip;
}

EngineResult check_equal(const TimedChip& chip) {
  const Stream stream(2);
  const TimedNetwork timed(residual_graph(4, 4, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 2, stream.child(9));
  EngineResult result = simulate_in_child(timed.network, images);
  for (std::size_t i = 0; i < images.size(); ++i)
    REQUIRE(result.outputs[i] == run_analog(timed.network, images[i],
                                            static_cast<std::uint32_t>(i))[timed.graph.output]);
  const NocUse& use = result.noc;
  CHECK(result.packets_sent == result.packets_received);
  CHECK(use.packets_sent > 0);
  CHECK(use.flits_sent + use.flits_forked == use.flits_received + use.flits_merged);
  return result;
}

}  // namespace

TEST_CASE("promise 2: a network gives the same bits over a bus") {
  TimedChip chip = spread_chip(kBusTopology);
  check_equal(chip);
  chip.multicast = true;
  check_equal(chip);
}

TEST_CASE("promise 2: a network gives the same bits over point-to-point links") {
  check_equal(spread_chip(kPointToPointTopology));
}

TEST_CASE("promise 2: a network gives the same bits over an H-tree, multicast and reducing") {
  TimedChip chip = spread_chip(kHTreeTopology);
  check_equal(chip);
  chip.multicast = true;
  chip.reduction = Reduction::on_the_way;
  CHECK(check_equal(chip).noc.packets_merged > 0);
}

TEST_CASE("promise 2: a network gives the same bits over a star, multicast and reducing") {
  TimedChip chip = spread_chip(kStarTopology);
  check_equal(chip);
  chip.multicast = true;
  chip.reduction = Reduction::on_the_way;
  CHECK(check_equal(chip).noc.packets_merged > 0);
}

TEST_CASE("multicast on a mesh gives the same bits for fewer flits and hops") {
  TimedChip chip = spread_chip(kMeshTopology);
  const EngineResult separate = check_equal(chip);
  chip.multicast = true;
  const EngineResult together = check_equal(chip);
  CHECK(together.noc.packets_forked > 0);
  CHECK(together.noc.packets_received == separate.noc.packets_received);
  CHECK(together.noc.hops < separate.noc.hops);
  CHECK(together.noc.flits_sent < separate.noc.flits_sent);
}

TEST_CASE("reduction on the way gives the same bits and takes as many additions") {
  TimedChip chip = spread_chip(kMeshTopology);
  const EngineResult at_home = check_equal(chip);
  chip.reduction = Reduction::on_the_way;
  const EngineResult on_the_way = check_equal(chip);
  CHECK(total(on_the_way, Action::noc_reduce) > 0);
  CHECK(total(on_the_way, Action::noc_reduce) + total(on_the_way, Action::accumulate) ==
        total(at_home, Action::accumulate));
  CHECK(total(on_the_way, Action::noc_flit_hop) < total(at_home, Action::noc_flit_hop));
}

TEST_CASE("promise 2: a network gives the same bits over several chips") {
  TimedChip chip = spread_chip(kMeshTopology);
  chip.arrays.tiles = 4;
  chip.chips = 16;
  chip.multicast = true;
  chip.reduction = Reduction::on_the_way;
  CHECK(total(check_equal(chip), Action::chip_link_bit) > 0);
  chip.reduction = Reduction::destination;
  for (const char* topology :
       {kBusTopology, kHTreeTopology, kPointToPointTopology, kStarTopology}) {
    chip.topology = topology_from(topology);
    CHECK(total(check_equal(chip), Action::chip_link_bit) > 0);
  }
}

TEST_CASE("links are reported by name, the busiest first") {
  const EngineResult result = check_equal(spread_chip(kBusTopology));
  REQUIRE(result.noc.links.size() == 1);
  CHECK(result.noc.links.front().name == "bus");
  CHECK(result.noc.links.front().busy_fs <= result.end_fs);
  CHECK(result.noc.wait_p50_fs <= result.noc.wait_p99_fs);
  CHECK(result.noc.wait_p99_fs <= result.noc.wait_max_fs);
}

}  // namespace mho
