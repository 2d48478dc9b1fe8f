// Constants ranked by how much they move a metric, held against runs with the constant changed.
#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/figures/figures.hpp"
#include "sim/figures/sensitivity.hpp"
#include "sim/run/execute.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

const Place kWhere{kQuickstart, 0};
const RunControl kQuiet{1, {}};

const SensitivityRow* row_of(const Sensitivity& found, const std::string& key) {
  for (const SensitivityRow& row : found.rows)
    if (row.key == key) return &row;
  return nullptr;
}

}  // namespace

TEST_CASE("a run priced again has every figure of a run that is executed again") {
  const RunSpec spec = lenet_spec();
  const ExecutedRun executed = execute(spec, kWhere, kQuiet);
  for (const auto& [key, number] :
       {std::pair{"chip.tile.macro.adc.energy", 1.32e-12},
        std::pair{"chip.tile.input_buffer.read_energy", 1e-11},
        std::pair{"chip.tile.macro.read_voltage", 0.22}, std::pair{"chip.noc.router.leakage", 9e-6},
        std::pair{"chip.global_buffer.area", 1e-6}}) {
    const RunSpec changed = with_number(spec, key, number);
    const Results priced = figures_of(changed, executed);
    const Results again = run(changed, kWhere, kQuiet);
    REQUIRE(priced.metrics.size() == again.metrics.size());
    for (const Metric& metric : again.metrics) {
      INFO(key << ": " << metric.name);
      CHECK(value(priced, metric.name) == metric.value);
    }
  }
}

TEST_CASE("sensitivities are those of runs with the constant changed") {
  const RunSpec spec = lenet_spec({"engine.values=off"});
  const std::string metric = "tops_per_joule.chip.achieved";
  const Sensitivity found = sensitivity_of(spec, kWhere, metric, {}, kQuiet);
  const double base = value(run(spec, kWhere, kQuiet), metric);
  CHECK(found.value == base);
  // An energy, which is priced, and a time, which is simulated.
  for (const auto& [key, simulated] : {std::pair{"chip.tile.control.energy", false},
                                       std::pair{"chip.tile.macro.adc.delay", true}}) {
    const SensitivityRow* row = row_of(found, key);
    INFO(key);
    REQUIRE(row != nullptr);
    CHECK(row->simulated == simulated);
    for (const auto& [factor, change] : {std::pair{1.1, row->up}, std::pair{0.9, row->down}}) {
      const RunSpec changed = with_number(spec, key, factor * row->value_si);
      CHECK(*change == value(run(changed, kWhere, kQuiet), metric) / base - 1);
    }
  }
  for (std::size_t i = 1; i < found.rows.size(); ++i)
    CHECK(found.rows[i - 1].moved() >= found.rows[i].moved());
  CHECK(row_of(found, "chip.tile.macro.adc.area") == nullptr);
}

TEST_CASE("energies moved together move the energy of an inference by as much") {
  const Sensitivity found = sensitivity_of(lenet_spec({"engine.values=off"}), kWhere,
                                           "energy.per_inference", {0}, kQuiet);
  double up = 0;
  for (const SensitivityRow& row : found.rows)
    if (row.unit == "J" || row.unit == "W") up += row.up.value_or(0);
  // The cells' share follows from voltage, time and conductance, which are no energies.
  const SensitivityRow* voltage = row_of(found, "chip.tile.macro.read_voltage");
  REQUIRE(voltage != nullptr);
  const double cells = *voltage->up / (1.1 * 1.1 - 1);
  CHECK(up + 0.1 * cells == Approx(0.1).epsilon(1e-6));
}

TEST_CASE("without simulations, times are left out and named") {
  const Sensitivity found =
      sensitivity_of(lenet_spec({"engine.values=off"}), kWhere, "latency.first", {0}, kQuiet);
  CHECK(found.rows.empty());
  CHECK(std::find(found.left_out.begin(), found.left_out.end(), "chip.tile.macro.adc.delay") !=
        found.left_out.end());
}

TEST_CASE("a metric that the run does not have is refused") {
  CHECK_THROWS_WITH(sensitivity_of(lenet_spec({"engine.values=off"}), kWhere,
                                   "tops_per_joule.system.peak", {}, kQuiet),
                    Catch::Contains("is no metric of this run"));
}

}  // namespace mho
