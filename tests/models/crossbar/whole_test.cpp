// Whole weights (crossbar/kernel/whole.hpp): they are used up to the edge where a conversion could
// round or clip, and change speed only.
#include <algorithm>
#include <catch2/catch.hpp>

#include "models/crossbar/kernel/kernel.hpp"
#include "models/crossbar/kernel/whole.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// Two slices of weights 3 and 0 on 4 rows, inputs all ones: the column sums are 4 x 3 x 3 and 0.
CrossbarCase small_case(Encoding encoding) {
  CrossbarCase c;
  c.format = {5, 4, false, 2, 2, 4, encoding, Subtraction::analog, false};
  c.rows = 4;
  c.outputs = 2;
  c.items = 2;
  fill(c, Stream(1));
  std::fill(c.weights.begin(), c.weights.end(), 3);
  std::fill(c.inputs.begin(), c.inputs.end(), 15);
  return c;
}

}  // namespace

TEST_CASE("promise 3: whole weights give the bits of the twin and of the passes") {
  int collapsed = 0;
  for (std::uint64_t index = 0; index < 300; ++index) {
    const CrossbarCase c = random_case(Stream(82), index);
    ProgrammedArray array = exact_array(c);
    AdcRange range = wide_range(c);
    const int finer = 1 << index % 4;  // codes for each step of a cell
    if (range.code_max < (1 << 24) / finer) {
      range.lsb /= finer;
      range.code_max *= finer;
      range.code_min *= finer;
    }
    const bool exact = converts_exactly(array, range);
    collapsed += exact ? 1 : 0;
    const auto naive = run(c, array, range, true);
    REQUIRE(naive == integer_product(c));
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", lsb " << range.lsb << ", " << name_of(set)
                   << (exact ? "" : ", in passes"));
      REQUIRE(run_on(set, c, array, range) == naive);
      ProgrammedArray passes = array;
      passes.whole = nullptr;
      REQUIRE(run_on(set, c, passes, range) == naive);
    }
  }
  CHECK(collapsed > 25);
}

TEST_CASE("whole weights are used where codes hold all column sums, and not one code below") {
  const CrossbarCase c = small_case(Encoding::differential);
  const ProgrammedArray array = exact_array(c);
  REQUIRE(array.whole != nullptr);
  for (const int codes_per_step : {1, 4}) {
    const int largest = 4 * 3 * 3 * codes_per_step;
    AdcRange range{65536 / codes_per_step, 0, largest};
    CHECK(converts_exactly(array, range));
    CHECK(run(c, array, range, false) == integer_product(c));
    range.code_max = largest - 1;
    CHECK_FALSE(converts_exactly(array, range));
    CHECK(run(c, array, range, false) == run(c, array, range, true));
    CHECK(run(c, array, range, false) != integer_product(c));
  }
}

TEST_CASE("whole weights of negative columns ask for negative codes") {
  CrossbarCase c = small_case(Encoding::differential);
  std::fill(c.weights.begin(), c.weights.end(), -3);
  const ProgrammedArray array = exact_array(c);
  CHECK(converts_exactly(array, AdcRange{65536, -36, 1}));
  CHECK_FALSE(converts_exactly(array, AdcRange{65536, -35, 36}));
}

TEST_CASE("whole weights are not used where the LSB does not divide a cell's step") {
  const ProgrammedArray array = exact_array(small_case(Encoding::differential));
  CHECK(converts_exactly(array, AdcRange{65536 / 2, 0, 1000}));
  CHECK_FALSE(converts_exactly(array, AdcRange{65536 * 2, 0, 1000}));
  CHECK_FALSE(converts_exactly(array, AdcRange{65536 / 2 - 1, 0, 1000}));
}

TEST_CASE("arrays with errors or read noise have no whole weights") {
  const CrossbarCase c = small_case(Encoding::offset);
  CHECK(exact_array(c).whole != nullptr);
  TestCell cell = exact_cell(2);
  cell.programming_sigma = 0.01;
  CHECK(program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1)).whole == nullptr);
  cell = exact_cell(2);
  cell.read_sigma = 0.01;
  CHECK(program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1)).whole == nullptr);
}

TEST_CASE("a programmed array takes at most three times the memory of its conductances") {
  for (const int cell_bits : {1, 2, 7}) {
    CrossbarCase c;
    c.format = {8, 8, false, cell_bits, 1, 128, Encoding::differential, Subtraction::analog, false};
    c.rows = c.outputs = 128;
    c.items = 1;
    fill(c, Stream(1));
    const ProgrammedArray array = exact_array(c);
    const std::size_t conductances = array.conductance.size() * sizeof(array.conductance[0]);
    INFO(cell_bits << "-bit cells: " << array.bytes() << " of " << conductances << " bytes");
    CHECK(array.whole != nullptr);
    CHECK(array.bytes() <= 3 * conductances);
  }
}
