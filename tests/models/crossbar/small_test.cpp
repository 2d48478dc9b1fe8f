// Small cells (crossbar/kernel/small.hpp): when an array has them, and that they change speed only.
#include <algorithm>
#include <catch2/catch.hpp>

#include "models/crossbar/kernel/kernel.hpp"
#include "models/crossbar/kernel/small.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// All weights the largest and all inputs all ones: the largest sums that there are.
CrossbarCase full_case(int rows, int cell_bits, int dac_bits) {
  CrossbarCase c;
  c.format = {
      8, 8, false, cell_bits, dac_bits, rows, Encoding::differential, Subtraction::analog, false};
  c.rows = rows;
  c.outputs = 3;
  c.items = 2;
  fill(c, Stream(1));
  std::fill(c.weights.begin(), c.weights.end(), 127);
  std::fill(c.inputs.begin(), c.inputs.end(), 255);
  return c;
}

}  // namespace

TEST_CASE("promise 3: small cells give the bits of the twin and of the 16-bit kernel") {
  int with_small_cells = 0;
  for (std::uint64_t index = 0; index < 300; ++index) {
    const CrossbarCase c = random_case(Stream(81), index);
    ProgrammedArray array = exact_array(c);
    AdcRange range = wide_range(c);  // every third case rounds, every second clips
    range.lsb = index % 3 == 0 ? 65536 * 5 / 3 : 65536;
    const int clip = index % 2 == 0 ? 1 : 3;
    range.code_max = std::max(1, range.code_max / clip);
    range.code_min /= clip;
    MvmActivity naive_activity;
    const auto naive = run(c, array, range, true, &naive_activity);
    for (const bool small : {true, false}) {
      if (!small) array.small = {};
      for (const InstructionSet set : available_instruction_sets()) {
        INFO("case " << index << ": " << c.text() << ", lsb " << range.lsb << ", " << name_of(set)
                     << (small ? "" : " without small cells"));
        with_small_cells += multiplies_small_cells(set, array) ? 1 : 0;
        MvmActivity activity;
        REQUIRE(run_on(set, c, array, range, &activity) == naive);
        REQUIRE(activity == naive_activity);
      }
    }
  }
  if (available_instruction_sets().size() > 1) CHECK(with_small_cells > 100);
}

TEST_CASE("small cells are the conductances, in tiles of four rows") {
  CrossbarCase c;
  c.format = {8, 8, false, 3, 1, 10, Encoding::offset, Subtraction::analog, false};
  c.rows = 17;     // groups of 10 and 7 rows: three and two fours
  c.outputs = 25;  // 75 columns: tiles of 64 and 16
  c.items = 1;
  fill(c, Stream(3));
  const ProgrammedArray array = exact_array(c);
  REQUIRE(array.columns == 75);
  REQUIRE(array.small.cells.size() == 2 * 3 * 80 * 4);
  // Row 1 of group 1 is row 11; column 70 is column 6 of the second tile, slice 2 of output 20.
  const int level = (c.weights[20 * 17 + 11] + 128) >> 6;
  const std::size_t group = 3 * 80 * 4, tile = 2 * 64 * 4;
  CHECK(array.small.cells[group + tile + 6 * 4 + 1] == level);
  CHECK(array.small.cells[group + tile + 6 * 4 + 1] << array.small.shift ==
        level / array.fixed_step);
}

TEST_CASE("cells of seven bits are small, cells of eight bits or with errors are not") {
  CrossbarCase c = full_case(16, 7, 1);
  CHECK(exact_array(c).small.largest == 127);
  c.format.weight_bits = 9;
  c.format.cell_bits = 8;
  c.weights[0] = 255;
  CHECK(exact_array(c).small.cells.empty());
  c = full_case(16, 2, 1);
  TestCell cell = exact_cell(2);
  cell.programming_sigma = 0.01;
  CHECK(program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1)).small.cells.empty());
}

TEST_CASE("16-bit sums of small products are used up to their limit and not beyond") {
  // 2 x 127 x 3 x fours <= 32767 holds up to 43 fours.
  for (const int rows : {172, 173}) {
    const CrossbarCase c = full_case(rows, 7, 2);
    const ProgrammedArray array = exact_array(c);
    CHECK(multiplies_small_cells(InstructionSet::avx2, array) == (rows == 172));
    CHECK(multiplies_small_cells(InstructionSet::avx512vnni, array));
    CHECK_FALSE(multiplies_small_cells(InstructionSet::sse2, array));
    for (const InstructionSet set : available_instruction_sets()) {
      INFO(rows << " rows, " << name_of(set));
      MvmActivity activity;
      CHECK(run_on(set, c, array, wide_range(c), &activity) == integer_product(c));
    }
  }
}
