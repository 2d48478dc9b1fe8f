// Promise 3 for the crossbar kernel: the twin in plain loops agrees bit for bit without read noise,
// and neither blocking nor instruction set changes a bit with it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "models/crossbar/kernel/kernel.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// Cells with programming error; odd cases have a finite on/off ratio as well.
TestCell erroneous_cell(const CrossbarCase& c, std::uint64_t index) {
  TestCell cell = exact_cell(c.format.cell_bits);
  cell.programming_sigma = 0.03;
  if (index % 2 == 1) cell.g_min_s = 3e-6;
  return cell;
}

/// A converter that clips or rounds: from a fine one with a narrow range to a coarse one.
AdcRange coarse_range(const CrossbarCase& c, std::uint64_t index) {
  const AdcRange wide = wide_range(c);
  AdcRange range;
  range.lsb = (index % 3 == 0 ? 1 : index % 37 + 1) * 65536 / (index % 5 == 0 ? 3 : 1);
  range.code_max = std::max(1, wide.code_max / static_cast<int>(index % 7 + 1));
  range.code_min = wide.code_min / static_cast<int>(index % 7 + 1);
  return range;
}

}  // namespace

TEST_CASE(
    "promise 3: the kernel has the bits of its twin in plain loops, on every instruction set") {
  for (std::uint64_t index = 0; index < 250; ++index) {
    const CrossbarCase c = random_case(Stream(77), index);
    const auto array = program_array(c.format, erroneous_cell(c, index), c.rows, c.outputs,
                                     c.weights, Stream(index));
    const AdcRange range = coarse_range(c, index);
    MvmActivity naive_activity;
    const auto naive = run(c, array, range, true, &naive_activity);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", lsb " << range.lsb << ", codes "
                   << range.code_min << ".." << range.code_max << ", " << name_of(set));
      MvmActivity activity;
      REQUIRE(run_on(set, c, array, range, &activity) == naive);
      REQUIRE(activity == naive_activity);
    }
  }
}

TEST_CASE("promise 3: read noise has the same bits on every instruction set") {
  for (std::uint64_t index = 0; index < 150; ++index) {
    const CrossbarCase c = random_case(Stream(78), index);
    TestCell cell = erroneous_cell(c, index);
    cell.read_sigma = 0.02;
    cell.read_relative = 0.01;
    const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(index));
    const AdcRange range = coarse_range(c, index);
    const auto expected = run_on(InstructionSet::sse2, c, array, range);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", " << name_of(set));
      REQUIRE(run_on(set, c, array, range) == expected);
    }
  }
}

TEST_CASE("promise 3: a batch gives the bits of its items one by one, with read noise") {
  CrossbarCase c;
  c.format = {8, 8, true, 4, 4, 30, Encoding::differential, Subtraction::digital, false};
  c.rows = 70;
  c.outputs = 23;
  c.items = 64;
  fill(c, Stream(12));
  TestCell cell = exact_cell(4);
  cell.programming_sigma = 0.02;
  cell.read_sigma = 0.05;
  const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(1));
  AdcRange range = wide_range(c);
  range.lsb = 5 << kPartialSumFraction;
  const auto together = run(c, array, range, false);
  for (int split : {1, 3, 8, 33}) {
    std::vector<std::int64_t> sums(together.size(), 0);
    for (int first = 0; first < c.items; first += split) {
      const int items = std::min(split, c.items - first);
      const MvmBatch part{std::span(c.inputs).subspan(first * c.rows, items * c.rows),
                          std::span(c.image).subspan(first, items),
                          std::span(c.position).subspan(first, items)};
      mvm(array, range, part, Stream(99),
          std::span(sums).subspan(first * c.outputs, items * c.outputs), nullptr);
    }
    INFO("items at a time: " << split);
    CHECK(sums == together);
  }
}

TEST_CASE("partial sums are added to what is there") {
  CrossbarCase c = random_case(Stream(79), 3);
  const auto array = program_array(c.format, exact_cell(c.format.cell_bits), c.rows, c.outputs,
                                   c.weights, Stream(1));
  std::vector<std::int64_t> sums(static_cast<std::size_t>(c.items) * c.outputs, 1000);
  mvm(array, wide_range(c), c.batch(), Stream(1), sums, nullptr);
  auto expected = integer_product(c);
  for (auto& value : expected) value += 1000;
  CHECK(sums == expected);
}

TEST_CASE("column sums are what the converters see") {
  for (std::uint64_t index = 0; index < 60; ++index) {
    const CrossbarCase c = random_case(Stream(80), index);
    INFO("case " << index << ": " << c.text());
    const auto array = program_array(c.format, exact_cell(c.format.cell_bits), c.rows, c.outputs,
                                     c.weights, Stream(index));
    std::vector<float> sums;
    column_sums(array, c.batch(), sums);
    const int passes = c.format.passes(c.rows);
    REQUIRE(sums.size() == static_cast<std::size_t>(c.items) * passes * array.columns);
    // The digital side applied to exact sums gives the exact product back; in single precision as
    // long as the sums have 24 bits.
    const MvmFormat& f = c.format;
    if (static_cast<std::int64_t>(c.rows) * ((1 << f.cell_bits) - 1) * f.largest_code() >= 1 << 24)
      continue;
    std::vector<std::int64_t> products(static_cast<std::size_t>(c.items) * c.outputs, 0);
    for (int i = 0; i < c.items; ++i) {
      const std::span of_item(&products[static_cast<std::size_t>(i) * c.outputs], c.outputs);
      for (int p = 0; p < passes; ++p) {
        const int slice = p % f.code_slices();
        const int polarity = p / f.code_slices() % f.input_polarities();
        const int group = p / f.code_slices() / f.input_polarities();
        for (int k = 0; k < array.columns; ++k) {
          const auto code = static_cast<std::int64_t>(
              sums[(static_cast<std::size_t>(i) * passes + p) * array.columns + k]);
          const std::int64_t part =
              code * (polarity == 1 || f.negative_slice(slice) ? -1 : 1) *
              array.column_sign[static_cast<std::size_t>(group) * array.columns_padded + k] *
              (std::int64_t{1} << (array.column_shift[k] + slice * f.code_bits() +
                                   kPartialSumFraction));
          const int output = array.column_output[k];
          if (output < c.outputs) of_item[output] += part;
          for (int o = 0; output == c.outputs && o < c.outputs; ++o) of_item[o] -= part;
        }
      }
      for (int o = 0; o < c.outputs; ++o) of_item[o] += array.constant[o];
      for (int r = 0; r < c.rows; ++r)
        for (int o = 0; o < c.outputs; ++o)
          of_item[o] +=
              array.correction[static_cast<std::size_t>(r / f.active_rows) * c.outputs + o] *
              c.inputs[static_cast<std::size_t>(i) * c.rows + r];
    }
    REQUIRE(products == integer_product(c));
  }
}

TEST_CASE("promise 3: inputs by row have the bits of inputs by item, on every instruction set") {
  for (std::uint64_t index = 0; index < 250; ++index) {
    CrossbarCase c = random_case(Stream(81), index);
    if (index % 4 == 0) {  // several chunks, the last one not full
      c.items = 97 + static_cast<int>(index % 7);
      fill(c, Stream(index));
    }
    TestCell cell = erroneous_cell(c, index);
    if (index % 2 == 0) cell.read_sigma = 0.02;
    const auto array = program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(index));
    const AdcRange range = coarse_range(c, index);
    std::vector<std::int32_t> by_row;
    for (int r = 0; r < c.rows; ++r)
      for (int i = 0; i < c.items; ++i)
        by_row.push_back(c.inputs[static_cast<std::size_t>(i) * c.rows + r]);
    const MvmBatch batch{by_row, c.image, c.position, BatchLayout::by_row};
    CHECK(inputs_by_item(batch) == c.inputs);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", " << name_of(set));
      MvmActivity wanted, activity;
      const auto expected = run_on(set, c, array, range, &wanted);
      std::vector<std::int64_t> sums(expected.size(), 0);
      mvm_on(set, array, range, batch, Stream(4), sums, &activity);
      REQUIRE(sums == expected);
      REQUIRE(activity == wanted);
      std::fill(sums.begin(), sums.end(), 0);
      mvm_on(set, array, range, batch, Stream(4), sums, nullptr);
      REQUIRE(sums == expected);
    }
  }
}
