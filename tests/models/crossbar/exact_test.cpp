// Promise 1 at the level of one array: exact cells and a wide converter give the integer product.
#include <catch2/catch.hpp>

#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

TEST_CASE("promise 1: exact cells and a wide converter give the integer product in every format") {
  for (std::uint64_t index = 0; index < 400; ++index) {
    const CrossbarCase c = random_case(Stream(20240601), index);
    INFO("case " << index << ": " << c.text());
    const auto array = program_array(c.format, exact_cell(c.format.cell_bits), c.rows, c.outputs,
                                     c.weights, Stream(1));
    REQUIRE(run(c, array, wide_range(c), false) == integer_product(c));
  }
}

TEST_CASE(
    "promise 1: the largest array of the contract is exact: 4096 rows, 16-bit operands, 8-bit "
    "slices") {
  CrossbarCase c;
  c.format = {16, 16, false, 8, 8, 4096, Encoding::offset, Subtraction::analog, false};
  c.rows = 4096;
  c.outputs = 3;
  c.items = 2;
  fill(c, Stream(5));
  for (auto& x : c.inputs) x = 65535;
  for (auto& w : c.weights) w = 32767;
  const auto array =
      program_array(c.format, exact_cell(8), c.rows, c.outputs, c.weights, Stream(1));
  CHECK(run(c, array, wide_range(c), false) == integer_product(c));
}

TEST_CASE("a common-mode conductance of whole units cancels digitally, flipped or not") {
  for (const bool flip : {false, true}) {
    CrossbarCase c;
    c.format = {6, 5, true, 2, 3, 20, Encoding::offset, Subtraction::analog, flip};
    c.rows = 33;
    c.outputs = 9;
    c.items = 4;
    fill(c, Stream(6));
    TestCell cell = exact_cell(2);
    cell.g_min_s = 10e-6;
    cell.g_max_s = 25e-6;
    const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1));
    CHECK(array.g_min_units == 2.0);
    AdcRange range = wide_range(c);
    range.code_max *= 2;
    CHECK(run(c, array, range, false) == integer_product(c));
  }
}
