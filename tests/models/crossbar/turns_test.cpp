// Zero skipping and conversions that end early: the kernel against its twin in plain loops, what
// skipping may and may not change, and counts by hand.
#include <algorithm>
#include <catch2/catch.hpp>

#include "models/crossbar/kernel/kernel.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

namespace mho {
namespace {

/// A random case with this skipping as far as its encoding allows, and with zeros in its inputs:
/// all of an item, most of one, the lower bits of one.
CrossbarCase sparse_case(const Stream& stream, std::uint64_t index, ZeroSkipping skipping) {
  CrossbarCase c = random_case(stream, index);
  if (skipping == ZeroSkipping::row) c.format.flip = false;
  c.format.columns_at_once = 0;
  c.format.weight_copies = 1;
  if (c.format.encoding != Encoding::xnor) c.format.zero_skipping = skipping;
  for (int i = 0; i < c.items; ++i)
    for (int r = 0; r < c.rows; ++r) {
      std::int32_t& x = c.inputs[static_cast<std::size_t>(i) * c.rows + r];
      const int kind = static_cast<int>((index + static_cast<std::uint64_t>(i)) % 4);
      if (kind == 0 || (kind == 1 && (r * 7 + i) % 5 != 0)) x = 0;
      if (kind == 2) x = x / 4 * 4;
    }
  return c;
}

TestCell erroneous_cell(const CrossbarCase& c) {
  TestCell cell = exact_cell(c.format.cell_bits);
  cell.programming_sigma = 0.03;
  cell.g_min_s = 1e-6;
  return cell;
}

/// Rounds and clips; every second case ends conversions early, as a ramp or each for itself.
Readout coarse_readout(const CrossbarCase& c, std::uint64_t index) {
  const AdcRange wide = wide_range(c);
  AdcRange range;
  range.lsb = static_cast<std::int64_t>(index % 29 + 1) << kPartialSumFraction;
  range.code_max = std::min(std::max(1, wide.code_max / 5), 4000);
  range.code_min = c.format.signed_conversion() ? -range.code_max - 1 : 0;
  Readout readout(range);
  if (index % 2 == 0) return readout;
  readout.steps.full = range.code_max - range.code_min + 1;
  readout.steps.converters = static_cast<int>(index % 13) + 1;
  readout.steps.stop_together = index % 4 == 1;
  for (int k = 0; k < readout.steps.full; ++k)
    readout.steps.of_code.push_back(index % 8 < 4 ? k + 1 : k % 7);
  return readout;
}

struct Outcome {
  std::vector<std::int64_t> sums;
  MvmActivity activity;
  std::vector<PassRecord> passes;

  bool operator==(const Outcome&) const = default;
};

Outcome empty_outcome(const CrossbarCase& c) {
  Outcome outcome;
  outcome.sums.resize(static_cast<std::size_t>(c.items) * c.outputs);
  outcome.passes.resize(static_cast<std::size_t>(c.items) * c.format.passes(c.rows));
  return outcome;
}

Outcome outcome_on(InstructionSet set, const CrossbarCase& c, const ProgrammedArray& array,
                   const Readout& readout) {
  Outcome outcome = empty_outcome(c);
  mvm_on(set, array, readout, c.batch(), Stream(4), outcome.sums, &outcome.activity,
         outcome.passes);
  return outcome;
}

ProgrammedArray array_of(const CrossbarCase& c, const Cell& cell, std::uint64_t seed = 1) {
  return program_array(c.format, cell, c.rows, c.outputs, c.weights, Stream(seed));
}

constexpr ZeroSkipping kAll[] = {ZeroSkipping::none, ZeroSkipping::slice, ZeroSkipping::row};

/// 6 rows, 2 active, 2 slices of 1 bit, 3 outputs of 2 weight slices.
CrossbarCase small_case(ZeroSkipping skipping, std::vector<std::int32_t> inputs) {
  CrossbarCase c;
  c.format = {3, 2, false, 1, 1, 2, Encoding::differential, Subtraction::analog, false};
  c.format.columns_at_once = 0;
  c.format.weight_copies = 1;
  c.format.zero_skipping = skipping;
  c.rows = 6;
  c.outputs = 3;
  c.items = static_cast<int>(inputs.size()) / 6;
  fill(c, Stream(5));
  c.inputs = std::move(inputs);
  return c;
}

}  // namespace

TEST_CASE(
    "promise 3: with zero skipping and early ends the kernel has the bits, counts and passes of "
    "its twin on every instruction set") {
  for (std::uint64_t index = 0; index < 240; ++index) {
    const CrossbarCase c = sparse_case(Stream(90), index, kAll[index % 3]);
    const ProgrammedArray array = array_of(c, erroneous_cell(c), index);
    const Readout readout = coarse_readout(c, index);
    Outcome naive = empty_outcome(c);
    mvm_naive(array, readout, c.batch(), Stream(4), naive.sums, &naive.activity, naive.passes);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", skipping " << index % 3 << ", "
                   << name_of(set));
      const Outcome fast = outcome_on(set, c, array, readout);
      REQUIRE(fast.sums == naive.sums);
      REQUIRE(fast.activity == naive.activity);
      REQUIRE(fast.passes == naive.passes);
    }
  }
}

TEST_CASE(
    "promise 3: read noise has the same bits with zero skipping, in any batch, on every set") {
  for (std::uint64_t index = 0; index < 60; ++index) {
    const CrossbarCase c = sparse_case(Stream(91), index, kAll[index % 2 + 1]);
    TestCell cell = erroneous_cell(c);
    cell.read_sigma = 0.02;
    const ProgrammedArray array = array_of(c, cell, index);
    const Readout readout = coarse_readout(c, index);
    const Outcome expected = outcome_on(InstructionSet::sse2, c, array, readout);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", " << name_of(set));
      REQUIRE(outcome_on(set, c, array, readout) == expected);
    }
    std::vector<std::int64_t> one_by_one(expected.sums.size(), 0);
    for (int i = 0; i < c.items; ++i)
      mvm(array, readout,
          {std::span(c.inputs).subspan(i * c.rows, c.rows), std::span(c.image).subspan(i, 1),
           std::span(c.position).subspan(i, 1)},
          Stream(4), std::span(one_by_one).subspan(i * c.outputs, c.outputs), nullptr);
    REQUIRE(one_by_one == expected.sums);
  }
}

TEST_CASE("promise 1: zero skipping leaves the integer product as it is, for every encoding") {
  for (std::uint64_t index = 0; index < 240; ++index) {
    const CrossbarCase c = sparse_case(Stream(92), index, kAll[index % 2 + 1]);
    INFO("case " << index << ": " << c.text());
    const ProgrammedArray array = array_of(c, exact_cell(c.format.cell_bits));
    REQUIRE(run(c, array, wide_range(c), false) == integer_product(c));
    MvmActivity activity;
    REQUIRE(run(c, array, wide_range(c), false, &activity) == integer_product(c));
  }
}

TEST_CASE("skipped slices do not change a code of the others, whatever the converter") {
  for (std::uint64_t index = 0; index < 60; ++index) {
    CrossbarCase c = sparse_case(Stream(93), index, ZeroSkipping::slice);
    const Readout readout = coarse_readout(c, index);
    const std::vector<std::int64_t> skipped =
        run(c, array_of(c, erroneous_cell(c)), readout, false);
    c.format.zero_skipping = ZeroSkipping::none;
    INFO("case " << index << ": " << c.text());
    // An ideal converter has code 0 for a sum of 0: what was skipped contributed nothing.
    REQUIRE(run(c, array_of(c, erroneous_cell(c)), readout, false) == skipped);
  }
}

TEST_CASE("a skipped conversion makes no error: neither the converter's offset nor noise") {
  const CrossbarCase c = small_case(ZeroSkipping::slice, std::vector<std::int32_t>(12, 0));
  Readout readout(wide_range(c));
  readout.column_noise = 2;
  std::vector<double> switching;
  for (int k = readout.ranges[0].code_min; k < readout.ranges[0].code_max; ++k)
    switching.push_back(k - 2.5);  // three codes too many
  readout.thresholds =
      Thresholds(1, readout.ranges[0].code_min, readout.ranges[0].code_max, switching);
  CrossbarCase plain = c;
  plain.format.zero_skipping = ZeroSkipping::none;
  for (const bool naive : {false, true}) {
    CHECK(run(c, array_of(c, exact_cell(1)), readout, naive) == std::vector<std::int64_t>(6, 0));
    CHECK(run(plain, array_of(plain, exact_cell(1)), readout, naive) !=
          std::vector<std::int64_t>(6, 0));
  }
}

TEST_CASE("activity counts the slices of row groups that hold something") {
  // Rows (0, 1) hold bit 0, (2, 3) nothing, (4, 5) both bits.
  const CrossbarCase c = small_case(ZeroSkipping::slice, {1, 0, 0, 0, 2, 1});
  const ProgrammedArray array = array_of(c, exact_cell(1));
  const Outcome outcome = outcome_on(InstructionSet::sse2, c, array, wide_range(c));
  CHECK(outcome.passes == std::vector<PassRecord>{{1, 0}, {0, 0}, {0, 0}, {0, 0}, {1, 0}, {1, 0}});
  CHECK(outcome.activity.drives == 3);
  CHECK(outcome.activity.row_drives == 3 * 2);
  CHECK(outcome.activity.samples == 3 * 6);
  CHECK(outcome.activity.conversions == 3 * 6);
  CHECK(outcome.activity.shift_adds == 3 * 6);
  CHECK(outcome.activity.adc_steps == 0);
}

TEST_CASE("rows that are not zero fill row groups as they come") {
  // Bit 0 is set in three rows, two groups; bit 1 in one.
  const CrossbarCase c = small_case(ZeroSkipping::row, {1, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0});
  const ProgrammedArray array = array_of(c, exact_cell(1));
  const Outcome outcome = outcome_on(InstructionSet::sse2, c, array, wide_range(c));
  std::vector<PassRecord> expected(12);
  expected[0] = expected[1] = expected[3] = {1, 0};
  CHECK(outcome.passes == expected);
  CHECK(outcome.activity.drives == 3);
  CHECK(outcome.activity.row_drives == 4);
  CHECK(outcome.activity.conversions == 3 * 6);
}

TEST_CASE("the read energy of a sparse MVM does not depend on skipping") {
  for (std::uint64_t index = 0; index < 30; ++index) {
    MvmActivity activity[3];
    for (int k = 0; k < 3; ++k) {
      CrossbarCase c = sparse_case(Stream(94), index, kAll[k]);
      c.format.flip = false;
      run(c, array_of(c, exact_cell(c.format.cell_bits)), wide_range(c), false, &activity[k]);
    }
    REQUIRE(activity[1].driven_conductance == activity[0].driven_conductance);
    REQUIRE(activity[2].driven_conductance == activity[0].driven_conductance);
    REQUIRE(activity[1].drives <= activity[0].drives);
    REQUIRE(activity[2].drives <= activity[1].drives);
  }
}

TEST_CASE("column sums of row groups formed at run time add up to those of all rows") {
  CrossbarCase c = small_case(ZeroSkipping::row, {1, 0, 1, 0, 3, 0, 3, 3, 3, 3, 3, 3});
  const ProgrammedArray array = array_of(c, exact_cell(1));
  std::vector<float> sums;
  column_sums(array, c.batch(), sums);
  c.format.zero_skipping = ZeroSkipping::none;
  c.format.active_rows = 6;
  std::vector<float> whole;
  column_sums(array_of(c, exact_cell(1)), c.batch(), whole);
  REQUIRE(sums.size() == 3 * whole.size());
  for (int of = 0; of < 4; ++of)  // item and slice
    for (int column = 0; column < 6; ++column) {
      float sum = 0;
      for (int turn = 0; turn < 3; ++turn) sum += sums[(of * 3 + turn) * 6 + column];
      CHECK(sum == whole[of * 6 + column]);
    }
}

}  // namespace mho
