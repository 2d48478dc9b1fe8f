// Read noise of the kernel: its variance is the formula's, its distribution the twin's (which draws
// one normal per cell and read), and it is independent from column to column and read to read.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/crossbar/crossbar_case.hpp"
#include "tests/models/samples.hpp"

using namespace mho;

namespace {

/// One array read many times with the same inputs: item i is position i of image 0.
CrossbarCase repeated(const MvmFormat& format, int rows, int outputs, int items) {
  CrossbarCase c;
  c.format = format;
  c.rows = rows;
  c.outputs = outputs;
  c.items = 1;
  fill(c, Stream(31));
  c.items = items;
  const std::vector<std::int32_t> one = c.inputs;
  c.inputs.clear();
  for (int i = 0; i < items; ++i) c.inputs.insert(c.inputs.end(), one.begin(), one.end());
  c.image.assign(items, 0);
  c.position.resize(items);
  for (int i = 0; i < items; ++i) c.position[i] = static_cast<std::uint32_t>(i);
  return c;
}

/// A converter of 1/256 unit: its rounding adds a variance of 1/12 of that squared.
AdcRange fine_range(int largest_units) { return {256, -256 * largest_units, 256 * largest_units}; }

/// Errors in units against the exact product, of every output: [outputs][items].
std::vector<std::vector<double>> errors(const CrossbarCase& c, const ProgrammedArray& array,
                                        const AdcRange& range, bool naive) {
  const auto sums = run(c, array, range, naive);
  const auto exact = integer_product(c);
  std::vector<std::vector<double>> out(c.outputs);
  for (std::size_t i = 0; i < sums.size(); ++i)
    out[i % c.outputs].push_back(static_cast<double>(sums[i] - exact[i]) / 65536.0);
  return out;
}

/// sum of v^2 sigma^2 of output o, units^2, for one-slice differential pairs of exact cells with
/// infinite on/off ratio: both cells of a pair make noise.
double expected_variance(const CrossbarCase& c, const TestCell& cell, int o) {
  double sum = 0;
  for (int r = 0; r < c.rows; ++r) {
    const double v = c.inputs[r];
    const double level = std::abs(c.weights[static_cast<std::size_t>(o) * c.rows + r]);
    const double constant = cell.read_sigma * ((1 << cell.bits) - 1);
    const double proportional = cell.read_relative * level;
    sum += v * v * (2 * constant * constant + proportional * proportional);
  }
  return sum;
}

}  // namespace

TEST_CASE("read noise has the variance sum of v^2 sigma^2 and no mean") {
  const int items = 20'000;
  for (const int dac_bits : {1, 4, 7, 8}) {
    for (const bool constant : {true, false}) {
      MvmFormat f{
          5, dac_bits, false, 4, dac_bits, 64, Encoding::differential, Subtraction::analog, false};
      const CrossbarCase c = repeated(f, 60, 5, items);
      TestCell cell = exact_cell(4);
      if (constant) cell.read_sigma = 0.01;
      if (!constant) cell.read_relative = 0.03;
      const auto array = program_array(f, cell, c.rows, c.outputs, c.weights, Stream(1));
      const auto error = errors(c, array, fine_range(65000), false);
      for (int o = 0; o < c.outputs; ++o) {
        INFO("dac " << dac_bits << ", constant " << constant << ", output " << o);
        const double expected = expected_variance(c, cell, o);
        // Standard errors: sigma/sqrt(n) of the mean, sqrt(2/n) of the relative variance; beside
        // it the rounding of cells' variances and of 8-bit squares, below 0.3 % here.
        CHECK(std::abs(mean(error[o])) < 4 * std::sqrt(expected / items) + 1.0 / 512);
        CHECK(std::abs(variance(error[o]) / expected - 1) < 4 * std::sqrt(2.0 / items) + 0.003);
      }
    }
  }
}

TEST_CASE("a converter of more than 24 bits sees the same noise") {
  const int items = 20'000;
  MvmFormat f{5, 4, false, 4, 4, 64, Encoding::differential, Subtraction::analog, false};
  const CrossbarCase c = repeated(f, 60, 1, items);
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.01;
  const auto array = program_array(f, cell, c.rows, c.outputs, c.weights, Stream(1));
  AdcRange range = fine_range(65000);
  const auto narrow = errors(c, array, range, false);
  range.code_min *= 8;
  range.code_max *= 8;
  const auto wide = errors(c, array, range, false);
  // One code of 1/256 unit: single against double precision at the rounding.
  for (int i = 0; i < items; ++i) REQUIRE(std::abs(wide[0][i] - narrow[0][i]) <= 1.0 / 256);
}

TEST_CASE(
    "promise 3: read noise has the distribution of the twin that draws one normal per cell and "
    "read") {
  const int items = 6'000;
  struct Kind {
    MvmFormat format;
    double g_min_s;
  };
  const Kind kinds[] = {
      {{6, 6, true, 2, 3, 20, Encoding::differential, Subtraction::digital, false}, 2e-6},
      {{6, 4, false, 3, 2, 20, Encoding::offset, Subtraction::analog, true}, 1e-6},
      {{8, 8, false, 7, 8, 40, Encoding::differential, Subtraction::analog, false}, 5e-6}};
  for (const Kind& kind : kinds) {
    const CrossbarCase c = repeated(kind.format, 30, 2, items);
    TestCell cell = exact_cell(kind.format.cell_bits);
    cell.g_min_s = kind.g_min_s;
    cell.programming_sigma = 0.02;
    cell.read_sigma = 0.01;
    cell.read_relative = 0.02;
    const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1));
    // An 8-bit-like converter: clipping and rounding act on the noise as well.
    const AdcRange range{16384, kind.format.signed_conversion() ? -1 << 20 : 0, 1 << 20};
    const auto fast = errors(c, array, range, false);
    const auto naive = errors(c, array, range, true);
    for (int o = 0; o < c.outputs; ++o) {
      INFO(c.text() << ", output " << o);
      const double both = variance(fast[o]) + variance(naive[o]);
      CHECK(std::abs(mean(fast[o]) - mean(naive[o])) < 4 * std::sqrt(both / items));
      CHECK(std::abs(variance(fast[o]) / variance(naive[o]) - 1) < 4 * std::sqrt(4.0 / items));
      // 1.95 sqrt(2/n) is the 0.1 % point of the two-sample Kolmogorov-Smirnov test.
      CHECK(two_sample_distance(fast[o], naive[o]) < 1.95 * std::sqrt(2.0 / items));
    }
  }
}

TEST_CASE("read noise is independent between columns and between positions") {
  const int items = 20'000;
  MvmFormat f{5, 4, false, 4, 4, 64, Encoding::differential, Subtraction::analog, false};
  const CrossbarCase c = repeated(f, 20, 37, items);
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.02;
  const auto array = program_array(f, cell, c.rows, c.outputs, c.weights, Stream(1));
  const auto error = errors(c, array, fine_range(4000), false);
  // 4.5 standard errors: 666 pairs of columns, and one shift of each column.
  const double bound = 4.5 / std::sqrt(double{items});
  for (int a = 0; a < c.outputs; ++a) {
    for (int b = a + 1; b < c.outputs; ++b) {
      INFO("columns " << a << " and " << b);
      CHECK(std::abs(covariance(error[a], error[b])) <
            bound * std::sqrt(variance(error[a]) * variance(error[b])));
    }
    std::vector<double> next(error[a].begin() + 1, error[a].end());
    next.push_back(error[a][0]);
    INFO("column " << a << " against the next position");
    CHECK(std::abs(covariance(error[a], next)) < bound * variance(error[a]));
  }
}

TEST_CASE("passes read with noise of their own") {
  // Eight one-bit passes of equal inputs, each with variance s: the recombined variance is
  // s (1 + 4 + ... + 4^7), which equal noise in all passes would make s (2^8 - 1)^2.
  const int items = 20'000;
  MvmFormat f{5, 8, false, 4, 1, 64, Encoding::differential, Subtraction::analog, false};
  CrossbarCase c = repeated(f, 16, 1, items);
  std::fill(c.inputs.begin(), c.inputs.end(), 255);
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.05;
  const auto array = program_array(f, cell, c.rows, c.outputs, c.weights, Stream(1));
  const double one_pass = 16 * 2 * std::pow(0.05 * 15, 2);
  const auto error = errors(c, array, fine_range(4000), false);
  CHECK(std::abs(variance(error[0]) / (one_pass * 21845) - 1) < 4 * std::sqrt(2.0 / items) + 0.003);
}

TEST_CASE("noise is a function of stream, image and position") {
  MvmFormat f{5, 4, false, 4, 4, 64, Encoding::differential, Subtraction::analog, false};
  CrossbarCase c = repeated(f, 20, 3, 4);
  c.image = {0, 0, 1, 0};
  c.position = {0, 1, 0, 0};
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.05;
  const auto array = program_array(f, cell, c.rows, c.outputs, c.weights, Stream(1));
  const auto sums = run(c, array, fine_range(4000), false);
  const auto item = [&](int i) {
    return std::vector<std::int64_t>(sums.begin() + 3 * i, sums.begin() + 3 * i + 3);
  };
  CHECK(item(0) == item(3));
  CHECK(item(0) != item(1));
  CHECK(item(0) != item(2));
  CHECK(run(c, array, fine_range(4000), false, nullptr, Stream(100)) != sums);
}
