// Column sums beyond 2^24 units, and what 32 bits hold.
#include <catch2/catch.hpp>
#include <string>

#include "models/crossbar/kernel/kernel.hpp"
#include "sim/base/error.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// CrossSim's default array: 1,152 rows at once, 8-bit inputs without slices, weights of 8 bits in
/// pairs of cells of 128 levels.
CrossbarCase crosssim_default(bool full_scale) {
  CrossbarCase c;
  c.format = {8, 8, false, 7, 8, 1152, Encoding::differential, Subtraction::analog, false};
  c.rows = 1152;
  c.outputs = 70;
  c.items = 13;
  fill(c, Stream(7));
  if (full_scale) {
    for (auto& x : c.inputs) x = 255;
    for (auto& w : c.weights) w = 127;
  }
  return c;
}

TestCell noisy_cell(int bits) {
  TestCell cell = exact_cell(bits);
  cell.programming_sigma = 0.03;
  return cell;
}

MvmFormat format_of(int dac_bits, int rows) {
  MvmFormat format;
  format.dac_bits = format.input_bits = dac_bits;
  format.active_rows = rows;
  return format;
}

std::string conflict_of(const MvmFormat& format, const Cell& cell) {
  return sum_conflict(format, cell).message;
}

}  // namespace

TEST_CASE("promise 1: 1,152 rows of 255 input steps and 127 cell steps give the integer product") {
  for (const bool full_scale : {false, true}) {
    const CrossbarCase c = crosssim_default(full_scale);
    REQUIRE(sum_conflict(c.format, exact_cell(7)).message == "");
    const auto array =
        program_array(c.format, exact_cell(7), c.rows, c.outputs, c.weights, Stream(1));
    CHECK(run(c, array, wide_range(c), false) == integer_product(c));
  }
}

TEST_CASE("promise 3: column sums beyond 2^24 have the bits of the twin on every instruction set") {
  for (const bool full_scale : {false, true}) {
    const CrossbarCase c = crosssim_default(full_scale);
    const auto array =
        program_array(c.format, noisy_cell(7), c.rows, c.outputs, c.weights, Stream(3));
    AdcRange coarse;
    coarse.lsb = std::int64_t{65536} * 300000;
    coarse.code_min = -128;
    coarse.code_max = 127;
    for (const AdcRange& range : {coarse, wide_range(c)}) {
      const auto naive = run(c, array, range, true);
      for (const InstructionSet set : available_instruction_sets()) {
        std::vector<std::int64_t> sums(naive.size(), 0);
        mvm_on(set, array, range, c.batch(), Stream(4), sums, nullptr);
        INFO(name_of(set));
        CHECK(sums == naive);
      }
    }
  }
}

TEST_CASE("a row group may drive sums up to 2^31, counted with the cells' errors, and no further") {
  // Exact cells of 8 bits at 255 steps: 2^31 / 255 / 255 is 33,025.1 rows.
  CHECK(conflict_of(format_of(8, 33025), exact_cell(8)) == "");
  const SumConflict beyond = sum_conflict(format_of(8, 33026), exact_cell(8));
  CHECK_FALSE(beyond.of_cell);
  CHECK(beyond.message ==
        "drive column sums beyond 2^31, which 32 bits hold: inputs of 255 steps times cells of up "
        "to 255 level steps with their errors; allowed: up to 33025 active rows, or fewer input "
        "bits at once");
  TestCell twice = exact_cell(8);
  twice.programming_sigma = 0.25;  // its ceiling: four deviations
  CHECK(conflict_of(format_of(8, 16512), twice) == "");
  CHECK(conflict_of(format_of(8, 16513), twice) != "");
  // Slices that are accumulated in analog meet as one input of all their bits.
  MvmFormat analog = format_of(1, 258);
  analog.input_bits = 15;
  analog.accumulation = Accumulation::analog;
  CHECK(conflict_of(analog, exact_cell(8)) != "");
  analog.active_rows = 257;
  CHECK(conflict_of(analog, exact_cell(8)) == "");
}

TEST_CASE("a cell that may conduct more than 32,767 of its level steps is refused as such") {
  TestCell cell = exact_cell(1);
  cell.programming_sigma = 8191;
  CHECK(conflict_of(format_of(1, 1), cell) == "");
  cell.programming_sigma = 8192;
  const SumConflict beyond = sum_conflict(format_of(1, 1), cell);
  CHECK(beyond.of_cell);
  CHECK(beyond.message ==
        "with its errors may conduct 32800 of its level steps, (g_max - g_min) / (levels - 1); "
        "allowed: up to 32767, which 16 bits hold");
}

TEST_CASE("drivers and nonlinear cells that leave the fixed point are wrong input, with a key") {
  CrossbarCase c;
  c.format = {4, 8, false, 3, 8, 64, Encoding::differential, Subtraction::analog, false};
  c.rows = 64;
  c.outputs = 4;
  c.items = 1;
  fill(c, Stream(9));
  const auto key_of = [&](const TestCell& cell, const DacErrors& errors) -> std::string {
    ArrayModel model(cell);
    model.read_voltage = from_si<Voltage>(0.2);
    model.dac_errors = errors;
    try {
      program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
    } catch (const InputError& error) {
      return error.problems().at(0).key;
    }
    return "";
  };
  TestCell cell = exact_cell(3);
  CHECK(key_of(cell, {0.05, 0, 0}) == "");
  CHECK(key_of(cell, {1e3, 0, 0}) == "dac.errors");
  CHECK(key_of(cell, {20, 0, 0}) == "");
  cell.second = 1e9;
  CHECK(key_of(cell, {}) == "active_rows");
  cell.second = 1;
  CHECK(key_of(cell, {}) == "");
}
