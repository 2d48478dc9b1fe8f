// Tiles of several kinds on one chip: which layers go where, what is refused, and what they cost.
#include <catch2/catch.hpp>

#include "sim/mapping/placement.hpp"
#include "tests/mapping/kinds_of_tiles.hpp"
#include "tests/workloads/quantize/quantized_transformer.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {
namespace {

constexpr int kStem = 0, kBranch = 1, kClasses = 4;  // layers of residual_graph

ChipSpec chip_spec() {
  SmallChip small;
  small.cell.bits = 2;
  return with_kinds_of_tiles(small.spec());
}

PlacementSpec on(std::vector<LayersOnTilesSpec> lists) {
  PlacementSpec spec;
  spec.assign = std::move(lists);
  return spec;
}

Placement placed(const PlacementSpec& spec) {
  return place(residual_graph(4, 4, Stream(501)), Chip(chip_spec()), spec, {});
}

/// Every block on arrays of the layer's kind, and no larger than those.
void check_on_kind(const Placement& placement, const Chip& chip, int layer, int kind) {
  const LayerPlacement& placed = *placement.of_layer(layer);
  INFO("layer " << layer);
  CHECK(placed.tile_kind == kind);
  for (const Block& block : placed.blocks) {
    CHECK(chip.kind_of_tile(chip.tile_of_array(block.array)).index() == kind);
    CHECK(block.rows() <= chip.kind(kind).macro().rows);
    CHECK(placed.format.cell_columns(block.outputs()) <= chip.kind(kind).macro().columns);
  }
}

std::string refusal_of(const PlacementSpec& spec) {
  try {
    placed(spec);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST_CASE("layers go to the kind of tiles that names them, the others to the main one") {
  const Chip chip(chip_spec());
  const Placement placement = placed(on({{"digital", {"layer1"}}, {"wide", {"last"}}}));
  check_on_kind(placement, chip, kStem, kMainTiles);
  check_on_kind(placement, chip, kBranch, kDigitalTiles);
  check_on_kind(placement, chip, kClasses, kWideTiles);
  CHECK(placement.vector_kind.empty());
  CHECK(placement.vector_unit.empty());
}

TEST_CASE("no two layers share an array, whatever their kinds of tiles") {
  const Placement placement = placed(on({{"wide", {"layer1", "layer4"}}}));
  std::vector<int> arrays;
  for (const LayerPlacement& layer : placement.layers)
    for (const Block& block : layer.blocks) arrays.push_back(block.array);
  std::sort(arrays.begin(), arrays.end());
  CHECK(std::adjacent_find(arrays.begin(), arrays.end()) == arrays.end());
  CHECK(placement.arrays == static_cast<int>(arrays.size()));
}

TEST_CASE("a layer with weights on tiles without macros is on a vector unit there") {
  const Placement placement = placed(on({{"vector", {"first"}}}));
  CHECK(placement.vector_unit == std::vector<int>{kStem});
  CHECK(placement.of_layer(kStem) == nullptr);
  CHECK(placement.vector_kind == std::map<int, int>{{kStem, kVectorTiles}});
}

TEST_CASE("a layer that vector_unit names goes to the vector unit of its kind of tiles") {
  PlacementSpec spec = on({{"wide", {"layer1"}}});
  spec.vector_unit = {"layer1"};
  const Placement placement = placed(spec);
  CHECK(placement.of_layer(kBranch) == nullptr);
  CHECK(placement.vector_kind == std::map<int, int>{{kBranch, kWideTiles}});
}

TEST_CASE("'attention' means all products of activations of a transformer block") {
  const QuantizedGraph graph = transformer_block({}, 4, 4);
  const Placement placement = place(graph, Chip(chip_spec()), on({{"vector", {"attention"}}}), {});
  std::map<int, int> products;
  for (int layer = 0; layer < std::ssize(graph.layers); ++layer)
    if (graph.layers[static_cast<std::size_t>(layer)].kind == LayerKind::product)
      products[layer] = kVectorTiles;
  CHECK(products.size() == 2);
  CHECK(placement.vector_kind == products);
}

TEST_CASE("balance fills arrays of the main kind alone") {
  PlacementSpec spec = on({{"wide", {"layer1"}}});
  spec.balance = true;
  const Placement placement = placed(spec);
  CHECK(placement.of_layer(kStem)->replicas > 1);
  CHECK(placement.of_layer(kBranch)->replicas == 1);
}

TEST_CASE("a kind of tiles that the chip lacks is refused with the nearest name and all allowed") {
  const std::string text = refusal_of(on({{"digitol", {"layer1"}}}));
  CHECK_THAT(text, Catch::Contains("placement.assign"));
  CHECK_THAT(text, Catch::Contains("no tiles of kind 'digitol', did you mean 'digital'?"));
  CHECK_THAT(text, Catch::Contains("allowed: tile, digital, wide, vector"));
}

TEST_CASE("a layer that the network lacks is refused with the nearest name") {
  const std::string text = refusal_of(on({{"wide", {"layr1"}}}));
  CHECK_THAT(text, Catch::Contains("placement.assign"));
  CHECK_THAT(text, Catch::Contains("did you mean 'layer1'?"));
}

TEST_CASE("a layer on two lists of tiles is refused") {
  const std::string text = refusal_of(on({{"wide", {"layer0"}}, {"digital", {"first"}}}));
  CHECK_THAT(text, Catch::Contains("'layer0' is on 2 lists"));
}

TEST_CASE("copies of a layer on tiles without macros are refused") {
  PlacementSpec spec = on({{"vector", {"layer0"}}});
  spec.replication = {{"layer0", 2}};
  CHECK_THAT(refusal_of(spec), Catch::Contains("has no arrays to copy"));
}

TEST_CASE("layers that need more tiles of their kind than there are are refused") {
  ChipSpec few = chip_spec();
  few.other_tiles[kWideTiles - 1].count = 1;
  few.other_tiles[kWideTiles - 1].tile.macros = 1;
  const QuantizedGraph graph = residual_graph(4, 4, Stream(501));
  const PlacementSpec both = on({{"wide", {"layer0", "layer1"}}});
  CHECK_THROWS_AS(place(graph, Chip(few), both, {}), InputError);
  few.other_tiles[kWideTiles - 1].count = 2;
  CHECK_NOTHROW(place(graph, Chip(few), both, {}));
}

TEST_CASE("the same action has the price of its kind of tiles") {
  ChipSpec spec = chip_spec();
  const Energy main = from_si<Energy>(1e-12), wide = from_si<Energy>(3e-12);
  spec.tile.macro.analog()->dac.cost.energy = main;
  spec.other_tiles[kWideTiles - 1].tile.macro.analog()->dac.cost.energy = wide;
  const Chip chip(spec);
  CHECK(chip.kind(kMainTiles).price(Action::dac_drive).energy == main);
  CHECK(chip.kind(kWideTiles).price(Action::dac_drive).energy == wide);
}

TEST_CASE("one more tile of a kind adds the area and leakage of that kind's tile") {
  ChipSpec spec = chip_spec();
  for (int kind = kMainTiles; kind <= kVectorTiles; ++kind) {
    TileSpec& tile = kind == kMainTiles ? spec.tile : spec.other_tiles[kind - 1].tile;
    tile.input_buffer.area = from_si<Area>((1 + kind) * 1e-9);
    tile.input_buffer.leakage = from_si<Power>((1 + kind) * 1e-6);
    tile.macro.input_register.area = from_si<Area>((1 + kind) * 1e-10);
  }
  const Chip chip(spec);
  for (int kind = kDigitalTiles; kind <= kVectorTiles; ++kind) {
    ChipSpec larger = spec;
    ++larger.other_tiles[kind - 1].count;
    const Chip more(larger);
    const int macros = chip.kind(kind).macros();
    CHECK(chip.kind(kind).area().value() == Approx((1 + kind) * (1e-9 + macros * 1e-10)));
    CHECK((more.area() - chip.area()).value() == Approx(chip.kind(kind).area().value()));
    CHECK((more.leakage() - chip.leakage()).value() == Approx(chip.kind(kind).leakage().value()));
  }
}

}  // namespace
}  // namespace mho
