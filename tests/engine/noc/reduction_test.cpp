// Partial sums added on the way: times, counts and values.
#include "tests/engine/noc/noc_bench.hpp"

namespace mho {
namespace {

constexpr int kLayer = 7;
const std::vector<int> kAll{0, 1, 2, 3};
const std::vector<int> kUpper{2, 3};

/// Sums of 4 outputs of 32 bits from these tiles to tile 0; the last tile has two of them only.
NocTraffic to_tile_0(const std::vector<int>& tiles) {
  NocTraffic traffic;
  ReductionFlow flow{0, 0, 32, {}};
  for (int tile : tiles) {
    traffic.flows.push_back({tile, 0});
    flow.contributions.push_back({tile, tile == tiles.back() ? &kUpper : &kAll});
  }
  traffic.reductions.push_back(flow);
  return traffic;
}

TimedChip adding(const std::string& topology) {
  TimedChip chip = sixteen_tiles(topology);
  chip.reduction = Reduction::on_the_way;
  return chip;
}

void send_sums(NocBench& bench, int tile, const std::vector<int>& outputs,
               std::vector<std::int64_t> sums) {
  bench.noc.send({kLayer,
                  tile,
                  {{0, 0}},
                  std::ssize(outputs) * 32,
                  PartialSums{0, 1, 5, &outputs, std::move(sums)}});
}

void check_sums(const NocBench& bench) {
  const PartialSums& sums = bench.sums.at(kLayer);
  CHECK(sums.groups == 3);
  CHECK(*sums.outputs == kAll);
  CHECK(sums.sums == std::vector<std::int64_t>{11, 22, 133, 244});
  bench.check_conservation();
}

}  // namespace

TEST_CASE("partial sums along a row become one packet that takes the longest way") {
  NocBench bench(adding(kMeshTopology), to_tile_0({1, 2, 3}));
  send_sums(bench, 1, kAll, {1, 2, 3, 4});
  send_sums(bench, 2, kAll, {10, 20, 30, 40});
  send_sums(bench, 3, kUpper, {0, 0, 100, 200});
  NocBench::run();
  // Routers 3, 2, 1, 0; 4 outputs and a header from router 2 on.
  CHECK(bench.arrival_fs(kLayer) == 4 * kHop + 4 * kCycle);
  CHECK(bench.count(kLayer, Action::noc_reduce) == 2 + 4);
  CHECK(bench.count(kLayer, Action::noc_flit_hop) == 3 + 3 * 5);
  CHECK(bench.noc.use().packets_merged == 2);
  check_sums(bench);
}

TEST_CASE("the first of the partial sums wait for the last, and block nobody") {
  NocBench bench(adding(kMeshTopology), to_tile_0({1, 2, 3}));
  send_sums(bench, 1, kAll, {1, 2, 3, 4});
  send_sums(bench, 2, kAll, {10, 20, 30, 40});
  bench.send(1, 2, kGlobalBuffer, 4);  // behind the waiting one in the same port
  NocBench::run(100 * kCycle);
  CHECK(bench.arrival_fs(1) == 5 * kCycle + 3 * kHop + 3 * kCycle);
  send_sums(bench, 3, kUpper, {0, 0, 100, 200});
  NocBench::run();
  CHECK(bench.arrival_fs(kLayer) == 100 * kCycle + 4 * kHop + 4 * kCycle);
  bench.sums.at(kLayer);
  CHECK(bench.sums.at(kLayer).sums == std::vector<std::int64_t>{11, 22, 133, 244});
}

TEST_CASE("partial sums from three sides are added in one router") {
  NocBench bench(adding(kMeshTopology), to_tile_0({4, 8, 1}));
  send_sums(bench, 4, kAll, {1, 2, 3, 4});
  send_sums(bench, 8, kAll, {10, 20, 30, 40});
  send_sums(bench, 1, kUpper, {0, 0, 100, 200});
  NocBench::run();
  // Router 8, with the one of tile 4 in router 4, with that of tile 1 in router 0.
  CHECK(bench.arrival_fs(kLayer) == 3 * kHop + 4 * kCycle);
  CHECK(bench.count(kLayer, Action::noc_reduce) == 4 + 2);
  check_sums(bench);
}

TEST_CASE("an H-tree adds in the switches") {
  NocBench bench(adding(kHTreeTopology), to_tile_0({2, 3, 1}));
  send_sums(bench, 2, kAll, {1, 2, 3, 4});
  send_sums(bench, 3, kAll, {10, 20, 30, 40});
  send_sums(bench, 1, kUpper, {0, 0, 100, 200});
  NocBench::run();
  CHECK(bench.arrival_fs(kLayer) == 3 * kHop + 4 * kCycle);
  CHECK(bench.count(kLayer, Action::noc_reduce) == 4 + 2);
  CHECK(bench.count(kLayer, Action::noc_flit_hop) == 3 * 5);
  check_sums(bench);
}

TEST_CASE("a star adds all partial sums in its switch") {
  NocBench bench(adding(kStarTopology), to_tile_0({1, 2, 3}));
  send_sums(bench, 1, kAll, {1, 2, 3, 4});
  send_sums(bench, 2, kAll, {10, 20, 30, 40});
  send_sums(bench, 3, kUpper, {0, 0, 100, 200});
  NocBench::run();
  // One packet of 4 outputs and a header leaves for tile 0; three came in.
  CHECK(bench.arrival_fs(kLayer) == kHop + 4 * kCycle);
  CHECK(bench.count(kLayer, Action::noc_reduce) == 4 + 2);
  CHECK(bench.count(kLayer, Action::noc_flit_hop) == 5);
  CHECK(bench.count(kLayer, Action::noc_flit_um) == (5 + 5 + 3 + 5) * 8000);
  CHECK(bench.noc.use().packets_merged == 2);
  check_sums(bench);
}

TEST_CASE("with reduction at the destination partial sums arrive one by one") {
  NocBench bench(sixteen_tiles(), to_tile_0({1, 2, 3}));
  send_sums(bench, 1, kAll, {1, 2, 3, 4});
  NocBench::run();
  CHECK(bench.sums.at(kLayer).groups == 1);
  CHECK(bench.count(kLayer, Action::noc_reduce) == 0);
}

}  // namespace mho
