// Products of activations on arrays that are written while the network runs: bits, counts, times.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/engine/check_equal.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/workloads/product_graph.hpp"

namespace mho {
namespace {

PlacementSpec on_arrays() {
  PlacementSpec spec;
  spec.assign = {{"attention", {"attention"}}};
  return spec;
}

TimedChip chip_with(int attention_tiles, double write_ns) {
  TimedChip chip;
  chip.arrays.columns = 32;
  chip.arrays.attention_tiles = attention_tiles;
  chip.arrays.cell.price.write_time = from_si<Time>(write_ns * 1e-9);
  return chip;
}

TimedChip noisy_product_chip() {
  TimedChip chip = chip_with(8, 7);
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.3;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 7;
  chip.arrays.macros = 2;
  return chip;
}

/// One head: 3 tokens whose 4 channels of 4 bits are multiplied with 4 others of each token.
QuantizedGraph one_head() {
  QuantizedGraph graph = only_input(8, 1, 3, 4, false);
  Product product;
  product.depth = 4;
  product.a = {0, 4};
  product.b = {4, 4};
  append_product(graph, 0, 0, product, Stream(0));
  return graph;
}

/// A slow link: an image is here before the next one is waited for, and no port is waited for.
TimedChip one_head_chip(int write_ns) {
  TimedChip chip = chip_with(1, write_ns);
  chip.arrays.tiles = 1;
  chip.arrays.macros = 1;
  chip.link_clock_ghz = 0.1;
  return chip;
}

constexpr double kReadOperand = 1.5 + 0.75;        ///< 48 bits from the buffer, over the bus
constexpr double kReadWindow = 1.25 + 1.5 + 0.75;  ///< control; 16 bits from there, over the bus
constexpr double kPositions = 3 * 4 * kPass;       ///< 3 positions of 4 passes
constexpr int kRows = 4;

ActionCounts counts_of(const EngineResult& result, int layer) {
  ActionCounts sum;
  for (const CountedActions& counted : result.actions)
    if (counted.layer == layer) sum += counted.counts;
  return sum;
}

}  // namespace

TEST_CASE("promise 2: products on noisy arrays give the same bits with and without time") {
  for (const bool over_pixels : {false, true})
    for (const bool b_signed : {false, true}) {
      CAPTURE(over_pixels, b_signed);
      ProductShape shape;
      shape.heads = 3;
      shape.depth = 5;
      shape.tokens = 6;
      shape.cached = 2;
      shape.over_pixels = over_pixels;
      shape.a_signed = !over_pixels;
      shape.b_signed = b_signed;
      const TimedNetwork timed(product_graph(shape, Stream(301)), noisy_product_chip(), on_arrays(),
                               {4, 2});
      REQUIRE(timed.placement.of_layer(2)->blocks.size() > 2);  // on several tiles
      check_equal(timed, 3, Stream(302));
    }
}

TEST_CASE("promise 2: an attention layer on arrays gives the same bits with and without time") {
  const TimedNetwork timed(attention_graph(7, 2, 3, Stream(311)), noisy_product_chip(), on_arrays(),
                           {6, 1});
  check_equal(timed, 4, Stream(312));
}

TEST_CASE("attention on arrays of the main kind, beside its weights, gives the same bits") {
  PlacementSpec spec;
  spec.assign = {{"tile", {"attention"}}};
  TimedChip chip = noisy_product_chip();
  chip.arrays.attention_tiles = 0;
  const TimedNetwork timed(attention_graph(7, 2, 3, Stream(321)), chip, spec);
  check_equal(timed, 2, Stream(322));
}

TEST_CASE("an image through one head on one array takes the sum of its steps") {
  const TimedNetwork timed(one_head(), one_head_chip(7), on_arrays());
  REQUIRE(timed.placement.of_layer(0)->blocks.size() == 1);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, Stream(331)));
  // Three pixels of two link words; buffer; two hops to the tile beside, a flit; its buffer.
  const double operand_here = 3 * 2 * 10 + 20 + 2 * 4 + (2 * 1.5 + 0.5) + 1.5;
  const double written = operand_here + kReadOperand + kRows * 7;
  const double finish = 1 + 2.5;                                 // 3 scales on 4 lanes
  const double out = (2 * 1.5 + 2 * 0.5) + 2 * 4 + 3 * 10 + 20;  // 3 x 16 bits
  CHECK(result.layers[0].first_start_fs == fs(written + kReadWindow));
  CHECK(result.layers[0].busy_fs == fs(kPositions));
  CHECK(result.layers[0].wait_write_fs == 0);
  CHECK(result.finish_fs ==
        std::vector{fs(written + kReadWindow + kPositions + kShift + finish + out)});
}

TEST_CASE("the next image is written when the last position of this one is computed") {
  const auto between_images = [](int write_ns) {
    const TimedNetwork timed(one_head(), one_head_chip(write_ns), on_arrays());
    const EngineResult result =
        simulate_in_child(timed.network, random_images(timed.graph, 2, Stream(341)));
    CHECK(result.layers[0].wait_write_fs > fs(kReadOperand + kRows * write_ns));
    return result.finish_fs[1] - result.finish_fs[0];
  };
  const double others = kReadOperand + kReadWindow + kPositions + kShift;
  CHECK(between_images(7) == fs(others + kRows * 7));
  CHECK(between_images(50) == fs(others + kRows * 50));
}

TEST_CASE("writes, bus and buffer of one head are counted once an image") {
  const TimedNetwork timed(one_head(), one_head_chip(7), on_arrays());
  const EngineResult result =
      simulate_in_child(timed.network, random_images(timed.graph, 2, Stream(351)));
  const ActionCounts counts = counts_of(result, 0);
  // Unsigned 4-bit operands are 5-bit weights: 4 slices of pairs, 8 cells each; 4 rows, 3 outputs.
  CHECK(counts[Action::cell_write] == 2 * 4 * 3 * 8);
  CHECK(counts[Action::bus_bit] == 2 * (3 * 4 * 4 + 3 * 4 * 4));  // B once, A position by position
  CHECK(counts[Action::buffer_read] == 2 * (1 + 3));
  CHECK(counts[Action::vector_operation] == 2 * 3 * 3);  // the scale of each output
}

/// Two heads of depth 3 on one array, two tokens behind one that is cached.
ActionCounts counts_with_cache(bool over_pixels, const PlacementSpec& placement) {
  ProductShape shape;
  shape.heads = 2;
  shape.depth = 3;
  shape.tokens = 2;
  shape.cached = 1;
  shape.over_pixels = over_pixels;
  TimedChip chip = chip_with(1, 7);
  chip.arrays.columns = 64;
  const TimedNetwork timed(product_graph(shape, Stream(361)), chip, placement);
  return counts_of(simulate_in_child(timed.network, random_images(timed.graph, 1, Stream(362))), 2);
}

TEST_CASE("scores write the columns of their own pixels, and cells between heads, not the cache") {
  const ActionCounts counts = counts_with_cache(false, on_arrays());
  // 2 x 3 rows by 2 x 2 outputs of 3 slices of pairs.
  CHECK(counts[Action::cell_write] == 6 * 4 * 6);
  CHECK(counts[Action::bus_bit] == 2 * 3 * 2 * 4 + 2 * (6 * 4));
}

TEST_CASE("a context writes the rows of its own pixels, not the cache") {
  const ActionCounts counts = counts_with_cache(true, on_arrays());
  // 2 x 2 rows by 2 x 3 outputs of 3 slices of pairs.
  CHECK(counts[Action::cell_write] == 4 * 6 * 6);
  CHECK(counts[Action::bus_bit] == 2 * 3 * 2 * 4 + 2 * (6 * 4));
}

TEST_CASE("on a vector unit each pixel's product reads the cache from the tile's buffer") {
  ProductShape shape;
  shape.heads = 2;
  shape.depth = 3;
  shape.tokens = 2;
  const auto reads = [&](int cached) {
    shape.cached = cached;
    const TimedNetwork timed(product_graph(shape, Stream(363)), chip_with(0, 7));
    return counts_of(simulate_in_child(timed.network, random_images(timed.graph, 1, Stream(364))),
                     2)[Action::buffer_read];
  };
  // Words of 64 bits; a cached pixel has 2 x 3 elements of 4 bits.
  CHECK(reads(16) - reads(0) == 2 * (16 * 2 * 3 * 4 / 64));
}

TEST_CASE("a cache that a tile's buffer cannot hold is refused with its bytes") {
  ProductShape shape;
  shape.heads = 2;
  shape.depth = 3;
  shape.tokens = 2;
  shape.cached = 4000;  // of 2 x 3 elements of 4 bits
  TimedChip chip = chip_with(0, 7);
  chip.buffer_bytes = 4096;
  const TimedNetwork timed(product_graph(shape, Stream(365)), chip);
  CHECK_THROWS_WITH(simulate(timed.network, random_images(timed.graph, 1, Stream(366))),
                    Catch::Contains("and 12000 of cached keys and values"));
}

TEST_CASE("without values products on arrays take the same times and writes") {
  const TimedNetwork timed(attention_graph(6, 2, 4, Stream(371)), chip_with(8, 7), on_arrays());
  const EngineResult computed =
      simulate_in_child(timed.network, random_images(timed.graph, 2, Stream(372)));
  const ProgrammedNetwork counting(timed.graph, timed.chip, timed.placement);
  EngineOptions options;
  options.images = 2;
  const EngineResult counted = simulate_in_child(counting, {}, options);
  CHECK(counted.finish_fs == computed.finish_fs);
  for (const Action action : {Action::cell_write, Action::bus_bit, Action::buffer_read,
                              Action::adc_convert, Action::vector_operation})
    CHECK(total(counted, action) == total(computed, action));
}

}  // namespace mho
