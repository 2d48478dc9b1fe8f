// Placement of whole networks: array numbers, copies, utilization, refusals and what they suggest.
#include "sim/mapping/placement.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "sim/base/error.hpp"
#include "tests/mapping/small_chain.hpp"
#include "tests/mapping/small_chip.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {
namespace {

/// On 16 x 16 cells, 3-bit weights on 1-bit differential cells take 4 columns: 4 outputs an array.
SmallChip sixteen() { return SmallChip{}; }

std::string refusal(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec) {
  try {
    place(graph, chip, spec, kWhere);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("arrays are given out one after another in graph order") {
  const Placement placement = place(small_chain(), sixteen().chip(), {}, kWhere);
  REQUIRE(placement.layers.size() == 2);
  CHECK(placement.layers[0].layer == 0);
  CHECK(placement.layers[0].blocks.size() == 2);  // 16 + 2 rows
  CHECK(placement.layers[1].layer == 2);
  CHECK(placement.layers[1].blocks.size() == 6);  // 3 x 16 rows, 4 + 1 outputs
  CHECK(placement.arrays == 8);
  int next = 0;
  for (const LayerPlacement& layer : placement.layers) {
    for (const Block& block : layer.blocks) CHECK(block.array == next++);
  }
}

TEST_CASE("a placement is found by the graph's layer index, and only for matrix layers") {
  const Placement placement = place(small_chain(), sixteen().chip(), {}, kWhere);
  CHECK(placement.of_layer(0) == &placement.layers[0]);
  CHECK(placement.of_layer(1) == nullptr);
  CHECK(placement.of_layer(2) == &placement.layers[1]);
}

TEST_CASE("cells that hold a weight slice are counted against all cells of used arrays") {
  // Weights 18 x 4 + 48 x 5 = 312, of 4 columns each, on 8 arrays of 256 cells.
  const Placement placement = place(small_chain(), sixteen().chip(), {}, kWhere);
  CHECK(placement.cell_utilization == 312.0 * 4 / (8 * 256));
}

TEST_CASE("zeros between depthwise groups do not count as utilization") {
  ConvShape shape;
  shape.channels = shape.outputs = shape.groups = 4;
  shape.kernel_h = shape.kernel_w = 2;
  shape.weight_bits = 3;
  const QuantizedGraph graph = conv_graph(shape, Stream(1));
  const Placement placement = place(graph, sixteen().chip(), {}, kWhere);
  REQUIRE(placement.arrays == 1);  // 4 groups of 4 rows and 1 output: 16 rows, 4 outputs
  CHECK(placement.cell_utilization == 16.0 * 4 / 256);
}

TEST_CASE("copies repeat the same cuts on arrays of their own") {
  PlacementSpec spec;
  spec.replication["layer0"] = 3;
  const Placement placement = place(small_chain(), sixteen().chip(), spec, kWhere);
  const LayerPlacement& layer = placement.layers[0];
  CHECK(layer.replicas == 3);
  CHECK(layer.blocks_per_replica() == 2);
  CHECK(placement.arrays == 12);
  for (int b = 0; b < static_cast<int>(layer.blocks.size()); ++b) {
    Block expected = layer.blocks[b % 2];
    expected.replica = b / 2;
    expected.array = b;
    CHECK(layer.blocks[b] == expected);
  }
}

TEST_CASE("positions are dealt to copies round robin") {
  LayerPlacement layer;
  layer.replicas = 3;
  CHECK(layer.replica_of(0) == 0);
  CHECK(layer.replica_of(2) == 2);
  CHECK(layer.replica_of(3) == 0);
}

TEST_CASE("arrays_needed is the number of arrays that place uses") {
  PlacementSpec spec;
  CHECK(arrays_needed(small_chain(), sixteen().spec(), spec) == 8);
  spec.replication["layer0"] = 3;
  CHECK(arrays_needed(small_chain(), sixteen().spec(), spec) == 12);
}

TEST_CASE("arrays_needed refuses what no number of tiles holds") {
  SmallChip one = sixteen();
  ChipSpec spec = one.spec();
  spec.tiles = 0;
  spec.tile.macros = 1;
  spec.tile.macro.rows = spec.tile.macro.active_rows = 1;
  // 65536 rows on arrays of one row, 4 outputs each.
  const auto wide = [](int rows, int outputs) {
    return fully_connected_graph(rows, outputs, 3, 4, Stream(1));
  };
  CHECK(arrays_needed(wide(65536, 4), spec, {}) == 65536);
  CHECK_THROWS_WITH(arrays_needed(wide(65536, 5), spec, {}),
                    Catch::Contains("chip.tiles: the network needs 131072 arrays; allowed: up to "
                                    "65536"));
}

TEST_CASE("a network that fits exactly is placed, with one array less it is refused") {
  SmallChip small = sixteen();
  small.macros = 1;
  small.tiles = 8;
  CHECK(place(small_chain(), small.chip(), {}, kWhere).arrays == 8);
  small.tiles = 7;
  CHECK_THROWS_AS(place(small_chain(), small.chip(), {}, kWhere), InputError);
}

TEST_CASE("the refusal says what is needed, what each layer takes, and what would fit") {
  SmallChip small = sixteen();
  small.macros = 2;
  small.tiles = 4;
  PlacementSpec spec;
  spec.replication["layer0"] = 2;
  CHECK(
      refusal(small_chain(), small.chip(), spec) ==
      "run.yaml:7: chip.tiles: network needs 10 arrays, chip has 8 (4 tiles x 2 macros): layer0 4 "
      "(2 copies), layer2 6; would fit: replication 1 (needs 8 arrays), arrays of 32 x 32 cells "
      "(needs 4), `tiles: 5`, or `tiles: 0` (as many as the network needs)");
}

TEST_CASE("the refusal suggests replication 1 only where that suffices") {
  SmallChip small = sixteen();
  small.macros = 1;
  small.tiles = 7;
  PlacementSpec spec;
  spec.replication["layer0"] = 2;
  CHECK_THAT(refusal(small_chain(), small.chip(), spec), !Catch::Contains("replication 1"));
  CHECK_THAT(refusal(small_chain(), small.chip(), {}), !Catch::Contains("replication 1"));
}

TEST_CASE("what the refusal suggests really fits") {
  SmallChip small = sixteen();
  small.macros = 3;
  small.tiles = 1;
  // layer0 1 + layer2 2 x 1 on 32 x 32 cells (8 outputs): 3 arrays.
  CHECK_THAT(refusal(small_chain(), small.chip(), {}), Catch::Contains("arrays of 32 x 32 cells"));
  CHECK_THAT(refusal(small_chain(), small.chip(), {}), Catch::Contains("`tiles: 3`"));
  SmallChip more = small;
  more.tiles = 3;
  CHECK(refusal(small_chain(), more.chip(), {}).empty());
  SmallChip larger = small;
  larger.rows = larger.columns = 32;
  CHECK(refusal(small_chain(), larger.chip(), {}).empty());
}

TEST_CASE("copies of an unknown layer are refused with the nearest name") {
  PlacementSpec spec;
  spec.replication["layer3"] = 2;
  const std::string message = refusal(small_chain(), sixteen().chip(), spec);
  CHECK_THAT(message, Catch::StartsWith("run.yaml:7: placement.replication.layer3: "));
  CHECK_THAT(message, Catch::Contains("did you mean 'layer"));
  CHECK_THAT(message, Catch::Contains("it has: layer0, layer2"));
}

TEST_CASE("copies of a layer that is no matrix are refused") {
  PlacementSpec spec;
  spec.replication["layer1"] = 2;
  CHECK_THAT(refusal(small_chain(), sixteen().chip(), spec), Catch::Contains("replication.layer1"));
}

TEST_CASE("as many copies as output positions are placed, one more is refused") {
  PlacementSpec spec;
  spec.replication["layer0"] = 48;
  CHECK(refusal(small_chain(), sixteen().chip(), spec).empty());
  spec.replication["layer0"] = 49;
  CHECK_THAT(refusal(small_chain(), sixteen().chip(), spec),
             Catch::Contains("49 copies; allowed: 1 to 48"));
}

TEST_CASE("all wrong copies are reported together") {
  PlacementSpec spec;
  spec.replication = {{"layer2", 2}, {"nothing", 2}, {"layer0", 0}};
  try {
    place(small_chain(), sixteen().chip(), spec, kWhere);
    FAIL("placed");
  } catch (const InputError& error) {
    CHECK(error.problems().size() == 3);
  }
}

TEST_CASE("an array too narrow for one output is refused with the columns needed") {
  SmallChip small = sixteen();
  small.columns = 4;
  CHECK(refusal(small_chain(), small.chip(), {}).empty());
  small.columns = 3;
  const std::string message = refusal(small_chain(), small.chip(), {});
  CHECK_THAT(message, Catch::Contains("takes 4 columns of cells, an array has 3"));
}

TEST_CASE("block_weights is the block's part of the matrix, with zeros between groups") {
  ConvShape shape;
  shape.channels = shape.outputs = 6;
  shape.groups = 3;
  shape.kernel_h = shape.kernel_w = 1;
  const QuantizedGraph graph = conv_graph(shape, Stream(3));
  const QuantizedLayer& layer = graph.layers[0];
  Block block;  // groups 1 and 2
  block.row_begin = 2;
  block.row_end = 6;
  block.output_begin = 2;
  block.output_end = 6;
  const auto w = [&](int o, int r) { return layer.weights.values[o * 2 + r]; };
  CHECK(block_weights(layer.weights, block) ==
        std::vector<std::int32_t>{w(2, 0), w(2, 1), 0, 0, w(3, 0), w(3, 1), 0, 0,  //
                                  0, 0, w(4, 0), w(4, 1), 0, 0, w(5, 0), w(5, 1)});
}

TEST_CASE("programming writes every cell of every block once, rows in turn, arrays in parallel") {
  const QuantizedGraph graph = fully_connected_graph(24, 3, 4, 4, Stream(5));
  SmallChip chip = sixteen();
  chip.columns = 32;
  // 3-bit magnitudes in 1-bit cells, in pairs: 6 cells a weight; blocks of 16 and of 8 rows.
  CHECK(programming_work(place(graph, chip.chip(), {}, kWhere)) == ProgrammingWork{24 * 3 * 6, 16});
  PlacementSpec spec;
  spec.replication["layer0"] = 2;
  ConvShape shape;
  shape.channels = shape.outputs = 6;
  shape.groups = 3;
  shape.kernel_h = shape.kernel_w = 1;
  shape.weight_bits = 2;
  // Both copies; three groups of 2 x 2 weights share a block of 6 x 6, with a pair of cells each.
  CHECK(programming_work(place(conv_graph(shape, Stream(5)), sixteen().chip(), spec, kWhere)) ==
        ProgrammingWork{2 * 6 * 6 * 2, 6});
}

TEST_CASE("the blocks of each copy hold every weight exactly once") {
  ConvShape shape;
  shape.channels = 10;
  shape.outputs = 20;
  shape.groups = 5;
  shape.weight_bits = 4;
  const QuantizedGraph graph = conv_graph(shape, Stream(4));
  const QuantizedLayer& layer = graph.layers[0];
  PlacementSpec spec;
  spec.replication["layer0"] = 2;
  const Placement placement = place(graph, sixteen().chip(), spec, kWhere);
  std::int64_t expected = 0;
  for (const std::int32_t weight : layer.weights.values) expected += weight;
  std::map<int, std::int64_t> sum;
  for (const Block& block : placement.layers[0].blocks) {
    for (const std::int32_t weight : block_weights(layer.weights, block))
      sum[block.replica] += weight;
  }
  CHECK(sum == std::map<int, std::int64_t>{{0, expected}, {1, expected}});
}

}  // namespace
}  // namespace mho
