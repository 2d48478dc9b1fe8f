// The readout in the kernel: thresholds, ranges by slice, limits, gains and exact conversion have
// the bits of the twin in plain loops; noises of column and converter have their distribution.
#include "models/crossbar/readout.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/crossbar/kernel/kernel.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"
#include "tests/models/samples.hpp"

using namespace mho;

namespace {

/// Thresholds of `bits`-bit converters that miss their places by normals of `sigma` codes.
Thresholds drawn_thresholds(int converters, const AdcRange& range, double sigma,
                            const Stream& stream) {
  const int count = range.code_max - range.code_min;
  std::vector<double> switching;
  for (int c = 0; c < converters; ++c) {
    std::vector<float> normal(count);
    stream.child(static_cast<std::uint64_t>(c)).normals(0, normal);
    std::vector<double> own(count);
    for (int k = 0; k < count; ++k)
      own[k] = range.code_min + k + 0.5 + sigma * static_cast<double>(normal[k]);
    std::sort(own.begin(), own.end());
    switching.insert(switching.end(), own.begin(), own.end());
  }
  return Thresholds(converters, range.code_min, range.code_max, switching);
}

/// A readout with some of everything that draws no noise.
Readout readout_of(const CrossbarCase& c, const ProgrammedArray& array, std::uint64_t index) {
  const int bits = 3 + static_cast<int>(index % 6);
  AdcRange range;
  range.code_max = (1 << (c.format.signed_conversion() ? bits - 1 : bits)) - 1;
  range.code_min = c.format.signed_conversion() ? -range.code_max - 1 : 0;
  range.lsb = std::int64_t{65536} * wide_range(c).code_max / range.code_max / 3 + 1;
  Readout readout(range);
  if (index % 2 == 0) {
    readout.ranges.resize(c.format.converted_slices(), range);
    for (AdcRange& slice : readout.ranges) slice.lsb += 12345 * (&slice - readout.ranges.data());
  }
  if (index % 3 != 0)
    readout.thresholds = drawn_thresholds(
        1 + static_cast<int>(index % 4), range,
        index % 5 == 0 ? 5.0 : 0.1 * static_cast<double>(index % 5), Stream(index));
  if (index % 4 >= 2) readout.column_limit = wide_range(c).code_max / 5.0;
  if (index % 8 >= 4) readout.saturation = 1.0 / wide_range(c).code_max;
  if (index % 7 == 0) readout.gain = {1.25};
  if (index % 7 == 1) {
    readout.gain.resize(array.columns);
    for (int k = 0; k < array.columns; ++k) readout.gain[k] = 1 + k / 65536.0;
  }
  if (index % 11 == 0) {
    readout.quantizes = false;
    readout.thresholds = Thresholds();
  }
  return readout;
}

/// A crossbar of one output that is read `items` times with the same inputs.
CrossbarCase one_column(int items, int rows = 20) {
  CrossbarCase c;
  c.format = {5, 4, false, 4, 4, 64, Encoding::differential, Subtraction::analog, false};
  c.rows = rows;
  c.outputs = 1;
  c.items = 1;
  fill(c, Stream(31));
  const std::vector<std::int32_t> one = c.inputs;
  c.inputs.clear();
  for (int i = 0; i < items; ++i) c.inputs.insert(c.inputs.end(), one.begin(), one.end());
  c.items = items;
  c.image.assign(items, 0);
  c.position.resize(items);
  std::iota(c.position.begin(), c.position.end(), 0U);
  return c;
}

ProgrammedArray programmed(const CrossbarCase& c, const TestCell& cell) {
  return program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1));
}

/// Results in units.
std::vector<double> units(const std::vector<std::int64_t>& sums) {
  std::vector<double> out;
  for (const std::int64_t sum : sums) out.push_back(static_cast<double>(sum) / 65536.0);
  return out;
}

/// A converter of 1/256 unit, whose rounding adds a variance of (1/256)^2 / 12.
const AdcRange kFine{256, -1 << 23, (1 << 23) - 1};

}  // namespace

TEST_CASE("promise 3: every readout has the bits of the twin, on every instruction set") {
  for (std::uint64_t index = 0; index < 240; ++index) {
    const CrossbarCase c = random_case(Stream(177), index);
    TestCell cell = exact_cell(c.format.cell_bits);
    if (index % 2 == 1) cell.programming_sigma = 0.03;
    const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(index));
    const Readout readout = readout_of(c, array, index);
    const auto naive = run(c, array, readout, true);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", " << name_of(set));
      REQUIRE(run_on(set, c, array, readout) == naive);
    }
  }
}

TEST_CASE("promise 3: noise of column and converter has the same bits on every instruction set") {
  for (std::uint64_t index = 0; index < 120; ++index) {
    const CrossbarCase c = random_case(Stream(178), index);
    TestCell cell = exact_cell(c.format.cell_bits);
    if (index % 3 == 0) cell.read_sigma = 0.02;
    const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(index));
    Readout readout = readout_of(c, array, index);
    readout.column_noise = 0.7;
    readout.converter_noise = 0.4;
    const auto expected = run_on(InstructionSet::sse2, c, array, readout);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", " << name_of(set));
      REQUIRE(run_on(set, c, array, readout) == expected);
    }
  }
}

TEST_CASE("a value switches the code exactly at its threshold") {
  // One cell of level 1 and inputs 0 .. 15: the column sum is the input.
  CrossbarCase c;
  c.format = {2, 4, false, 1, 4, 1, Encoding::differential, Subtraction::digital, false};
  c.rows = c.outputs = 1;
  c.items = 16;
  c.weights = {1};
  c.inputs.resize(16);
  std::iota(c.inputs.begin(), c.inputs.end(), 0);
  const auto array = programmed(c, exact_cell(1));
  for (const double at : {3.0, 3.001, 9.5}) {
    Readout readout(AdcRange{65536, 0, 15});
    std::vector<double> switching(15, at);  // all codes between 0 and 15 are missing
    readout.thresholds = Thresholds(1, 0, 15, switching);
    const auto sums = run(c, array, readout, false);
    for (int x = 0; x < 16; ++x) CHECK(sums[x] == (x >= at ? 15 : 0) * std::int64_t{65536});
  }
}

TEST_CASE("thresholds at their ideal places round to nearest, halves up") {
  const AdcRange range{65536, -8, 7};
  const Thresholds ideal = drawn_thresholds(1, range, 0, Stream(1));
  CHECK(ideal.code(0, -100.0) == -8);
  CHECK(ideal.code(0, 100.0) == 7);
  for (int code = -8; code < 7; ++code) {
    CHECK(ideal.code(0, code + 0.4999) == code);
    CHECK(ideal.code(0, code + 0.5) == code + 1);
  }
}

TEST_CASE("columns share converters in turn") {
  CrossbarCase c;
  c.format = {2, 1, false, 1, 1, 1, Encoding::differential, Subtraction::analog, false};
  c.rows = 1;
  c.outputs = 7;
  c.items = 1;
  c.weights.assign(7, 1);
  c.inputs = {1};
  const auto array = programmed(c, exact_cell(1));
  // Converter 1 of three switches too late to see one unit.
  Readout readout(AdcRange{65536, -2, 1});
  const double late[] = {-1.5, -0.5, 0.5, -1.5, -0.5, 1.5, -1.5, -0.5, 0.5};
  readout.thresholds = Thresholds(3, -2, 1, late);
  const auto sums = run(c, array, readout, false);
  for (int o = 0; o < 7; ++o) CHECK(sums[o] == (o % 3 == 1 ? 0 : 65536));
}

TEST_CASE("a readout that does not quantize gives erroneous columns to a fixed step") {
  const CrossbarCase c = one_column(1, 50);
  TestCell cell = exact_cell(4);
  cell.programming_sigma = 0.05;
  const auto array = programmed(c, cell);
  Readout coarse(AdcRange{100 * 65536, -4, 3});
  const auto clipped = run(c, array, coarse, false);
  coarse.quantizes = false;
  std::vector<float> sums;
  column_sums(array, c.batch(), sums);
  CHECK(units(run(c, array, coarse, false))[0] == Approx(static_cast<double>(sums[0])));
  CHECK(run(c, array, coarse, false) != clipped);
}

TEST_CASE("a column limit clips and a saturation bends the column's value") {
  const CrossbarCase c = one_column(1);
  const auto array = programmed(c, exact_cell(4));
  const double exact = units(run(c, array, kFine, false))[0];
  REQUIRE(std::abs(exact) > 20);
  Readout readout(kFine);
  readout.column_limit = std::abs(exact) + 1;
  CHECK(units(run(c, array, readout, false))[0] == exact);
  readout.column_limit = std::abs(exact) - 1;
  CHECK(units(run(c, array, readout, false))[0] == std::copysign(std::abs(exact) - 1, exact));
  readout.column_limit = std::numeric_limits<double>::infinity();
  readout.saturation = 0.01;
  // One code of 1/256 unit.
  CHECK(std::abs(units(run(c, array, readout, false))[0] - exact / (1 + 0.01 * std::abs(exact))) <
        1.0 / 256);
}

TEST_CASE("ranges by slice convert each slice with its own LSB") {
  // Two one-bit slices of weight 3: a column sum of 1 each, converted with LSB 1 and 1/2 units.
  CrossbarCase c;
  c.format = {3, 1, false, 1, 1, 1, Encoding::differential, Subtraction::analog, false};
  c.rows = c.outputs = c.items = 1;
  c.weights = {3};
  c.inputs = {1};
  const auto array = programmed(c, exact_cell(1));
  Readout readout(AdcRange{65536, -2, 1});
  readout.ranges.push_back({32768, -2, 1});
  // The upper slice's one unit is two codes, of which one is there: 1/2 unit of weight 2.
  CHECK(run(c, array, readout, false)[0] == 65536 + 2 * 32768);
}

TEST_CASE("noise of column and converter has its standard deviation, with and without a limit") {
  const int items = 20'000;
  const CrossbarCase c = one_column(items);
  for (const double cell_sigma : {0.0, 0.02}) {
    TestCell cell = exact_cell(4);
    cell.read_sigma = cell_sigma;
    const auto array = programmed(c, cell);
    double cells = 0;
    for (int r = 0; r < c.rows; ++r) cells += 2 * std::pow(c.inputs[r] * cell_sigma * 15, 2);
    for (const bool limited : {false, true}) {
      for (const bool naive : {false, true}) {
        Readout readout(kFine);
        readout.column_noise = 3;
        readout.converter_noise = 1024;  // 4 units
        if (limited) readout.column_limit = 1e6;
        const auto values = units(run(c, array, readout, naive));
        const double expected = cells + 9 + 16;
        INFO("cells " << cell_sigma << ", limited " << limited << ", naive " << naive);
        // Standard error of a relative variance: sqrt(2/n); the cells' integer variances are good
        // to 0.3 %.
        CHECK(std::abs(variance(values) / expected - 1) < 4 * std::sqrt(2.0 / items) + 0.003);
        const double exact = static_cast<double>(integer_product(c)[0]) / 65536;
        CHECK(std::abs(mean(values) - exact) < 4 * std::sqrt(expected / items) + 1.0 / 512);
      }
    }
  }
}

TEST_CASE("promise 3: noise around a limit has the distribution of the twin") {
  const int items = 6'000;
  const CrossbarCase c = one_column(items);
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.02;
  const auto array = programmed(c, cell);
  const double exact = static_cast<double>(integer_product(c)[0]) / 65536;
  Readout readout(AdcRange{65536, -4096, 4095});
  readout.column_noise = 5;
  readout.converter_noise = 2;
  // The limit lies inside the cells' noise, so that a share of it is cut off.
  readout.column_limit = std::abs(exact) + 5;
  readout.saturation = 1e-3;
  const auto fast = units(run(c, array, readout, false));
  const auto naive = units(run(c, array, readout, true));
  const double both = variance(fast) + variance(naive);
  CHECK(std::abs(mean(fast) - mean(naive)) < 4 * std::sqrt(both / items));
  CHECK(std::abs(variance(fast) / variance(naive) - 1) < 4 * std::sqrt(4.0 / items));
  // 1.95 sqrt(2/n) is the 0.1 % point of the two-sample Kolmogorov-Smirnov test.
  CHECK(two_sample_distance(fast, naive) < 1.95 * std::sqrt(2.0 / items));
}

TEST_CASE("noise before and after a limit is independent") {
  const int items = 20'000;
  const CrossbarCase c = one_column(items);
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.02;
  const auto array = programmed(c, cell);
  Readout readout(kFine);
  readout.column_limit = 1e6;
  const auto cells = units(run(c, array, readout, false));
  readout.column_noise = 20;
  auto all = units(run(c, array, readout, false));
  for (int i = 0; i < items; ++i) all[i] -= cells[i];
  CHECK(std::abs(covariance(cells, all)) <
        4.5 * std::sqrt(variance(cells) * variance(all) / items));
}

TEST_CASE("a gain multiplies the codes' sum and no correction") {
  CrossbarCase c;
  c.format = {4, 3, false, 4, 3, 16, Encoding::offset, Subtraction::digital, false};
  c.rows = 9;
  c.outputs = 3;
  c.items = 2;
  fill(c, Stream(5));
  const auto array = programmed(c, exact_cell(4));
  const auto once = run(c, array, wide_range(c), false);
  Readout readout(wide_range(c));
  readout.gain = {1.5};
  const auto more = run(c, array, readout, false);
  for (int i = 0; i < c.items; ++i) {
    std::int64_t inputs = 0;
    for (int r = 0; r < c.rows; ++r) inputs += c.inputs[static_cast<std::size_t>(i) * c.rows + r];
    for (int o = 0; o < c.outputs; ++o) {
      const std::int64_t codes = once[i * c.outputs + o] + 8 * 65536 * inputs;
      CHECK(more[i * c.outputs + o] - once[i * c.outputs + o] == codes / 2);
    }
  }
}
