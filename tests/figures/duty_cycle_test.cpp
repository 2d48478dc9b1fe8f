// What a chip takes that is not always at work, against sums by hand.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/duty_cycle.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

constexpr double kDay = 86400;
constexpr double kPowerRounding = 1e-12;

Chip chip_with(const std::string& name, const std::vector<std::string>& sets = {}) {
  Document document = Document::load(chip_file(name));
  for (const std::string& set : sets) document.set(set);
  return Chip(read_spec<ChipSpec>(document));
}

std::string gating(const std::string& weights, const std::string& more = "") {
  return "power_states.power_gating={share: 0.9, weights: " + weights + more +
         ", wake_energy: 1 uJ, wake_time: 1 ms, source: a test}";
}

/// 2 uJ, 10 ms from first to last bit, one after another every 4 ms.
const InferenceCost kInference{from_si<Energy>(2e-6), from_si<Time>(10e-3), from_si<Time>(4e-3)};

DutyCycle at(const Chip& chip, double per_day, const WeightLoad& load = {}) {
  return duty_cycle({per_day}, chip, kInference, load, {"run.yaml", 0});
}

double static_w(const Chip& chip) {
  return chip.leakage().value() + chip.off_chip_leakage().value();
}

}  // namespace

TEST_CASE("a chip that is always busy has no idle time, and static power for its interval alone") {
  const Chip chip = chip_with("edge_rram_constants", {gating("nonvolatile")});
  const DutyCycle duty = at(chip, kDay / 4e-3);
  CHECK(duty.busy_share == Approx(1));
  CHECK(duty.gated_share == 0);
  CHECK(duty.per_inference->value() ==
        Approx(2e-6 + static_w(chip) * 4e-3).epsilon(kPowerRounding));
}

TEST_CASE("a batch is busy once for all of its inferences") {
  const Chip chip = chip_with("edge_rram_constants", {gating("nonvolatile")});
  InferenceCost batch = kInference;  // 4 inferences in 10 ms
  batch.batch = 4;
  batch.interval = from_si<Time>(2.5e-3);
  const Place where{"run.yaml", 0};
  const DutyCycle full = duty_cycle({kDay / 2.5e-3}, chip, batch, {}, where);
  CHECK(full.busy_share == Approx(1));
  CHECK(full.per_inference->value() ==
        Approx(2e-6 + static_w(chip) * 2.5e-3).epsilon(kPowerRounding));
  const DutyCycle seldom = duty_cycle({100}, chip, batch, {}, where);
  CHECK(seldom.busy_share == Approx(100.0 / 4 * 10e-3 / kDay).epsilon(kPowerRounding));
}

TEST_CASE("more inferences than the chip serves are refused, with what it serves") {
  const Chip chip = chip_with("edge_rram_constants");
  CHECK_NOTHROW(at(chip, kDay / 4e-3));
  CHECK_THROWS_WITH(
      at(chip, kDay / 3.9e-3),
      Catch::Contains("run.yaml: duty_cycle.inferences_per_day") && Catch::Contains("at most"));
}

TEST_CASE("without an inference a day is idle, or gated where there are gates") {
  const Chip plain = chip_with("edge_rram_constants");
  const DutyCycle idle = at(plain, 0);
  CHECK(idle.per_day.value() == Approx(static_w(plain) * kDay).epsilon(kPowerRounding));
  CHECK_FALSE(idle.per_inference.has_value());
  CHECK(idle.busy_share == 0);
  const DutyCycle gated = at(chip_with("edge_rram_constants", {gating("nonvolatile")}), 0);
  CHECK(gated.gated_share == 1);
  CHECK(gated.per_day.value() == Approx(gated.powers.gated.value() * kDay).epsilon(kPowerRounding));
}

TEST_CASE("an ungated chip leaks all day, however seldom it is used") {
  const Chip chip = chip_with("edge_rram_constants");
  const DutyCycle duty = at(chip, 100);
  CHECK(duty.per_day.value() == Approx(100 * 2e-6 + static_w(chip) * kDay).epsilon(kPowerRounding));
  CHECK_FALSE(duty.break_even.has_value());
}

TEST_CASE("gates leave the host link and their share of the rest") {
  const Chip chip = chip_with("edge_rram_constants", {gating("nonvolatile")});
  const double host_w = 1e-4;  // 0.1 mW in its file
  const StatePowers powers = state_powers(chip);
  CHECK(powers.idle.value() == Approx(static_w(chip)));
  CHECK(powers.gated.value() == Approx(host_w + 0.1 * (static_w(chip) - host_w)));
}

TEST_CASE("a seldom used chip is gated in between: wake-up by wake-up") {
  const Chip chip = chip_with("edge_rram_constants", {gating("nonvolatile")});
  const DutyCycle duty = at(chip, 24);
  const StatePowers powers = state_powers(chip);
  const double gap = 3600 - 10e-3;
  CHECK(duty.per_inference->value() ==
        Approx(2e-6 + powers.busy.value() * 10e-3 + 1e-6 + powers.idle.value() * 1e-3 +
               powers.gated.value() * (gap - 1e-3))
            .epsilon(kPowerRounding));
  CHECK(duty.gated_share == Approx((gap - 1e-3) / 3600));
}

TEST_CASE("at the break-even gap, gating and idling cost the same") {
  const Chip chip = chip_with("edge_rram_constants", {gating("nonvolatile")});
  const double gap = at(chip, 1).break_even->value();
  const double per_day = kDay / (10e-3 + gap);
  const DutyCycle shorter = at(chip, per_day * (1 + 1e-6));
  const DutyCycle longer = at(chip, per_day * (1 - 1e-6));
  CHECK(shorter.gated_share == 0);
  CHECK(longer.gated_share > 0);
  CHECK(longer.per_inference->value() == Approx(shorter.per_inference->value()).epsilon(1e-5));
}

TEST_CASE("retained weights keep their cells powered, at the share that retention takes") {
  const std::string leaking = "tile.macro.cell.leakage=1 nW";
  const Chip half =
      chip_with("edge_sram_charge_constants", {leaking, gating("retained", ", retention: 0.5")});
  const Chip full = chip_with("edge_sram_charge_constants", {leaking, gating("retained")});
  const Chip lost = chip_with("edge_sram_charge_constants", {leaking, gating("lost")});
  double cells_w = 0;
  for (const Part& part : full.parts())
    if (std::string(part.component) == "cell")
      cells_w += static_cast<double>(full.instances(part)) * part.leakage.value();
  REQUIRE(cells_w > 0);
  CHECK(state_powers(full).gated.value() ==
        Approx(state_powers(half).gated.value() + 0.5 * cells_w));
  CHECK(state_powers(full).gated.value() ==
        Approx(state_powers(lost).gated.value() + 0.9 * cells_w));
}

TEST_CASE("lost weights are loaded at each wake-up, which moves the break-even") {
  const Chip chip = chip_with("edge_sram_charge_constants", {gating("lost")});
  const WeightLoad load{from_si<Energy>(50e-6), from_si<Time>(2e-3)};
  const DutyCycle free = at(chip, 24);
  const DutyCycle dear = at(chip, 24, load);
  CHECK(dear.wake.value() == Approx(51e-6));
  CHECK(dear.per_inference->value() >= free.per_inference->value() + 50e-6);
  CHECK(dear.break_even->value() > free.break_even->value() + 2e-3);
}

TEST_CASE("loading weights reads all their bits and writes the pulses of all kinds of tile") {
  // 3 copies of 8 x 10 weights of 4 bits: 960 bits in less than one row of the memory.
  QuantizedGraph graph;
  graph.layers.resize(1);
  graph.layers[0].weights.outputs = 8;
  graph.layers[0].weights.rows_per_group = 10;
  graph.layers[0].weights.bits = 4;
  Placement placement;
  placement.layers.resize(1);
  placement.layers[0].replicas = 3;
  const std::vector<ProgrammingEffort> effort{{100, 7}};
  const std::string cell = "tile.macro.cell.";
  const std::vector<std::string> sets{cell + "write_energy=2 pJ", cell + "write_time=3 us"};

  const Chip linked = chip_with("edge_sram_charge_constants", sets);
  const WeightLoad over_link = weight_load(linked, graph, placement, effort);
  CHECK(over_link.energy.value() ==
        Approx(960 * linked.price(Action::host_link_bit).energy.value() + 100 * 2e-12));
  CHECK(over_link.time.value() == Approx(linked.memory_transfer(960).value() + 7 * 3e-6));

  std::vector<std::string> with_memory = sets;
  with_memory.push_back("off_chip=" + std::string(kSourceDir) +
                        "/configs/memories/lpddr4_3200.yaml");
  const Chip stored = chip_with("edge_sram_charge_constants", with_memory);
  const DramSpec& memory = *stored.spec().off_chip;
  CHECK(weight_load(stored, graph, placement, effort).energy.value() ==
        Approx(960 * (memory.read_energy + memory.interface.energy).value() +
               memory.activate_energy.value() + 100 * 2e-12));

  placement.reloads = true;
  CHECK(weight_load(linked, graph, placement, effort).energy.value() == 0);
}

TEST_CASE("a stopped clock draws nothing while idle, a running one as ever") {
  const std::string clock = "power_states.clock={power: 3 mW, source: a test}";
  const StatePowers runs = state_powers(chip_with("edge_rram_constants", {clock}));
  const StatePowers stops =
      state_powers(chip_with("edge_rram_constants", {clock, "power_states.clock_gating=true"}));
  CHECK(runs.idle.value() == Approx(runs.busy.value()));
  CHECK(stops.busy.value() == Approx(runs.busy.value()));
  CHECK(stops.idle.value() == Approx(runs.idle.value() - 3e-3));
}

}  // namespace mho
