// Programming: what is written into which cell, with which draw; flip; conversion edges; counts.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/crossbar/kernel/layout.hpp"
#include "sim/base/error.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// Remembers what it was told to write, and what it wrote.
class RecordingCell : public TestCell {
 public:
  mutable int calls = 0;
  mutable std::vector<float> targets_s;
  mutable std::vector<float> written_s;

  void conductances(const CellGrid& grid, const Conditions& conditions,
                    std::span<const float> target_s, const Stream& stream,
                    std::span<float> conductance_s) const override {
    ++calls;
    targets_s.assign(target_s.begin(), target_s.end());
    TestCell::conductances(grid, conditions, target_s, stream, conductance_s);
    written_s.assign(conductance_s.begin(), conductance_s.end());
  }
};

MvmFormat offset_format(int weight_bits, int cell_bits, bool flip) {
  return {weight_bits, 1, false, cell_bits, 1, 8, Encoding::offset, Subtraction::analog, flip};
}

}  // namespace

TEST_CASE("a differential weight puts its magnitude's slices into the plus or the minus cell") {
  RecordingCell cell;
  cell.bits = 2;
  cell.g_min_s = 1e-6;
  cell.g_max_s = 4e-6;
  const MvmFormat f{5, 4, false, 2, 4, 8, Encoding::differential, Subtraction::analog, false};
  const std::vector<std::int32_t> weights = {13, -6};  // one output, two rows: 3|1 and -(1|2)
  const auto array = program_array(f, cell, 2, 1, weights, Stream(1));
  CHECK(cell.calls == 1);
  // [row][slice, low first][plus, minus]; 1 uS a level above 1 uS.
  const std::vector<float> expected = {2e-6f, 1e-6f, 4e-6f, 1e-6f, 1e-6f, 3e-6f, 1e-6f, 2e-6f};
  REQUIRE(cell.targets_s.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(cell.targets_s[i] == Approx(expected[i]).epsilon(1e-6));
  CHECK(array.columns == 2);
  CHECK(array.column_shift == std::vector<std::int32_t>{0, 2});
  CHECK(array.g_min_units == 1.0);
}

TEST_CASE("fixed-point conductances are within half a step of the programmed ones") {
  RecordingCell cell;
  cell.bits = 4;
  cell.g_min_s = 2e-6;
  cell.programming_sigma = 0.05;
  CrossbarCase c;
  c.format = {5, 8, false, 4, 8, 30, Encoding::offset, Subtraction::analog, false};
  c.rows = 50;
  c.outputs = 40;
  c.items = 1;
  fill(c, Stream(2));
  const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(3));
  const double unit_s = (cell.g_max_s - cell.g_min_s) / 15;
  CHECK(std::exp2(std::round(std::log2(array.fixed_step))) == array.fixed_step);
  CHECK(array.fixed_step <= 1.0 / 256);
  for (int r = 0; r < c.rows; ++r) {
    std::int64_t sum = 0;
    for (int k = 0; k < array.columns; ++k) {
      const int stored = array.conductance[cell_offset(array, r / 30, r % 30, k)];
      const double exact =
          static_cast<double>(cell.written_s[static_cast<std::size_t>(r) * array.columns + k]) /
          unit_s;
      REQUIRE(std::abs(stored * array.fixed_step - exact) <= array.fixed_step / 2 + 1e-6);
      sum += stored;
    }
    REQUIRE(array.row_conductance[r] == sum);
  }
}

TEST_CASE("a column of exactly half its levels is stored as it is, one level more inverted") {
  // Two-bit weights in two-bit cells: stored levels are weight + 2, half of two rows is 3 of 6.
  const auto sign = [](std::int32_t a, std::int32_t b) {
    RecordingCell cell;
    cell.bits = 2;
    const std::vector<std::int32_t> weights = {a, b};
    const auto array = program_array(offset_format(2, 2, true), cell, 2, 1, weights, Stream(1));
    return array.column_sign[0];
  };
  CHECK(sign(-1, 0) == 1);   // 1 + 2 = 3
  CHECK(sign(0, 0) == -1);   // 2 + 2 = 4, stored 1 + 1
  CHECK(sign(-1, -1) == 1);  // 2
  CHECK(sign(1, 1) == -1);   // 6, stored 0
}

TEST_CASE("flip halves the largest column sum that a converter must take") {
  // ISAAC's argument: after flipping, no column of one-bit inputs sums to more than half.
  CrossbarCase c;
  c.format = {16, 1, false, 2, 1, 128, Encoding::offset, Subtraction::analog, true};
  c.rows = 128;
  c.outputs = 16;
  c.items = 1;
  fill(c, Stream(8));
  std::fill(c.inputs.begin(), c.inputs.end(), 1);
  const auto array =
      program_array(c.format, exact_cell(2), c.rows, c.outputs, c.weights, Stream(1));
  std::vector<float> sums;
  column_sums(array, c.batch(), sums);
  for (const float sum : sums) CHECK(sum <= 128 * 3 / 2);
}

TEST_CASE("programming errors are a function of the stream") {
  CrossbarCase c = random_case(Stream(50), 1);
  TestCell cell = exact_cell(c.format.cell_bits);
  cell.programming_sigma = 0.05;
  const auto program = [&](std::uint64_t seed) {
    return program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(seed)).conductance;
  };
  CHECK(program(1) == program(1));
  CHECK(program(1) != program(2));
}

TEST_CASE("the converter rounds to nearest, ties to even, and clips at its codes") {
  // One cell of one unit, so that the column sum is the input.
  const MvmFormat f{2, 8, false, 1, 8, 1, Encoding::differential, Subtraction::analog, false};
  const std::vector<std::int32_t> weights = {1};
  const auto array = program_array(f, exact_cell(1), 1, 1, weights, Stream(1));
  const AdcRange range{2 << kPartialSumFraction, -4, 5};
  const auto read = [&](const ProgrammedArray& a, std::int32_t input) {
    std::int64_t sum = 0;
    const std::vector<std::int32_t> inputs = {input};
    mvm(a, range, {inputs, {}, {}}, Stream(1), {&sum, 1}, nullptr);
    return sum >> kPartialSumFraction;
  };
  CHECK(read(array, 2) == 2);
  CHECK(read(array, 3) == 4);  // 1.5 LSB -> 2
  CHECK(read(array, 5) == 4);  // 2.5 LSB -> 2
  CHECK(read(array, 10) == 10);
  CHECK(read(array, 11) == 10);  // 5.5 LSB is over the top code
  CHECK(read(array, 255) == 10);
  const std::vector<std::int32_t> negative = {-1};
  const auto minus = program_array(f, exact_cell(1), 1, 1, negative, Stream(1));
  CHECK(read(minus, 8) == -8);
  CHECK(read(minus, 9) == -8);
  CHECK(read(minus, 20) == -8);
}

TEST_CASE("promise 10: ISAAC's array makes exactly one conversion per 16-bit multiply-accumulate") {
  // Shafiee et al., ISCA 2016: 128 x 128 cells of 2 bits, 16 columns of 16-bit weights, inputs bit
  // by bit: 16 passes x 128 columns = 2048 conversions for 128 x 16 products.
  CrossbarCase c;
  c.format = {16, 16, false, 2, 1, 128, Encoding::offset, Subtraction::analog, true};
  c.rows = 128;
  c.outputs = 16;
  c.items = 3;
  fill(c, Stream(8));
  const auto array =
      program_array(c.format, exact_cell(2), c.rows, c.outputs, c.weights, Stream(1));
  CHECK(array.columns == 128);
  MvmActivity activity;
  run(c, array, wide_range(c), false, &activity);
  CHECK(activity.drives == 3 * 16);
  CHECK(activity.conversions == 3 * 2048);
  CHECK(activity.conversions == std::int64_t{c.items} * c.rows * c.outputs);
  CHECK(activity.samples == 3 * 2048);
  CHECK(activity.shift_adds == 3 * 2048);
  CHECK(activity.row_drives == 3 * 16 * 128);
}

TEST_CASE("counts of row groups, polarities and pairs are those worked out by hand") {
  CrossbarCase c;
  c.format = {5, 5, true, 2, 2, 4, Encoding::differential, Subtraction::analog, false};
  c.rows = 10;  // groups of 4, 4, 2
  c.outputs = 3;
  c.items = 2;
  fill(c, Stream(9));
  const auto array =
      program_array(c.format, exact_cell(2), c.rows, c.outputs, c.weights, Stream(1));
  const MvmActivity activity = activity_of(array, c.items);
  CHECK(activity.drives == 2 * 3 * 2 * 2);             // groups x slices x polarities
  CHECK(activity.conversions == activity.drives * 6);  // two slices a pair, three outputs
  CHECK(activity.row_drives == 2 * 10 * 2 * 2);
  CHECK(activity.driven_conductance == 0);
}

TEST_CASE("driven conductance is the sum of squared codes times conductances") {
  const MvmFormat f{3, 4, true, 2, 2, 4, Encoding::differential, Subtraction::analog, false};
  const std::vector<std::int32_t> weights = {3, -2};  // levels 3 and 2, infinite on/off ratio
  const auto array = program_array(f, exact_cell(2), 2, 1, weights, Stream(1));
  const std::vector<std::int32_t> inputs = {6, -3};  // codes 2, 1 (high) and 3, 0
  std::int64_t sum = 0;
  MvmActivity activity;
  mvm(array, AdcRange{65536, -100, 100}, {inputs, {}, {}}, Stream(1), {&sum, 1}, &activity);
  const double units = static_cast<double>(activity.driven_conductance) * array.fixed_step;
  CHECK(units == 3 * (2 * 2 + 1 * 1) + 2 * (3 * 3));
  CHECK(sum == (std::int64_t{3 * 6 + 2 * 3} << kPartialSumFraction));
}

TEST_CASE("an MVM of zeros is driven and converted all the same") {
  CrossbarCase c = random_case(Stream(51), 4);
  c.format.signed_inputs = SignedInput::two_phase;
  c.format.encoding = Encoding::differential;
  c.format.weight_bits = 5;
  fill(c, Stream(51));
  std::fill(c.inputs.begin(), c.inputs.end(), 0);
  const auto array = program_array(c.format, exact_cell(c.format.cell_bits), c.rows, c.outputs,
                                   c.weights, Stream(1));
  MvmActivity activity;
  run(c, array, wide_range(c), false, &activity);
  CHECK(activity == activity_of(array, c.items));
  CHECK(activity.conversions > 0);
}

TEST_CASE("weights and inputs outside their bits are refused as bugs") {
  const MvmFormat f{4, 4, true, 3, 3, 4, Encoding::differential, Subtraction::analog, false};
  const auto program = [&](std::int32_t weight) {
    return program_array(f, exact_cell(3), 1, 1, std::vector<std::int32_t>{weight}, Stream(1));
  };
  CHECK_THROWS_AS(program(8), Bug);
  CHECK_THROWS_AS(program(-8), Bug);
  const auto array = program(-7);
  const auto multiply = [&](std::int32_t input) {
    std::int64_t sum = 0;
    const std::vector<std::int32_t> inputs = {input};
    mvm(array, AdcRange{65536, -100, 100}, {inputs, {}, {}}, Stream(1), {&sum, 1}, nullptr);
    return sum >> kPartialSumFraction;
  };
  CHECK(multiply(-7) == 49);
  CHECK_THROWS_AS(multiply(8), Bug);
  CHECK_THROWS_AS(multiply(-8), Bug);
}
