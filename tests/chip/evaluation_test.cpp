// Models and constants at the chip's operating point.
#include "sim/chip/evaluation.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/technology.hpp"
#include "models/technology_leakage.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

Chip edge(const std::vector<std::string>& settings) {
  Document document =
      Document::load(std::string(kSourceDir) + "/configs/chips/edge_rram_28nm.yaml");
  for (const std::string& setting : settings) document.set(setting);
  return Chip(read_spec<ChipSpec>(document), 1);
}

double joules(const Chip& chip, Action action) { return chip.price(action).energy.value(); }

TEST_CASE("at the nominal supply and 300 K constants stay to the last bit") {
  const Chip plain = edge({});
  const Chip stated = edge({"nominal_supply=0.9 V", "supply=0.9 V", "temperature=300 K"});
  for (std::size_t i = 0; i < kActions; ++i)
    CHECK(plain.price(static_cast<Action>(i)).energy ==
          stated.price(static_cast<Action>(i)).energy);
  CHECK(plain.leakage() == stated.leakage());
  CHECK(plain.area() == stated.area());
}

TEST_CASE("the supply moves logic by its scaling, analog by its square, links not at all") {
  const Chip nominal = edge({"nominal_supply=0.9 V"});
  const Chip low = edge({"nominal_supply=0.9 V", "supply=0.72 V"});
  const OperatingPoint at = operating_point(nominal.spec());
  OperatingPoint to = at;
  to.supply = from_si<Voltage>(0.72);
  const double logic = energy_factor(at, to);
  CHECK(logic < 1);
  const auto ratio = [&](Action action) { return joules(low, action) / joules(nominal, action); };
  for (const Action action : {Action::accumulate, Action::vector_operation, Action::buffer_read,
                              Action::shift_add, Action::noc_flit_hop})
    CHECK(ratio(action) == Approx(logic));
  for (const Action action : {Action::dac_drive, Action::adc_convert, Action::sample_hold})
    CHECK(ratio(action) == Approx(0.64));
  CHECK(ratio(Action::host_link_bit) == 1);
  CHECK(ratio(Action::cell_read) == 1);  // the read voltage is stated
  const MvmFormat format = nominal.format(8, 8, false);
  CHECK(low.timing(format, 128, 64).latency > nominal.timing(format, 128, 64).latency);
  CHECK(low.leakage() < nominal.leakage());
}

TEST_CASE("temperature moves leakage, and nothing else") {
  const Chip cool = edge({});
  const Chip hot = edge({"temperature=360 K"});
  const OperatingPoint at = operating_point(cool.spec());
  CHECK(hot.macro_leakage() / cool.macro_leakage() ==
        Approx(leakage_factor(at, operating_point(hot.spec()))));
  CHECK(joules(hot, Action::accumulate) == Approx(joules(cool, Action::accumulate)));
  CHECK(hot.area() == cool.area());
}

TEST_CASE("a supply or temperature outside of the scaling's range warns, one inside does not") {
  CHECK(edge({"supply=0.8 V", "temperature=330 K"}).warnings().empty());
  CHECK_THAT(edge({"supply=0.2 V"}).warnings().at(0),
             Catch::Contains("0.2 V") || Catch::Contains("200 mV"));
  CHECK_FALSE(edge({"temperature=450 K"}).warnings().empty());
  CHECK(edge({}).warnings().empty());
}

TEST_CASE("a model takes the place of constants, with its source") {
  const Chip chip = edge({"tile.accumulator={delay: 1 ns, model: {kind: adder}}",
                          "global_buffer={capacity: 256 KiB, width: 64, model: {kind: sram}}"});
  const Price adder = chip.price(Action::accumulate);
  CHECK(adder.energy.value() > 0);
  CHECK_THAT(adder.source, Catch::Contains("32"));  // the width of a tile's sums
  const Price read = chip.price(Action::global_buffer_read);
  CHECK(read.energy.value() == Approx(21.6e-12).epsilon(0.3));  // CACTI 7's
  CHECK(chip.spec().global_buffer.cycle.value() > 0);
  CHECK(chip.spec().global_buffer.model == nullptr);
}

TEST_CASE(
    "a model that does not see the supply moves as a constant does, one that does moves once") {
  const std::string survey =
      "tile.macro.adc={kind: sar, bits: 8, range: full_scale, delay: 10 ns, model: {kind: survey}}";
  const std::string adder = "tile.accumulator={delay: 1 ns, model: {kind: adder}}";
  const Chip nominal = edge({survey, adder, "nominal_supply=0.9 V"});
  const Chip low = edge({survey, adder, "nominal_supply=0.9 V", "supply=0.72 V"});
  CHECK(joules(low, Action::adc_convert) / joules(nominal, Action::adc_convert) == Approx(0.64));
  const double logic = energy_factor(operating_point(nominal.spec()), operating_point(low.spec()));
  CHECK(joules(low, Action::accumulate) / joules(nominal, Action::accumulate) ==
        Approx(logic).epsilon(1e-3));
}

TEST_CASE("what does not depend on the supply, or states its voltage, does not move with it") {
  const std::string driver =
      "tile.macro.dac={bits: 4, delay: 1 ns, model: {kind: row_driver, swing: 0.5 V}}";
  const Chip nominal = edge({driver, "nominal_supply=0.9 V"});
  for (const char* supply : {"0.45 V", "0.72 V", "1 V"}) {
    const Chip low = edge({driver, "nominal_supply=0.9 V", std::string("supply=") + supply});
    INFO(supply);
    CHECK(joules(low, Action::dac_drive) == Approx(joules(nominal, Action::dac_drive)));
  }
}

TEST_CASE("a converter that does not see its point leaks as the chip's temperature has it") {
  const std::string survey =
      "tile.macro.adc={kind: sar, bits: 8, range: full_scale, delay: 10 ns, model: {kind: survey}}";
  const Chip cool = edge({survey}), hot = edge({survey, "temperature=360 K"});
  const double factor = leakage_factor(cool.nominal(), operating_point(hot.spec()));
  const auto leakage = [](const Chip& chip) { return chip.spec().tile.macro.adc->cost().leakage; };
  CHECK(factor > 1);
  CHECK(leakage(hot) / leakage(cool) == Approx(factor));
}

TEST_CASE("models of a digital macro are priced by what its actions do") {
  const auto dcim = [](const std::vector<std::string>& settings) {
    Document document = Document::load(std::string(kSourceDir) + "/configs/chips/dcim_28nm.yaml");
    for (const std::string& setting : settings) document.set(setting);
    return Chip(read_spec<ChipSpec>(document), 1);
  };
  const MacroSpec macro = dcim({}).spec().tile.macro;
  const int rows = macro.active_rows;
  const Chip tree = dcim(
      {"tile.macro.adder_tree={model: {kind: adder_tree, inputs: " + std::to_string(rows) + "}}"});
  Duty duty;
  duty.point = operating_point(tree.spec());
  duty.bits = macro.digital.weight_bits;
  struct File {
    std::shared_ptr<CostModel> model;
    void fields(Fields& f) { f.kind("model", model, circuit_cost_kinds(), "Model."); }
  };
  const Cost whole =
      read_spec<File>(
          Document::parse("model: {kind: adder_tree, inputs: " + std::to_string(rows) + "}",
                          "test.yaml"))
          .model->cost(duty);
  // A product's share of the tree's energy; one tree a column.
  CHECK(joules(tree, Action::tree_add) == Approx(whole.energy.value() / rows));
  CHECK(tree.spec().tile.macro.digital.adder_tree.area.value() == Approx(whole.area.value()));
  // A weight times an input slice, not a weight squared.
  const Chip serial = dcim({"tile.macro.multiplier={model: {kind: multiplier}}"});
  CHECK_THAT(serial.price(Action::digital_multiply).source,
             Catch::Contains(std::to_string(macro.digital.weight_bits) + " x " +
                             std::to_string(macro.digital.input_bits_per_cycle)));
}

TEST_CASE("pulses charge a row one by one, a pulse of any width once, both at full voltage") {
  for (const char* input : {"pulse_count", "pulse_width"}) {
    const Chip chip = edge(
        {std::string("tile.macro.dac.input=") + input, "tile.macro.read_energy=capacitive",
         "tile.macro.read_voltage=0 V",
         "tile.macro.array_charge={row: 1 fF, row_voltage: 0.8 V, column: 2 fF, column_supply: 0.8 "
         "V, column_swing: 0.4 V, cell: 0.5 fF, source: test}"});
    CHECK(joules(chip, Action::row_charge) == Approx(128 * 1e-15 * 0.64));
  }
}

TEST_CASE("the clock tree's power goes with supply and clock") {
  const std::string states =
      "power_states={clock: {power: 1 mW, source: test}, clock_gating: false}";
  const Chip nominal = edge({states, "nominal_supply=0.9 V"});
  const Chip low = edge({states, "nominal_supply=0.9 V", "supply=0.72 V"});
  const OperatingPoint at = operating_point(nominal.spec()), to = operating_point(low.spec());
  CHECK(low.spec().power_states->clock->power / nominal.spec().power_states->clock->power ==
        Approx(energy_factor(at, to) / delay_factor(at, to)));
}

TEST_CASE("repeated integrations are refused where each of them would take energy") {
  CHECK_THROWS_WITH(edge({"tile.macro.dac.bits=1", "tile.macro.accumulation=analog",
                          "tile.macro.slice_weights=repetition"}),
                    Catch::Contains("read_energy: constant"));
}

TEST_CASE("constants must not stand beside a model") {
  CHECK_THROWS_WITH(edge({"tile.accumulator={delay: 1 ns, energy: 1 pJ, model: {kind: adder}}"}),
                    Catch::Contains("energy"));
}

TEST_CASE("a cell's area in F2 is that of the chip's node") {
  const Chip chip = edge({"tile.macro.cell.area_f2=100", "tile.macro.cell.area=0 m2"});
  for (const Part& part : chip.parts())
    if (std::string(part.component) == "cell")
      CHECK(part.area.value() == Approx(100 * 28e-9 * 28e-9));
  CHECK_THROWS_WITH(edge({"tile.macro.cell.area_f2=100"}), Catch::Contains("area_f2"));
}

TEST_CASE("a capacitive array charges rows by their codes, columns by passes, cells by products") {
  const Chip chip = edge(
      {"tile.macro.read_energy=capacitive", "tile.macro.read_voltage=0 V",
       "tile.macro.array_charge={row: 1 fF, row_voltage: 0.8 V, column: 2 fF, column_supply: 0.8 V,"
       " column_swing: 0.4 V, cell: 0.5 fF, source: test}"});
  // 128 x 128 cells; a 4-bit voltage has 15^2 squared codes.
  CHECK(joules(chip, Action::row_charge) == Approx(128 * 1e-15 * 0.64 / 225));
  CHECK(joules(chip, Action::array_read) == Approx(128. * 128 * 2e-15 * 0.8 * 0.4));
  const MacroSpec& macro = chip.spec().tile.macro;
  const double step = conductance_step(chip.format(8, 8, false), *macro.cell) / macro.cell->g_max();
  CHECK(joules(chip, Action::cell_read) / step == Approx(0.5e-15 * 0.64 / 225));
  // Its voltages move with the supply.
  const Chip low = edge(
      {"tile.macro.read_energy=capacitive", "tile.macro.read_voltage=0 V", "nominal_supply=0.9 V",
       "supply=0.45 V",
       "tile.macro.array_charge={row: 1 fF, row_voltage: 0.8 V, column: 2 fF, column_supply: 0.8 V,"
       " column_swing: 0.4 V, cell: 0.5 fF, source: test}"});
  CHECK(joules(low, Action::array_read) == Approx(joules(chip, Action::array_read) / 4));
}

}  // namespace
}  // namespace mho
