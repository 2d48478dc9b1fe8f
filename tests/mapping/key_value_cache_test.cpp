// What of a product's operand is written for a token, and what a cache holds and moves.
#include "sim/mapping/key_value_cache.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/mapping/small_chip.hpp"
#include "tests/workloads/product_graph.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

constexpr int kProductLayer = 2;

ProductShape shape_with_cache(bool over_pixels) {
  ProductShape shape;
  shape.heads = 3;
  shape.depth = 5;
  shape.tokens = 4;
  shape.cached = 7;
  shape.over_pixels = over_pixels;
  return shape;
}

/// The same, weight by weight.
WrittenPart counted(const QuantizedGraph& graph, const QuantizedLayer& product,
                    const Block& block) {
  const MatrixWeights shape = array_shape(graph, product);
  std::set<int> rows, outputs;
  WrittenPart part;
  for (int o = block.output_begin; o < block.output_end; ++o)
    for (int r = block.row_begin; r < block.row_end; ++r) {
      const int pixel = product.product.over_pixels ? r % shape.rows_per_group
                                                    : o % shape.outputs_per_group();
      if (pixel < product.product.cached) continue;
      rows.insert(r);
      outputs.insert(o);
      part.weights += r / shape.rows_per_group == o / shape.outputs_per_group();
    }
  part.rows = static_cast<int>(rows.size());
  part.outputs = static_cast<int>(outputs.size());
  return part;
}

}  // namespace

TEST_CASE("what a token writes of each block is what its weights, counted one by one, are") {
  const bool over_pixels = GENERATE(false, true);
  const int columns = GENERATE(12, 32, 64);
  const QuantizedGraph graph = product_graph(shape_with_cache(over_pixels), Stream(11));
  SmallChip small;
  small.columns = columns;
  small.attention_tiles = 20;
  PlacementSpec spec;
  spec.assign = {{"attention", {"attention"}}};
  const Placement placement = place(graph, small.chip(), spec, {});
  const QuantizedLayer& product = graph.layers[kProductLayer];
  for (const Block& block : placement.of_layer(kProductLayer)->blocks) {
    CAPTURE(over_pixels, columns, block.row_begin, block.row_end, block.output_begin,
            block.output_end);
    const WrittenPart found = written_part(graph, product, block);
    const WrittenPart expected = counted(graph, product, block);
    CHECK(found.rows == expected.rows);
    CHECK(found.outputs == expected.outputs);
    CHECK(found.weights == expected.weights);
  }
}

TEST_CASE("a cache is held whole, written by token, and read where it is not in cells") {
  const QuantizedGraph graph = product_graph(shape_with_cache(true), Stream(12));
  SmallChip small;
  small.columns = 32;
  small.attention_tiles = 20;
  const std::int64_t pixel = 3 * 5 * 4;  // heads, depth, bits
  const KeyValueCache on_vector_units = key_value_cache(graph, place(graph, small.chip(), {}, {}));
  CHECK(on_vector_units.held == 11 * pixel);
  CHECK(on_vector_units.written == 4 * pixel);
  CHECK(on_vector_units.read == 4 * 7 * pixel);  // once for each pixel of the output
  PlacementSpec spec;
  spec.assign = {{"attention", {"attention"}}};
  const KeyValueCache in_cells = key_value_cache(graph, place(graph, small.chip(), spec, {}));
  CHECK(in_cells.held == 11 * pixel);
  CHECK(in_cells.read == 0);
}

TEST_CASE("a network without cached pixels has no cache") {
  ProductShape shape = shape_with_cache(false);
  shape.cached = 0;
  const QuantizedGraph graph = product_graph(shape, Stream(13));
  CHECK(key_value_cache(graph, place(graph, SmallChip().chip(), {}, {})).held == 0);
}

}  // namespace mho
