// Models and constants at the chip's operating point.
#include "sim/chip/evaluation.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

Chip edge(const std::vector<std::string>& settings) {
  Document document = Document::load(chip_file("edge_rram_constants"));
  for (const std::string& setting : settings) document.set(setting);
  return Chip(read_spec<ChipSpec>(document), 1);
}

double joules(const Chip& chip, Action action) { return chip.main().price(action).energy.value(); }

TEST_CASE("at the nominal supply and 300 K constants stay to the last bit") {
  const Chip plain = edge({});
  const Chip stated = edge({"nominal_supply=0.9 V", "supply=0.9 V", "temperature=300 K"});
  for (const Part& part : plain.parts())
    for (const Price& price : part.prices)
      CHECK(price.energy == stated.kind(part.tile_kind).price(price.action).energy);
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
  const MvmFormat format = nominal.main().format(8, 8, false);
  CHECK(low.main().timing(format, 128, 64).latency >
        nominal.main().timing(format, 128, 64).latency);
  CHECK(low.leakage() < nominal.leakage());
}

Power leakage(const Chip& chip, const std::string& component) {
  for (const Part& part : chip.parts())
    if (component == part.component) return part.leakage;
  throw Bug("no such part");
}

TEST_CASE("temperature moves leakage of logic and memories, and nothing else") {
  const Chip cool = edge({});
  const Chip hot = edge({"temperature=360 K"});
  const double factor = leakage_factor(operating_point(cool.spec()), operating_point(hot.spec()));
  CHECK(factor > 1);
  for (const char* part : {"input_register", "input_buffer", "global_buffer", "noc"})
    CHECK(leakage(hot, part) / leakage(cool, part) == Approx(factor));
  for (const char* part : {"adc", "dac"}) CHECK(leakage(hot, part) == leakage(cool, part));
  CHECK(joules(hot, Action::accumulate) == Approx(joules(cool, Action::accumulate)));
  CHECK(hot.area() == cool.area());
}

TEST_CASE("static power of converters and drivers is bias: it moves with the supply") {
  const Chip nominal = edge({"nominal_supply=0.9 V"});
  const Chip low = edge({"nominal_supply=0.9 V", "supply=0.72 V"});
  for (const char* part : {"adc", "dac"})
    CHECK(leakage(low, part) / leakage(nominal, part) == Approx(0.8));
  CHECK(leakage(low, "input_register") / leakage(nominal, "input_register") < 0.75);
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
  const Price adder = chip.main().price(Action::accumulate);
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

TEST_CASE("the static power of a converter that does not see its point is bias as well") {
  const std::string survey =
      "tile.macro.adc={kind: sar, bits: 8, range: full_scale, delay: 10 ns, model: {kind: survey}}";
  const Chip nominal = edge({survey, "nominal_supply=0.9 V"});
  const Chip moved = edge({survey, "nominal_supply=0.9 V", "supply=0.72 V", "temperature=330 K"});
  CHECK(leakage(moved, "adc") / leakage(nominal, "adc") == Approx(0.8));
}

TEST_CASE("what a formula does not tell of the supply moves as a stated constant does") {
  const auto chip = [](const std::string& keys, const std::string& supply) {
    return edge({"nominal_supply=0.9 V", "supply=" + supply,
                 "tile.macro.dac={bits: 4, model: {kind: formula, area: um2 * 1, source: test, " +
                     keys + "}}"});
  };
  const auto ratios = [&](const std::string& keys) {
    const Chip nominal = chip(keys, "0.9 V"), low = chip(keys, "0.72 V");
    const TimedComponent& at = nominal.spec().tile.macro.analog()->dac.cost;
    const TimedComponent& to = low.spec().tile.macro.analog()->dac.cost;
    return std::vector<double>{to.energy / at.energy, to.delay / at.delay, to.leakage / at.leakage};
  };
  const Chip nominal = edge({"nominal_supply=0.9 V"});
  const double slower =
      delay_factor(operating_point(nominal.spec()),
                   operating_point(edge({"nominal_supply=0.9 V", "supply=0.72 V"}).spec()));
  const auto constant = ratios("energy: 50 * fF * bits, leakage: 3 * nW, delay: 2 * ns");
  CHECK(constant[0] == Approx(0.64));
  CHECK(constant[1] == Approx(slower));
  CHECK(constant[2] == Approx(0.8));
  const auto told = ratios("energy: fF * supply, leakage: nA * supply^3, delay: ns / supply^2");
  CHECK(told[0] == Approx(0.8));
  CHECK(told[1] == Approx(1 / 0.64));
  CHECK(told[2] == Approx(0.512));
  const auto mixed = ratios("energy: fF * supply, leakage: 3 * nW, delay: 2 * ns");
  CHECK(mixed[0] == Approx(0.8));
  CHECK(mixed[1] == Approx(slower));
  CHECK(mixed[2] == Approx(0.8));
}

TEST_CASE("a formula whose value is no cost is an error of its key") {
  const std::string formula =
      "{kind: formula, energy: bits * uW, area: 0 * um2, leakage: 0 * nW, source: test}}";
  try {
    edge({"tile.macro.dac={bits: 4, delay: 1 ns, model: " + formula});
    FAIL("4 uJ a drive");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].key == "chip.tile.macro.dac.model.energy");
    CHECK_THAT(error.problems()[0].message, Catch::Contains("4 uJ") && Catch::Contains("1 uJ"));
  }
}

TEST_CASE("a row that its array charges is not charged by its driver again") {
  const std::string driver = "tile.macro.dac={bits: 4, delay: 1 ns, model: {kind: row_driver}}";
  const auto charges = [](const std::string& row) {
    return "tile.macro.array_charge={row: " + row +
           ", row_voltage: 0.8 V, column: 2 fF, column_supply: 0.8 V, column_swing: 0.4 V, cell: "
           "0.5 fF, source: test}";
  };
  const std::vector<std::string> capacitive{driver, "tile.macro.read_energy=capacitive",
                                            "tile.macro.read_voltage=0 V"};
  auto priced = capacitive, unpriced = capacitive;
  priced.push_back(charges("1 fF"));
  unpriced.push_back(charges("0 fF"));
  // 4 bits of 50 fF at 0.9 V.
  CHECK(joules(edge(priced), Action::dac_drive) == Approx(4 * 50e-15 * 0.81).epsilon(1e-3));
  CHECK(joules(edge(unpriced), Action::dac_drive) > 1.01 * joules(edge(priced), Action::dac_drive));
  CHECK_THAT(edge(priced).main().price(Action::dac_drive).source,
             Catch::Contains("array_charge.row"));
}

TEST_CASE("counted pulses and a driver's model warn that the driver is paid once a drive") {
  const std::string model = "delay: 1 ns, model: {kind: row_driver, swing: 0.9 V}}";
  const Chip counted = edge({"tile.macro.dac={bits: 4, input: pulse_count, " + model});
  REQUIRE(counted.warnings().size() >= 1);
  CHECK_THAT(counted.warnings()[0], Catch::StartsWith("dac: ") && Catch::Contains("15 pulses"));
  const Chip voltage = edge({"tile.macro.dac={bits: 4, " + model});
  for (const std::string& warning : voltage.warnings())
    CHECK_THAT(warning, !Catch::Contains("once a drive"));
}

TEST_CASE("a warning names its blocks, and is one line for all of them") {
  const std::string slow =
      "{model: {kind: scaled, node: 45 nm, energy: 0.1 pJ, area: 278 um2, leakage: 1 uW, delay: 5 "
      "ns, source: an adder}, delay: 1 ns}";
  const std::vector<std::string> warnings =
      edge({"tile.macro.shift_add=" + slow, "tile.accumulator=" + slow}).warnings();
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Catch::StartsWith("shift_add, accumulator: an action is given 1 ns"));
}

TEST_CASE("a chip outside of the scaling's nodes warns though it states constants alone") {
  CHECK(edge({"technology=7 nm"}).warnings().empty());
  REQUIRE(edge({"technology=5 nm"}).warnings().size() == 1);
  CHECK_THAT(edge({"technology=2 nm"}).warnings()[0], Catch::StartsWith("node 2 nm is outside"));
}

TEST_CASE("the source of what has moved says by how much, of what has not nothing") {
  const Chip low = edge({"nominal_supply=0.9 V", "supply=0.72 V"});
  CHECK_THAT(
      low.main().price(Action::dac_drive).source,
      Catch::Contains("; moved from 900 mV, 300 K to 720 mV, 300 K: energy x 0.64, delay x ") &&
          Catch::EndsWith(", static x 0.8"));
  CHECK_THAT(low.main().price(Action::buffer_read).source, Catch::Contains("; moved from 900 mV"));
  CHECK_THAT(low.price(Action::host_link_bit).source, !Catch::Contains("moved from"));
  CHECK_THAT(low.main().price(Action::cell_write).source, !Catch::Contains("moved from"));
  CHECK_THAT(edge({"temperature=330 K"}).main().price(Action::dac_drive).source,
             !Catch::Contains("moved from"));
  CHECK_THAT(edge({}).main().price(Action::dac_drive).source, !Catch::Contains("moved from"));
}

TEST_CASE("cells that forget are written with the supply, the others with pulses of their own") {
  const auto ratio = [](const std::string& is_volatile) {
    const std::string cell = "tile.macro.cell.volatile=" + is_volatile;
    return joules(edge({cell, "nominal_supply=0.9 V", "supply=0.72 V"}), Action::cell_write) /
           joules(edge({cell, "nominal_supply=0.9 V"}), Action::cell_write);
  };
  CHECK(ratio("true") == Approx(0.64));
  CHECK(ratio("false") == 1);
}

TEST_CASE("models of links and the PHY are of the nominal supply") {
  const std::string port = "host_link.port={model: {kind: gates, gates: 100, depth: 4}}";
  const Chip nominal = edge({port, "nominal_supply=0.9 V"});
  const Chip low = edge({port, "nominal_supply=0.9 V", "supply=0.72 V"});
  CHECK(joules(low, Action::host_link_bit) == joules(nominal, Action::host_link_bit));
}

TEST_CASE("a noise-sized capacitor stays that of the nominal supply") {
  const std::string hold =
      "tile.macro.sample_hold={delay: 0 s, model: {kind: sample_hold, minimum_capacitance: 0 F, "
      "area_per_ff: 0.5 um2, designed_node: 28 nm, source: test}}";
  const Chip nominal = edge({hold, "nominal_supply=0.9 V"});
  const Chip low = edge({hold, "nominal_supply=0.9 V", "supply=0.72 V"});
  CHECK(joules(low, Action::sample_hold) / joules(nominal, Action::sample_hold) == Approx(0.64));
  CHECK(low.spec().tile.macro.analog()->sample_hold.area ==
        nominal.spec().tile.macro.analog()->sample_hold.area);
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
  duty.bits = macro.digital()->product_bits();
  duty.speedup = tree.spec().tile.macro.digital()->speedup;
  CHECK(duty.speedup > 1);
  struct File {
    std::shared_ptr<CostModel> model;
    void fields(Fields& f) { f.kind("model", model, circuit_cost_kinds(), "Model."); }
  };
  const Cost whole =
      read_spec<File>(
          Document::parse("model: {kind: adder_tree, inputs: " + std::to_string(rows) + "}",
                          "test.yaml"))
          .model->cost(duty);
  // Of the tree's energy a product's share for every toggle of its bits; one tree a column.
  CHECK(joules(tree, Action::tree_add) == 0);
  const DigitalMacroSpec& digital = *macro.digital();
  CHECK(1e15 * joules(tree, Action::tree_toggle) * rows * digital.weight_bits ==
        Approx(1e15 * whole.energy.value() * whole.toggle_share));
  CHECK(tree.spec().tile.macro.digital()->adder_tree.area.value() == Approx(whole.area.value()));
  // A weight times an input slice, not a weight squared.
  const Chip serial = dcim({"tile.macro.multiplier={model: {kind: multiplier}}"});
  CHECK_THAT(serial.main().price(Action::digital_multiply).source,
             Catch::Contains(std::to_string(macro.digital()->weight_bits) + " x " +
                             std::to_string(macro.digital()->input_bits_per_cycle)));
}

TEST_CASE("logic of digital macros is built for its clock, or warns") {
  const auto dcim = [](const std::string& clock, const std::string& multiplier) {
    Document document = Document::load(std::string(kSourceDir) + "/configs/chips/dcim_28nm.yaml");
    document.set("tile.macro.clock=" + clock);
    document.set("tile.macro.multiplier={model: " + multiplier + "}");
    return Chip(read_spec<ChipSpec>(document), 1);
  };
  const std::string deep = "{kind: gates, gates: 100, depth: 60}";
  const Chip slow = dcim("1 MHz", deep), fast = dcim("2 GHz", deep);
  CHECK(joules(fast, Action::digital_multiply_toggle) >
        1.1 * joules(slow, Action::digital_multiply_toggle));
  CHECK(slow.warnings().empty());
  bool warned = false;
  const Chip faster = dcim("20 GHz", deep);
  for (const std::string& warning : faster.warnings())
    warned = warned || warning.starts_with("multiplier: Logic has 50 ps");
  CHECK(warned);
}

TEST_CASE("an adder tree takes in all active rows, products as wide as both operands") {
  const auto source = [](const std::vector<std::string>& settings) {
    Document document = Document::load(std::string(kSourceDir) + "/configs/chips/dcim_28nm.yaml");
    for (const std::string& setting : settings) document.set(setting);
    return Chip(read_spec<ChipSpec>(document), 1).main().price(Action::tree_add).source;
  };
  const std::string tree = "tile.macro.adder_tree={model: {kind: adder_tree, inputs: 128}}";
  CHECK_THAT(source({tree, "tile.macro.weight_bits=4", "tile.macro.input_bits_per_cycle=1"}),
             Catch::StartsWith("Adder tree of 128 x 4 bits"));
  CHECK_THAT(source({tree, "tile.macro.weight_bits=4", "tile.macro.input_bits_per_cycle=2"}),
             Catch::StartsWith("Adder tree of 128 x 6 bits"));
  CHECK_THROWS_WITH(source({"tile.macro.adder_tree={model: {kind: adder_tree, inputs: 64}}"}),
                    Catch::Contains("allowed: all of active_rows, 128"));
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

TEST_CASE("a cell's area in F2 is that of the chip's node") {
  const Chip chip = edge({"tile.macro.cell.area_f2=100", "tile.macro.cell.area=0 m2"});
  for (const Part& part : chip.parts())
    if (std::string(part.component) == "cell")
      CHECK(part.area.value() == Approx(100 * 28e-9 * 28e-9));
  CHECK_THROWS_WITH(edge({"tile.macro.cell.area_f2=100", "tile.macro.cell.area=1 um2"}),
                    Catch::Contains("area_f2"));
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
  const double step =
      conductance_step(chip.main().format(8, 8, false), *macro.cell) / macro.cell->g_max();
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
