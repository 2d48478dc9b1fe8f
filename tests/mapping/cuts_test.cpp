// Cuts of weight matrices: cases computed by hand, and coverage over random shapes.
#include <catch2/catch.hpp>
#include <map>

#include "sim/base/random.hpp"
#include "sim/mapping/cuts.hpp"

namespace mho {
namespace {

MatrixWeights matrix(int outputs, int groups, int rows_per_group) {
  MatrixWeights weights;
  weights.outputs = outputs;
  weights.groups = groups;
  weights.rows_per_group = rows_per_group;
  weights.bits = 8;
  return weights;
}

Block piece(int row_begin, int row_end, int output_begin, int output_end) {
  Block block;
  block.row_begin = row_begin;
  block.row_end = row_end;
  block.output_begin = output_begin;
  block.output_end = output_end;
  return block;
}

TEST_CASE("a matrix of exactly an array's size is one block") {
  CHECK(cut(matrix(8, 1, 64), 64, 8) == std::vector<Block>{piece(0, 64, 0, 8)});
}

TEST_CASE("one row more than an array has makes a second block of one row") {
  CHECK(cut(matrix(8, 1, 65), 64, 8) ==
        std::vector<Block>{piece(0, 64, 0, 8), piece(64, 65, 0, 8)});
}

TEST_CASE("one output more than an array has makes a second block of one output") {
  CHECK(cut(matrix(9, 1, 64), 64, 8) == std::vector<Block>{piece(0, 64, 0, 8), piece(0, 64, 8, 9)});
}

TEST_CASE("row cuts of the same outputs stand next to each other, remainders last") {
  CHECK(cut(matrix(10, 1, 150), 64, 8) ==
        std::vector<Block>{piece(0, 64, 0, 8), piece(64, 128, 0, 8), piece(128, 150, 0, 8),
                           piece(0, 64, 8, 10), piece(64, 128, 8, 10), piece(128, 150, 8, 10)});
}

TEST_CASE("depthwise groups are packed as many whole ones as fit the rows") {
  // 8 groups of 9 rows: three fit 32 rows.
  CHECK(cut(matrix(8, 8, 9), 32, 10) ==
        std::vector<Block>{piece(0, 27, 0, 3), piece(27, 54, 3, 6), piece(54, 72, 6, 8)});
}

TEST_CASE("groups are packed as many whole ones as fit the outputs") {
  // 4 groups of 4 outputs: two fit 10 outputs, although ten would fit the rows.
  CHECK(cut(matrix(16, 4, 10), 100, 10) ==
        std::vector<Block>{piece(0, 20, 0, 8), piece(20, 40, 8, 16)});
}

TEST_CASE("a group with more rows than an array is tiled on its own") {
  CHECK(cut(matrix(2, 2, 40), 32, 10) == std::vector<Block>{piece(0, 32, 0, 1), piece(32, 40, 0, 1),
                                                            piece(40, 72, 1, 2),
                                                            piece(72, 80, 1, 2)});
}

TEST_CASE("a group with more outputs than an array is tiled on its own") {
  CHECK(cut(matrix(6, 2, 5), 32, 2) == std::vector<Block>{piece(0, 5, 0, 2), piece(0, 5, 2, 3),
                                                          piece(5, 10, 3, 5), piece(5, 10, 5, 6)});
}

TEST_CASE("zeros between groups are not counted as weights") {
  const MatrixWeights depthwise = matrix(8, 8, 9);
  CHECK(weights_in(depthwise, piece(0, 27, 0, 3)) == 27);
  CHECK(weights_in(depthwise, piece(0, 9, 1, 2)) == 0);
  CHECK(weights_in(matrix(10, 1, 150), piece(128, 150, 8, 10)) == 44);
}

TEST_CASE("every weight of any matrix is in exactly one block, and every block fits its array") {
  std::vector<std::int32_t> draws(5);
  for (std::uint64_t n = 0; n < 300; ++n) {
    Stream(11).child(n).integers(0, 24, draws);
    const int groups = 1 + draws[0] % 6;
    const MatrixWeights weights = matrix(groups * (1 + draws[1]), groups, 1 + draws[2]);
    const int rows = 1 + draws[3];
    const int outputs = 1 + draws[4];
    std::map<std::pair<int, int>, int> seen;  // (row, output) -> blocks
    for (const Block& block : cut(weights, rows, outputs)) {
      REQUIRE(block.rows() >= 1);
      REQUIRE(block.rows() <= rows);
      REQUIRE(block.outputs() >= 1);
      REQUIRE(block.outputs() <= outputs);
      for (int r = block.row_begin; r < block.row_end; ++r) {
        for (int o = block.output_begin; o < block.output_end; ++o) ++seen[{r, o}];
      }
    }
    for (int o = 0; o < weights.outputs; ++o) {
      const int first = o / weights.outputs_per_group() * weights.rows_per_group;
      for (int r = first; r < first + weights.rows_per_group; ++r) REQUIRE(seen[{r, o}] == 1);
    }
  }
}

}  // namespace
}  // namespace mho
