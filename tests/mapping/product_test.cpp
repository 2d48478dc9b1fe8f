// Where products of activations go, how they are cut, and what is refused.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/mapping/misfit.hpp"
#include "tests/mapping/small_chip.hpp"
#include "tests/workloads/product_graph.hpp"

namespace mho {
namespace {

constexpr int kProduct = 2;

SmallChip with_attention_tiles() {
  SmallChip small;
  small.columns = 32;
  small.attention_tiles = 4;
  return small;
}

PlacementSpec sent_to(const std::string& tiles, const std::string& layer = "attention") {
  PlacementSpec spec;
  spec.assign = {{tiles, {layer}}};
  return spec;
}

std::string refusal(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec) {
  try {
    place(graph, Chip(chip), spec, {"run.yaml", 7});
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("scores are cut as a grouped matrix: a head is a group of depth rows") {
  ProductShape shape;
  shape.heads = 5;
  shape.depth = 7;
  shape.tokens = 2;
  const QuantizedGraph graph = product_graph(shape, Stream(1));
  // 4-bit signed operands in cells of two levels take 3 slices, 6 columns: 5 outputs an array, 2
  // heads of 7 rows and 2 outputs in its 16 rows.
  const Chip chip = with_attention_tiles().chip();
  const Placement placement = place(graph, chip, sent_to("attention"), {});
  const LayerPlacement& placed = *placement.of_layer(kProduct);
  CHECK(placed.dynamic);
  CHECK(placed.tile_kind == 1);
  CHECK(placed.format.weight_bits == 4);
  CHECK(placed.format.inputs_are_signed);
  REQUIRE(placed.blocks.size() == 3);
  CHECK(placed.blocks[1].row_begin == 14);
  CHECK(placed.blocks[1].row_end == 28);
  CHECK(placed.blocks[1].output_begin == 4);
  CHECK(placed.blocks[1].output_end == 8);
  CHECK(placed.blocks[2].rows() == 7);
  CHECK(placed.blocks[0].array == chip.kind(1).first_array());
}

TEST_CASE(
    "context is cut as a grouped matrix: a head is a group of one row a pixel, cached first") {
  ProductShape shape;
  shape.over_pixels = true;
  shape.heads = 2;
  shape.depth = 6;
  shape.tokens = 11;
  shape.cached = 9;
  shape.b_signed = false;
  const QuantizedGraph graph = product_graph(shape, Stream(2));
  const Placement placement = place(graph, with_attention_tiles().chip(), sent_to("attention"), {});
  const LayerPlacement& placed = *placement.of_layer(kProduct);
  CHECK(placed.format.weight_bits == 5);  // unsigned values take a bit for the sign
  // 20 rows a head on 16, 6 outputs of 8 columns on 32: 2 x 2 cuts.
  REQUIRE(placed.blocks.size() == 8);
  CHECK(placed.blocks[1].row_begin == 16);
  CHECK(placed.blocks[1].row_end == 20);
  CHECK(placed.blocks[4].row_begin == 20);
  CHECK(placed.blocks[7].output_end == 12);
}

TEST_CASE("a product goes to arrays by its name, to a vector unit where tiles have no macros") {
  const QuantizedGraph graph = product_graph({}, Stream(3));
  ChipSpec chip = with_attention_tiles().spec();
  CHECK(place(graph, Chip(chip), {}, {}).of_layer(kProduct) == nullptr);
  CHECK(place(graph, Chip(chip), sent_to("attention", "layer2"), {}).of_layer(kProduct)->dynamic);
  CHECK(place(graph, Chip(chip), sent_to("tile"), {}).of_layer(kProduct)->tile_kind == 0);
  chip.other_tiles[0].tile.macros = 0;
  const Placement placement = place(graph, Chip(chip), sent_to("attention"), {});
  CHECK(placement.of_layer(kProduct) == nullptr);
  CHECK(placement.vector_kind == std::map<int, int>{{kProduct, 1}});
}

TEST_CASE("arrays of products are counted and get no copies to balance") {
  const QuantizedGraph graph = product_graph({}, Stream(4));
  const Chip chip = with_attention_tiles().chip();
  PlacementSpec spec = sent_to("tile");
  const std::vector<LayerDemand> demands = demand(graph, chip, spec);
  REQUIRE(demands.size() == 3);
  CHECK(demands[2].layer == kProduct);
  spec.balance = true;
  const Placement balanced = place(graph, chip, spec, {});
  CHECK(balanced.of_layer(kProduct)->replicas == 1);
  CHECK(balanced.of_layer(kProduct)->blocks.size() == static_cast<std::size_t>(demands[2].arrays));
}

TEST_CASE("products that are not there are refused with the names that are") {
  const ChipSpec chip = with_attention_tiles().spec();
  const std::string none =
      refusal(chain_graph(4, 4, Stream(5)), chip, sent_to("attention", "attention"));
  CHECK_THAT(none, Catch::Contains("'attention': the network has no matrix layer of this name"));
  const QuantizedGraph graph = product_graph({}, Stream(6));
  const std::string unknown = refusal(graph, chip, sent_to("attention", "atention"));
  CHECK_THAT(unknown,
             Catch::StartsWith("run.yaml:7: placement.assign: 'atention': the network has no "
                               "matrix or product layer of this name, did you mean "
                               "'attention'?"));
  const std::string kind = refusal(graph, chip, sent_to("atention"));
  CHECK_THAT(kind, Catch::Contains("did you mean 'attention'"));
}

TEST_CASE("operands that the macros' encoding cannot hold are refused with what can") {
  ProductShape wide;
  wide.b_bits = 16;
  wide.b_signed = false;
  const std::string bits =
      refusal(product_graph(wide, Stream(7)), with_attention_tiles().spec(), sent_to("attention"));
  CHECK_THAT(bits, Catch::Contains("layer2: operand 'layer1.out' in the place of weights (16 bits, "
                                   "unsigned, and one for a sign): weight bits 17; allowed: 1 to "
                                   "16"));
  SmallChip small = with_attention_tiles();
  ChipSpec binary = small.spec();
  binary.other_tiles[0].tile.macro.analog()->encoding = Encoding::xnor;
  const std::string xnor = refusal(product_graph({}, Stream(8)), binary, sent_to("attention"));
  CHECK_THAT(xnor, Catch::Contains("encoding xnor holds -1 and 1"));
  CHECK_THAT(xnor, Catch::Contains("allowed: differential, offset, twos_complement"));
}

TEST_CASE("a network whose products do not fit their tiles is refused") {
  ProductShape shape;
  shape.heads = 40;
  shape.depth = 16;
  SmallChip small = with_attention_tiles();
  small.tiles = 4096;
  CHECK_THAT(refusal(product_graph(shape, Stream(9)), small.spec(), sent_to("attention")),
             Catch::Contains("layers sent to tiles of kind 'attention' need 40 arrays, these have "
                             "16: layer2 40; would fit: `count: 10`"));
}

}  // namespace mho
