// What bits by layer, pruning and vector units do to arrays: counted exactly on layers made by
// hand; and names that are wrong.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/mapping/placement.hpp"
#include "tests/mapping/small_chain.hpp"
#include "tests/mapping/small_chip.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {
namespace {

Placement placed(const QuantizedGraph& graph, const PlacementSpec& spec = {}) {
  return place(graph, SmallChip{}.chip(), spec, kWhere);
}

std::string refusal(const PlacementSpec& spec, const SmallChip& small = {}) {
  try {
    place(small_chain(), small.chip(), spec, kWhere);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

PlacementSpec on_vector_units(const std::vector<std::string>& layers) { return {{}, layers}; }

/// The layer with its first `rows` rows and `outputs` outputs left.
void keep(MatrixWeights& weights, int rows, int outputs) {
  weights.rows_per_group = rows;
  weights.outputs = outputs;
  for (int r = 0; r < rows; ++r) weights.kept_rows.push_back(r);
  for (int o = 0; o < outputs; ++o) weights.kept_outputs.push_back(o);
  weights.values.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(outputs));
  weights.scale.resize(static_cast<std::size_t>(outputs));
}

}  // namespace

TEST_CASE("pruned rows and columns free arrays, one at a time") {
  QuantizedGraph graph = small_chain();
  CHECK(placed(graph).layers[1].blocks.size() == 6);  // (16 + 16 + 16) rows x (4 + 1) outputs
  QuantizedGraph rows = graph;
  keep(rows.layers[2].weights, 33, 5);
  CHECK(placed(rows).layers[1].blocks.size() == 6);
  rows = graph;
  keep(rows.layers[2].weights, 32, 5);
  CHECK(placed(rows).layers[1].blocks.size() == 4);
  CHECK(programming_work(placed(rows)).cells == 4 * (18 * 4 + 32 * 5));
  QuantizedGraph columns = graph;
  keep(columns.layers[2].weights, 48, 4);
  CHECK(placed(columns).layers[1].blocks.size() == 3);
  QuantizedGraph both = graph;
  keep(both.layers[2].weights, 32, 4);
  CHECK(placed(both).layers[1].blocks.size() == 2);
  CHECK(placed(both).arrays == 4);
}

TEST_CASE("each layer is cut for its own weight bits") {
  QuantizedGraph graph = small_chain();
  graph.layers[2].weights.bits = 2;  // one slice, in pairs: 8 outputs an array
  const Placement placement = placed(graph);
  CHECK(placement.layers[0].format.weight_bits == 3);
  CHECK(placement.layers[0].blocks.size() == 2);
  CHECK(placement.layers[1].format.weight_bits == 2);
  CHECK(placement.layers[1].blocks.size() == 3);
}

TEST_CASE("a layer on a vector unit takes no arrays, by name or as the first or last") {
  for (const char* name : {"layer2", "last"}) {
    const Placement placement = placed(small_chain(), on_vector_units({name}));
    CHECK(placement.vector_unit == std::vector<int>{2});
    CHECK(placement.on_vector_unit(2));
    CHECK(!placement.on_vector_unit(0));
    CHECK(placement.of_layer(2) == nullptr);
    REQUIRE(placement.layers.size() == 1);
    CHECK(placement.arrays == 2);
  }
  for (const char* name : {"layer0", "first"}) {
    const Placement placement = placed(small_chain(), on_vector_units({name}));
    CHECK(placement.vector_unit == std::vector<int>{0});
    CHECK(placement.arrays == 6);
    CHECK(placement.layers[0].blocks[0].array == 0);
  }
  const Placement none = placed(small_chain(), on_vector_units({"first", "last", "layer0"}));
  CHECK(none.vector_unit == std::vector<int>{0, 2});
  CHECK(none.arrays == 0);
  CHECK(none.cell_utilization == 0);
  CHECK(arrays_needed(small_chain(), SmallChip{}.spec(), on_vector_units({"first", "last"})) == 0);
}

TEST_CASE("a layer that is called first is meant before the network's first") {
  QuantizedGraph graph = small_chain();
  graph.layers[2].name = "first";
  CHECK(placed(graph, on_vector_units({"first"})).vector_unit == std::vector<int>{2});
}

TEST_CASE("a layer that fits no array can be on a vector unit") {
  SmallChip narrow;
  narrow.columns = 3;
  CHECK_THAT(refusal(on_vector_units({"first"}), narrow), Catch::Contains("layer2: one output"));
  CHECK(refusal(on_vector_units({"first", "last"}), narrow).empty());
}

TEST_CASE(
    "a layer for vector units that the network does not have is refused with the nearest name") {
  CHECK(refusal(on_vector_units({"layr0", "layer0"})) ==
        "run.yaml:7: placement.vector_unit: 'layr0': the network has no matrix layer of this name, "
        "did "
        "you mean 'layer0'?; it has: layer0, layer2, first, last");
}

TEST_CASE("copies of a layer on a vector unit are refused, of another one not") {
  PlacementSpec spec = on_vector_units({"last"});
  spec.replication["layer2"] = 1;
  CHECK(refusal(spec) ==
        "run.yaml:7: placement.replication.layer2: the vector unit computes the layer, which has "
        "no arrays to copy; "
        "allowed: one of placement.replication and placement.vector_unit");
  spec.replication = {{"layer0", 2}};
  CHECK(refusal(spec).empty());
}

TEST_CASE("the refusal of a network that does not fit leaves layers on vector units") {
  SmallChip small;
  small.macros = 1;
  small.tiles = 6;
  PlacementSpec spec = on_vector_units({"first"});
  CHECK(refusal(spec, small).empty());
  small.tiles = 5;
  const std::string message = refusal(spec, small);
  CHECK_THAT(message, Catch::Contains("network needs 6 arrays, chip has 5") &&
                          Catch::Contains(": layer2 6; would fit:"));
}

}  // namespace mho
