// Tiles of several kinds on one chip with time: promise 2, and what is counted on which.
#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"
#include "tests/mapping/kinds_of_tiles.hpp"
#include "tests/workloads/quantize/quantized_transformer.hpp"

namespace mho {
namespace {

/// A network on a timed chip of all kinds of tiles, whose analog arrays are noisy.
struct NetworkOnKinds {
  QuantizedGraph graph;
  Chip chip;
  Placement placement;
  ProgrammedNetwork network;

  NetworkOnKinds(QuantizedGraph g, const PlacementSpec& spec)
      : graph(std::move(g)),
        chip(with_kinds_of_tiles(noisy_chip().spec())),
        placement(place(graph, chip, spec, {})),
        network(graph, chip, placement, adc_ranges(graph, chip, placement, {}, 1), {7, 2}, 1) {}
  NetworkOnKinds(const NetworkOnKinds&) = delete;

  static TimedChip noisy_chip() {
    TimedChip chip;
    chip.arrays.cell.bits = 2;
    chip.arrays.cell.programming_sigma_steps = 0.1;
    chip.arrays.cell.read_sigma_steps = 0.2;
    chip.arrays.adc.resolution = 7;
    return chip;
  }
};

EngineResult check_equal(const NetworkOnKinds& timed, const Stream& stream) {
  const std::vector<IntTensor> images = random_images(timed.graph, 3, stream);
  EngineResult result = simulate_in_child(timed.network, images);
  REQUIRE(result.outputs.size() == images.size());
  const auto output = static_cast<std::size_t>(timed.graph.output);
  for (std::uint32_t i = 0; i < images.size(); ++i)
    CHECK(result.outputs[i] == run_analog(timed.network, images[i], i)[output]);
  CHECK(result.packets_sent == result.packets_received);
  return result;
}

/// The sum of an action over the tiles of one kind.
std::int64_t total_on(const EngineResult& result, const Chip& chip, int kind, Action action) {
  std::int64_t sum = 0;
  for (const CountedActions& counted : result.actions)
    if (counted.tile >= 0 && chip.kind_of_tile(counted.tile).index() == kind)
      sum += counted.counts[action];
  return sum;
}

PlacementSpec on(std::vector<LayersOnTilesSpec> lists) {
  PlacementSpec spec;
  spec.assign = std::move(lists);
  return spec;
}

}  // namespace

TEST_CASE("promise 2: layers on four kinds of tiles give the same bits with and without time") {
  const Stream stream(601);
  const NetworkOnKinds timed(
      residual_graph(4, 4, stream),
      on({{"digital", {"layer0"}}, {"wide", {"layer1"}}, {"vector", {"last"}}}));
  const EngineResult result = check_equal(timed, stream.child(9));
  const auto on_kind = [&](int kind, Action action) {
    return total_on(result, timed.chip, kind, action);
  };
  CHECK(on_kind(kDigitalTiles, Action::digital_multiply) > 0);
  CHECK(on_kind(kDigitalTiles, Action::adc_convert) == 0);
  CHECK(on_kind(kWideTiles, Action::adc_convert) > 0);
  CHECK(on_kind(kWideTiles, Action::digital_multiply) == 0);
  CHECK(on_kind(kMainTiles, Action::adc_convert) == 0);
  // 4 classes of 4 inputs: a MAC each, a scale and a bias, for each of 3 images.
  CHECK(on_kind(kVectorTiles, Action::vector_operation) == 3 * (4 * 4 + 4 * 2));
  CHECK(on_kind(kVectorTiles, Action::bus_bit) == 0);
}

TEST_CASE("promise 2: copies beside another kind of tiles give the same bits with time") {
  const Stream stream(602);
  PlacementSpec spec = on({{"digital", {"layer1"}}});
  spec.replication = {{"layer0", 3}, {"layer1", 2}};
  check_equal(NetworkOnKinds(residual_graph(4, 4, stream), spec), stream.child(9));
}

TEST_CASE("promise 2: a layer on the vector unit of another kind gives the same bits") {
  const Stream stream(605);
  PlacementSpec spec = on({{"wide", {"layer1"}}});
  spec.vector_unit = {"layer1"};
  const NetworkOnKinds timed(residual_graph(4, 4, stream), spec);
  const EngineResult result = check_equal(timed, stream.child(9));
  CHECK(total_on(result, timed.chip, kWideTiles, Action::vector_operation) > 0);
  CHECK(total_on(result, timed.chip, kWideTiles, Action::adc_convert) == 0);
}

TEST_CASE("promise 2: attention on tiles of a vector unit alone gives the same bits with time") {
  const Stream stream(603);
  const NetworkOnKinds timed(transformer_block({}, 4, 5), on({{"vector", {"attention"}}}));
  const EngineResult result = check_equal(timed, stream);
  std::int64_t products = 0;
  for (const QuantizedLayer& layer : timed.graph.layers)
    if (layer.kind == LayerKind::product)
      products += timed.graph.tensors[static_cast<std::size_t>(layer.output)].pixels() *
                  vector_operations_per_pixel(timed.graph, layer);
  CHECK(total_on(result, timed.chip, kVectorTiles, Action::vector_operation) >= 3 * products);
}

TEST_CASE("promise 2: a whole transformer block on digital tiles is exact, with and without time") {
  const Stream stream(604);
  const QuantizedGraph graph = transformer_block({}, 4, 5);
  std::vector<std::string> layers;
  for (const QuantizedLayer& layer : graph.layers)
    if (has_weights(layer.kind)) layers.push_back(layer.name);
  const NetworkOnKinds timed(graph, on({{"digital", layers}}));
  check_equal(timed, stream);
  const IntTensor image = random_image(graph, stream);
  CHECK(run_analog(timed.network, image, 0) == run_integer(graph, image));
}

}  // namespace mho
