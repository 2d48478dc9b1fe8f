// Weight slices that are added before one conversion, input slices that copies of the weights take
// at once, and one-bit weights in the two sides of one cell.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// 3-bit weights in pairs of 1-bit cells, 1-bit inputs: Xue et al., ISSCC 2019 (24.1).
CrossbarCase slices_of_xue(int summed) {
  CrossbarCase c;
  c.format = {3, 1, false, 1, 1, 9, Encoding::differential};
  c.format.summed_slices = summed;
  c.rows = 9;
  c.outputs = 5;
  c.items = 4;
  fill(c, Stream(3));
  return c;
}

MvmActivity activity(const CrossbarCase& c, const TestCell& cell) {
  MvmActivity counted;
  const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1));
  run(c, array, wide_range(c), false, &counted);
  return counted;
}

}  // namespace

TEST_CASE("summed slices take the cells and currents of all, and one conversion") {
  const CrossbarCase each = slices_of_xue(1), summed = slices_of_xue(2);
  CHECK(each.format.cell_columns(5) == summed.format.cell_columns(5));
  CHECK(each.format.converted_columns(5) == 2 * 5);
  CHECK(summed.format.converted_columns(5) == 5);
  const MvmActivity of_each = activity(each, exact_cell(1));
  const MvmActivity of_summed = activity(summed, exact_cell(1));
  CHECK(of_summed.conversions == of_each.conversions / 2);
  CHECK(of_summed.driven_conductance == of_each.driven_conductance);
  CHECK(of_summed.driven_conductance > 0);
  CHECK(of_summed.row_drives == of_each.row_drives);
}

TEST_CASE("the converter of summed slices sees sum_k 2^(k bits) of their columns") {
  CrossbarCase c;
  c.format = {5, 2, false, 2, 2, 4, Encoding::differential};
  c.format.summed_slices = 2;
  c.rows = 2;
  c.outputs = c.items = 1;
  c.weights = {-14, 7};  // slices 2 and 3 (minus), 3 and 1 (plus)
  c.inputs = {3, 1};
  c.image = c.position = {0};
  std::vector<float> sums;
  column_sums(exact_array(c), c.batch(), sums);
  CHECK(sums == std::vector<float>{3 * -14 + 7});
}

TEST_CASE("weights take whole groups of summed slices, whose rest conducts g_min alone") {
  MvmFormat f{4, 8, false, 1, 1, 64, Encoding::differential};  // three slices
  f.summed_slices = 2;
  CHECK(f.weight_slices() == 4);
  CHECK(f.converted_slices() == 2);
  CHECK(f.highest_level(0) == 3);
  CHECK(f.highest_level(1) == 1);
  CHECK(f.full_level() == 3);
}

TEST_CASE("read noise of summed slices has the sum of the squared weights times its variance") {
  // One cell a slice, all at g_max, driven with code 1: variance (1 + 4 + 16) sigma^2.
  CrossbarCase c;
  c.format = {3, 1, false, 1, 1, 1, Encoding::offset};
  c.format.summed_slices = 3;
  c.rows = c.outputs = 1;
  c.items = 20000;
  fill(c, Stream(8));
  c.weights = {3};  // stored as 3 + 4 = 7
  for (auto& x : c.inputs) x = 1;
  for (int i = 0; i < c.items; ++i) c.position[i] = static_cast<std::uint32_t>(i), c.image[i] = 0;
  TestCell cell = exact_cell(1);
  cell.read_sigma = 0.05;
  const auto array = program_array(c.format, cell, 1, 1, c.weights, Stream(1));
  const AdcRange fine{64, -(1 << 20), 1 << 20};
  double sum = 0, squares = 0;
  for (const std::int64_t value : run(c, array, fine, false)) {
    const double units = static_cast<double>(value) / (1 << kPartialSumFraction) - 3;
    sum += units;
    squares += units * units;
  }
  const double expected = 21 * 0.05 * 0.05;
  // A variance's relative standard error is sqrt(2 / n): five of them.
  CHECK(squares / c.items == Approx(expected).epsilon(5 * std::sqrt(2.0 / c.items)));
  CHECK(std::abs(sum / c.items) < 5 * std::sqrt(expected / c.items));
}

TEST_CASE("copies of the weights take input slices at once, with the conversions of all") {
  CrossbarCase one = slices_of_xue(1);
  one.format.input_bits = 5;
  fill(one, Stream(4));
  CrossbarCase two = one;
  two.format.weight_copies = 2;
  CHECK(two.format.cell_columns(5) == 2 * one.format.cell_columns(5));
  CHECK(one.format.passes_in_turn(9) == 5);
  CHECK(two.format.passes_in_turn(9) == 3);
  const MvmActivity of_one = activity(one, exact_cell(1)), of_two = activity(two, exact_cell(1));
  CHECK(of_two.conversions == of_one.conversions);
  CHECK(of_two.row_drives == of_one.row_drives);
  CHECK(of_one.drives == 4 * 5);
  CHECK(of_two.drives == 4 * 3);
}

TEST_CASE("an xnor_cell multiplies inputs of both signs in one row, column and pass") {
  CrossbarCase c;
  c.format = {1, 2, true, 1, 1, 64, Encoding::xnor_cell};
  c.format.signed_inputs = SignedInput::row_pair;
  c.rows = 64;
  c.outputs = 3;
  c.items = 2;
  fill(c, Stream(9));
  CHECK(c.format.conflict().empty());
  CHECK(c.format.rows_per_input() == 1);
  CHECK(c.format.cell_columns(3) == 3);
  CHECK(c.format.passes(64) == 1);
  CHECK(run(c, exact_array(c), wide_range(c), false) == integer_product(c));
  const MvmActivity counted = activity(c, exact_cell(1));
  CHECK(counted.conversions == 2 * 3);
  CHECK(counted.row_drives == 2 * 64);
  // The pair of rows and the second phase that it takes the place of.
  c.format.encoding = Encoding::xnor;
  c.format.subtraction = Subtraction::digital;
  c.format.signed_inputs = SignedInput::two_phase;
  CHECK(activity(c, exact_cell(1)).row_drives == 2 * 2 * 2 * 64);
}

TEST_CASE("negative codes of a pair of lines are mirrored, in odd powers of the voltage") {
  CrossbarCase c;
  c.format = {3, 3, true, 2, 2, 8, Encoding::differential};
  c.format.signed_inputs = SignedInput::row_pair;
  c.rows = 8;
  c.outputs = 1;
  c.items = 2;
  c.weights = {3, -2, 1, 0, -3, 2, -1, 1};
  c.inputs = {3, -2, 1, 0, -3, 2, -1, 1, -3, 2, -1, 0, 3, -2, 1, -1};
  c.image = c.position = {0, 1};
  TestCell cell = exact_cell(2);
  cell.third = 0.5;  // I = g V (1 + V^2 / 2)
  ArrayModel model(cell);
  model.read_voltage = from_si<Voltage>(1);
  model.conditions.effects = Effects{Effect::nonlinearity};
  const auto array = program_array(c.format, model, 8, 1, c.weights, Stream(1));
  std::vector<float> sums;
  column_sums(array, c.batch(), sums);
  REQUIRE(sums.size() == 2);
  double expected = 0;
  for (int r = 0; r < 8; ++r) {
    const double v = c.inputs[r] / 3.0;
    expected += c.weights[r] * 3 * (v + 0.5 * v * v * v);
  }
  CHECK(static_cast<double>(sums[0]) == Approx(expected).epsilon(0.001));
  CHECK(sums[1] == -sums[0]);
}
