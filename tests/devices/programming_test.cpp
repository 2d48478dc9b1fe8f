// Errors of writing: curves, distributions, the write-verify loop, spread between devices.
#include <catch2/catch.hpp>
#include <cmath>

#include "devices/error_curve.hpp"
#include "devices/programming.hpp"
#include "sim/base/error.hpp"
#include "tests/devices/cells.hpp"

namespace mho {
namespace {

const ConductanceRange kRange{2e-6, 40e-6};

/// Errors in units of `sigma_s` of many cells programmed to one target.
std::vector<double> errors(const Cell& cell, double target_s, double sigma_s, Effect effect) {
  const std::vector<float> targets(kDraws, static_cast<float>(target_s));
  std::vector<double> found;
  for (const float g : programmed(cell, targets, conditions(0, {effect})))
    found.push_back((static_cast<double>(g) - target_s) / sigma_s);
  return found;
}

void check_standard(const std::vector<double>& values) {
  const Moments found = moments(values);
  const double n = static_cast<double>(values.size());
  // Four standard errors: 1 / sqrt(n) of the mean, 1 / sqrt(2 n) of the deviation.
  CHECK(std::abs(found.mean) < 4 / std::sqrt(n));
  CHECK(found.deviation == Approx(1).margin(4 / std::sqrt(2 * n)));
}

ErrorCurve curve_from(const std::string& text) {
  return read_spec<ErrorCurve>(Document::parse(text, "curve"));
}

TEST_CASE("each form of error curve gives its formula") {
  CHECK(curve_from("{form: constant, sigma: 0.02}").sigma_s(7e-6, kRange) == Approx(0.8e-6));
  CHECK(curve_from("{form: proportional, sigma: 0.02}").sigma_s(7e-6, kRange) == Approx(0.14e-6));
  CHECK(curve_from("{form: inverse, sigma: 0.02}").sigma_s(10e-6, kRange) == Approx(3.2e-6));
  CHECK(curve_from("{form: inverse, sigma: 0.02}").sigma_s(0, kRange) == Approx(16e-6));
  const std::string unit = ", scale: 1 uS, reference: 40 uS}";
  // At x = 1/4: 1 + 0.5 + 0.1875.
  CHECK(curve_from("{form: polynomial, coefficients: [1, 2, 3]" + unit).sigma_s(10e-6, kRange) ==
        Approx(1.6875e-6));
  CHECK(curve_from("{form: polynomial, coefficients: [-1]" + unit).sigma_s(10e-6, kRange) == 0);
  CHECK(curve_from("{form: saturating, coefficients: [2, 0.5]" + unit).sigma_s(20e-6, kRange) ==
        Approx(2e-6 * (1 - std::exp(-1.0))));
  CHECK(curve_from("{form: logarithm, coefficients: [1, -0.5], max: 1.2" + unit)
            .sigma_s(20e-6, kRange) == Approx(1.2e-6));
  CHECK(curve_from("{form: logarithm, coefficients: [1, -0.5]" + unit).sigma_s(20e-6, kRange) ==
        Approx(1e-6 * (1 + 0.5 * std::log(2.0))));
  CHECK(curve_from("{form: power, coefficients: [0.5, -0.65]" + unit).sigma_s(20e-6, kRange) ==
        Approx(0.5e-6 * std::pow(0.5, -0.65)));
  const ErrorCurve table =
      curve_from("{form: table, at: [0.25, 0.75], coefficients: [1, 3]" + unit);
  CHECK(table.sigma_s(5e-6, kRange) == Approx(1e-6));
  CHECK(table.sigma_s(20e-6, kRange) == Approx(2e-6));
  CHECK(table.sigma_s(38e-6, kRange) == Approx(3e-6));
}

TEST_CASE("wrong error curves are refused with what is allowed") {
  const auto message = [](const std::string& text) -> std::string {
    try {
      curve_from(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  const auto contains = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(contains(message("{form: constant}"), "sigma: missing"));
  CHECK(contains(message("{form: constant, sigma: 0.1, coefficients: [1]}"),
                 "coefficients: unknown key"));
  CHECK(contains(message("{form: power, coefficients: [1], scale: 1 uS, reference: 1 uS}"),
                 "must be two for this form"));
  CHECK(contains(
      message("{form: table, coefficients: [1, 2], at: [1, 1], scale: 1 uS, reference: 1 uS}"),
      "must ascend"));
  CHECK(contains(
      message("{form: table, coefficients: [1, 2], at: [1], scale: 1 uS, reference: 1 uS}"),
      "must be as many"));
  CHECK(contains(message("{form: polynomial, coefficients: [], scale: 1 uS, reference: 1 uS}"),
                 "must have at least one"));
}

TEST_CASE("a programming error is normal with the deviation of its curve") {
  const auto cell = shipped_cell("pcm_joshi_natcomm_2020");
  for (const double x : {0.5, 1.0}) {
    const double sigma_s = (0.26348 + 1.9650 * x - 1.1731 * x * x) * 1e-6;
    const auto found = errors(*cell, x * 25e-6, sigma_s, Effect::programming_error);
    check_standard(found);
    CHECK(kolmogorov(found, normal_cumulative) < kKolmogorov);
  }
}

TEST_CASE("a uniform programming error has the same deviation and ends at its root of three") {
  const auto cell = cell_from(
      kRram + "  programming_error: {form: constant, sigma: 0.02, distribution: uniform}\n");
  const auto found = errors(*cell, 20e-6, 0.8e-6, Effect::programming_error);
  check_standard(found);
  const double end = std::sqrt(3.0);
  CHECK(*std::max_element(found.begin(), found.end()) <= end + 1e-5);
  CHECK(kolmogorov(found, [&](double x) { return std::clamp((x + end) / (2 * end), 0.0, 1.0); }) <
        kKolmogorov);
}

TEST_CASE("devices differ by a normal or a lognormal factor") {
  for (const std::string form : {"normal", "lognormal"}) {
    const auto cell =
        cell_from(kRram + "  device_variation: {distribution: " + form + ", sigma: 0.1}\n");
    const std::vector<float> targets(kDraws, 20e-6F);
    std::vector<double> found;
    for (const float g : programmed(*cell, targets, {})) {
      const double factor = static_cast<double>(g) / 20e-6;
      found.push_back((form == "normal" ? factor - 1 : std::log(factor)) / 0.1);
    }
    INFO(form);
    check_standard(found);
    CHECK(kolmogorov(found, normal_cumulative) < kKolmogorov);
  }
}

TEST_CASE("capacitors mismatch with the root of their size") {
  const std::string small = "  kind: sram_charge\n  capacitance: 0.5 fF\n  cycle_time: 5 ns\n";
  const auto cell = cell_from(small + "  mismatch: {sigma: 0.01, at: 2 fF}\n");
  CHECK(cell->g_max().value() == Approx(1e-7));  // 0.5 fF / 5 ns
  CHECK(cell->g_min().value() == 0);
  check_standard(errors(*cell, 1e-7, 0.02e-7, Effect::device_variation));
}

TEST_CASE("a magnetic junction's states differ by its magnetoresistance") {
  const auto cell = cell_from("  kind: mram\n  g_max: 1 mS\n  tmr: 1.5\n");
  CHECK(cell->levels() == 2);
  CHECK(cell->g_min().value() == Approx(0.4e-3));
}

const std::string kOnePulse = "  programming_error: {form: constant, sigma: 0.02}\n";

TEST_CASE("a write-verify loop that accepts anything is one pulse, to the bit") {
  const auto once = cell_from(kRram + kOnePulse);
  const auto loop = cell_from(
      kRram + kOnePulse + "  write_verify: {tolerance: 1e9, relative_to: g_max, max_pulses: 9}\n");
  const std::vector<float> targets = level_targets(*once, 1000);
  CHECK(programmed(*loop, targets, {}) == programmed(*once, targets, {}));
  const CellGrid grid{0, 10, 100};
  for (const auto& cell : {once, loop}) {
    const ProgrammingEffort effort = cell->effort(grid, targets, Stream(1));
    CHECK(effort.pulses == 1000);
    CHECK(effort.row_pulses == 10);
  }
}

TEST_CASE(
    "a write-verify loop leaves a normal cut at its tolerance, after a geometric number of "
    "pulses") {
  // Tolerance of one standard deviation of a pulse: it is met with p = 0.6827.
  const auto cell =
      cell_from(kRram + kOnePulse +
                "  write_verify: {tolerance: 0.02, relative_to: g_max, max_pulses: 1000}\n");
  const std::vector<float> targets(kDraws, 20e-6F);
  std::vector<double> found;
  for (const float g : programmed(*cell, targets, {}))
    found.push_back((static_cast<double>(g) - 20e-6) / 0.8e-6);
  const double p = 2 * normal_cumulative(1) - 1;
  const auto cut = [&](double x) {
    return std::clamp((normal_cumulative(x) - normal_cumulative(-1)) / p, 0.0, 1.0);
  };
  CHECK(kolmogorov(found, cut) < kKolmogorov);
  const auto [lowest, highest] = std::minmax_element(found.begin(), found.end());
  CHECK(*lowest >= -1 - 1e-5);
  CHECK(*highest <= 1 + 1e-5);
  const auto effort = cell->effort({0, 200, 100}, targets, Stream(1));
  const double n = static_cast<double>(kDraws);
  const double mean = static_cast<double>(effort.pulses) / n;
  CHECK(mean == Approx(1 / p).margin(4 * std::sqrt(1 - p) / p / std::sqrt(n)));
  // The mean of the largest of 100 geometric counts: sum over k of P(largest > k).
  double slowest = 0;
  for (int k = 0; k < 200; ++k) slowest += 1 - std::pow(1 - std::pow(1 - p, k), 100);
  // Its deviation is near that of the extreme of exponentials, 1.28 / ln(1 / (1 - p)).
  const double error = 1.28 / -std::log(1 - p) / std::sqrt(200.0);
  CHECK(static_cast<double>(effort.row_pulses) / 200 == Approx(slowest).margin(4 * error));
}

TEST_CASE("a write-verify loop gives up after its last pulse") {
  const auto cell = cell_from(
      kRram + kOnePulse + "  write_verify: {tolerance: 0, relative_to: target, max_pulses: 7}\n");
  const std::vector<float> targets(640, 20e-6F);
  const auto effort = cell->effort({0, 10, 64}, targets, Stream(1));
  CHECK(effort.pulses == 640 * 7);
  CHECK(effort.row_pulses == 70);
}

TEST_CASE("a write-verify loop takes out the spread between devices") {
  const std::string spread = "  device_variation: {distribution: normal, sigma: 0.2}\n";
  const std::string exact = "  programming_error: {form: constant, sigma: 0.001}\n";
  const auto open = cell_from(kRram + exact + spread);
  const auto closed =
      cell_from(kRram + exact + spread +
                "  write_verify: {tolerance: 0.01, relative_to: g_max, max_pulses: 20}\n");
  const std::vector<float> targets(kDraws, 20e-6F);
  const auto worst = [&](const Cell& cell, Effects on) {
    double distance = 0;
    for (const float g : programmed(cell, targets, conditions(0, on)))
      distance = std::max(distance, std::abs(static_cast<double>(g) - 20e-6));
    return distance;
  };
  CHECK(worst(*open, Effects::all()) > 8e-6);
  CHECK(worst(*closed, Effects::all()) <= 0.4001e-6);
  CHECK(worst(*closed, {Effect::device_variation}) <= 0.4001e-6);
}

TEST_CASE("blocks that cannot stand together or alone are refused") {
  CHECK_THROWS_AS(
      cell_from(kRram + "  write_verify: {tolerance: 1, relative_to: g_max, max_pulses: 2}\n"),
      InputError);
  const std::string retention =
      "  retention:\n    interpolation: linear\n    first_age: 0 s\n    reference: 1 uS\n"
      "    scale: 1 uS\n    ages:\n    - age: 1 day\n";
  CHECK_NOTHROW(cell_from(kRram + kOnePulse + retention));
  CHECK_THROWS_AS(cell_from(kRram + retention), InputError);
  CHECK_THROWS_AS(cell_from(kRram + kOnePulse + retention +
                            "  write_verify: {tolerance: 1, relative_to: g_max, max_pulses: 2}\n"),
                  InputError);
}

}  // namespace
}  // namespace mho
