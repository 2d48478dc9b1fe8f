// What a peak multiplies: distributions of the drawn integers, and what they do to energy.
#include "sim/figures/operands.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/figures/peak.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

constexpr std::size_t kDraws = 65536;

std::vector<std::int32_t> drawn(const OperandValues& values, std::int32_t largest,
                                bool both_signs) {
  std::vector<std::int32_t> integers(kDraws);
  draw_operands(values, largest, both_signs, Stream(7), integers);
  return integers;
}

double mean(const std::vector<std::int32_t>& integers) {
  return std::accumulate(integers.begin(), integers.end(), 0.0) / kDraws;
}

Peak edge_peak(const Operands& operands) {
  const Chip chip(read_spec<ChipSpec>(Document::load(chip_file("edge_rram_constants"))));
  return peak_of(chip, 8, 8, 1, operands);
}

Operands inputs(OperandForm form, double magnitude, double zeros) {
  Operands operands;
  operands.inputs = OperandValues{form, magnitude, zeros};
  return operands;
}

}  // namespace

TEST_CASE("uniform operands reach both ends of their range and no further") {
  const auto ends = [](const std::vector<std::int32_t>& integers) {
    const auto [low, high] = std::minmax_element(integers.begin(), integers.end());
    return std::pair(*low, *high);
  };
  CHECK(ends(drawn({OperandForm::uniform, 1, 0}, 255, false)) == std::pair(0, 255));
  const std::vector<std::int32_t> weights = drawn({OperandForm::uniform, 0.5, 0}, 6, true);
  CHECK(ends(weights) == std::pair(-3, 3));
  // The standard error of the mean of 65,536 draws is 2 / 256.
  CHECK(std::abs(mean(weights)) < 4 * 2.0 / 256);
}

TEST_CASE("constant operands are the nearest integer to their share of the largest") {
  CHECK(drawn({OperandForm::constant, 0.4, 0}, 15, false) == std::vector<std::int32_t>(kDraws, 6));
  CHECK(drawn({OperandForm::constant, -1, 0}, 7, true) == std::vector<std::int32_t>(kDraws, -7));
}

TEST_CASE("zeros have the share that is asked for, and leave the other draws as they are") {
  const std::vector<std::int32_t> sparse = drawn({OperandForm::uniform, 1, 0.25}, 255, false);
  const std::vector<std::int32_t> dense = drawn({OperandForm::uniform, 1, 0}, 255, false);
  std::size_t zeroed = 0;
  for (std::size_t n = 0; n < kDraws; ++n) {
    if (sparse[n] == 0 && dense[n] != 0)
      ++zeroed;
    else
      CHECK(sparse[n] == dense[n]);
  }
  const double expected = 0.25 * 255 / 256;
  const double error = std::sqrt(expected * (1 - expected) / kDraws);
  CHECK(std::abs(zeroed / static_cast<double>(kDraws) - expected) < 4 * error);
  CHECK(mean(drawn({OperandForm::constant, 1, 1}, 255, false)) == 0);
}

TEST_CASE("uniform operands over all integers are what a peak takes when nothing is said") {
  const Peak unsaid = edge_peak({});
  CHECK(edge_peak(inputs(OperandForm::uniform, 1, 0)).macro.power == unsaid.macro.power);
}

TEST_CASE("cells that are driven by zeros take no energy, and full inputs more than random ones") {
  const auto reads = [](const Operands& operands) {
    return edge_peak(operands).actions[Action::cell_read];
  };
  const std::int64_t random = reads({});
  CHECK(reads(inputs(OperandForm::constant, 0, 0)) == 0);
  CHECK(reads(inputs(OperandForm::constant, 1, 0)) > random);
  CHECK(reads(inputs(OperandForm::uniform, 1, 0.5)) < random);
  CHECK(random > 0);
}

TEST_CASE("negative inputs are refused, and a negative range of weights") {
  CHECK_THROWS_WITH(
      read_spec<Operands>(Document::parse("inputs: {form: constant, magnitude: -0.5}", "o.yaml")),
      Catch::Contains("inputs: have a magnitude of 0 to 1"));
  CHECK_THROWS_WITH(read_spec<Operands>(Document::parse("weights: {magnitude: -0.5}", "o.yaml")),
                    Catch::Contains("which only a constant may be"));
}

TEST_CASE("the earlier key signed_inputs of operands is told the one in its place") {
  CHECK_THROWS_WITH(read_spec<Operands>(Document::parse("signed_inputs: true", "o.yaml")),
                    Catch::Contains("is no key any more; allowed: inputs_are_signed"));
}

TEST_CASE(
    "signed inputs of two polarities are converted twice at the magnitude's bits, in twice the "
    "time") {
  const Chip chip(read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/isaac_isca_2016.yaml")));
  Operands of_signs;
  of_signs.inputs_are_signed = true;
  const Peak both = peak_of(chip, 8, 8, 1, of_signs);
  const Peak magnitudes = peak_of(chip, 8, 7, 1);
  CHECK(both.actions[Action::adc_convert] == 2 * magnitudes.actions[Action::adc_convert]);
  CHECK(both.macro.operations_per_second ==
        Approx(magnitudes.macro.operations_per_second / 2).epsilon(1e-9));
}

}  // namespace mho
