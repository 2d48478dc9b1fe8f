// A digital macro of models: energy of operands, what is built for active rows, widths and clock.
#include <catch2/catch.hpp>

#include "models/technology/technology.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/peak.hpp"
#include "sim/figures/pricing.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

/// Tu et al., ISSCC 2022: all models.
Chip tu(const std::vector<std::string>& settings = {}) {
  Document document = Document::load(std::string(kSourceDir) + "/configs/chips/tu_isscc_2022.yaml");
  for (const std::string& setting : settings) document.set("tile.macro." + setting);
  return Chip(read_spec<ChipSpec>(document));
}

Operands zeros(double inputs, double weights) {
  Operands operands;
  operands.inputs.emplace().zeros = inputs;
  operands.weights.emplace().zeros = weights;
  return operands;
}

/// Energy of an MVM without static power.
Energy energy_of_mvm(const Chip& chip, const Operands& operands) {
  const Peak peak = peak_of(chip, 8, 8, 1, operands);
  return to_energy(energy_of(chip.main(), peak.actions)) / static_cast<double>(peak.mvms);
}

double area_of(const Chip& chip, const std::string& component) {
  for (const Part& part : chip.parts())
    if (part.component == component)
      return static_cast<double>(part.per_holder) * part.area.value();
  return 0;
}

TEST_CASE("zeros save a digital macro the energy of what does not toggle, to the clocks alone") {
  const Chip chip = tu();
  const Energy random = energy_of_mvm(chip, {});
  const Energy half = energy_of_mvm(chip, zeros(0.5, 0));
  // Of inputs, half of the words: half of the toggles of multipliers and trees.
  CHECK(half / random > 0.5);
  CHECK(half / random < 0.75);
  CHECK(energy_of_mvm(chip, zeros(0.5, 0.5)) < 0.8 * half);
  // Weights of zero leave the inputs and the accumulators' clocks.
  CHECK(energy_of_mvm(chip, zeros(0, 1)) < 0.45 * random);
  // Nothing toggles: flip-flops of 256 input bits and four slices of six sums of 21 bits are
  // clocked at 8.6 fJ a bit (45 nm, 1.1 V), and sums of 21 bits written.
  const Energy idle = energy_of_mvm(chip, zeros(1, 0));
  const OperatingPoint laws{45e-9 * si::meter, 1.1 * si::volt};
  const double scale = energy_factor(laws, chip.nominal());
  CHECK(1e12 * idle.value() ==
        Approx(1e-3 * scale * (8.6 * (256 + 4 * 6 * 21) + 17.4 * 6 * 21)).epsilon(1e-3));
}

TEST_CASE("logic may leak as a low-power process does and be as fast as before") {
  Document document = Document::load(std::string(kSourceDir) + "/configs/chips/tu_isscc_2022.yaml");
  document.set("leakage=low_power");
  const Chip low(read_spec<ChipSpec>(document)), high = tu();
  CHECK(low.leakage() < 0.01 * high.leakage());
  CHECK(energy_of_mvm(low, {}) == energy_of_mvm(high, {}));
  document.set("leakage=as_transistors");
  CHECK(Chip(read_spec<ChipSpec>(document)).leakage() == high.leakage());
}

TEST_CASE("constants of a digital macro are of their own data") {
  const Chip chip(read_spec<ChipSpec>(
                      Document::load(std::string(kSourceDir) + "/configs/chips/dcim_28nm.yaml")),
                  1);
  CHECK_FALSE(chip.main().macro().follows_operands());
  CHECK(energy_of_mvm(chip, zeros(1, 1)) == energy_of_mvm(chip, {}));
}

TEST_CASE("multipliers, input registers and trees are those of the active rows") {
  const Chip all = tu();
  // Four times the stored weights, in turns.
  const Chip shared = tu({"rows=128", "active_rows=32"});
  for (const char* component : {"multiplier", "adder_tree", "input_register"}) {
    INFO(component);
    CHECK(area_of(shared, component) == Approx(area_of(all, component)));
  }
  CHECK(area_of(shared, "cell") == Approx(4 * area_of(all, "cell")));
  CHECK(area_of(tu({"rows=128", "active_rows=32", "weights_per_multiplier=2"}), "multiplier") ==
        Approx(2 * area_of(all, "multiplier")));
  CHECK_THROWS_WITH(tu({"weights_per_multiplier=2"}), Catch::Contains("allowed: up to 1"));
}

TEST_CASE("sums are as wide as what is added up") {
  const MacroSpec macro = tu().spec().tile.macro;
  const DigitalMacroSpec& digital = *macro.digital();
  CHECK(digital.product_bits() == 8 + 2);
  CHECK(digital.sum_bits(macro) == 8 + 8 + 5);
  CHECK_THAT(tu().main().price(Action::digital_accumulate).source, Catch::StartsWith("21-bit"));
  CHECK_THAT(tu({"rows=128", "active_rows=32"}).main().price(Action::digital_accumulate).source,
             Catch::StartsWith("23-bit"));
}

TEST_CASE("slices that are accumulated before the tree go through it once") {
  const Chip after = tu(), before = tu({"accumulation=before_tree"});
  const MvmFormat format = after.main().format(8, 8, false);
  const auto counts = [&](const Chip& chip) {
    return digital_macro_actions(*chip.main().macro().digital(), format, 32, 6, 1);
  };
  CHECK(counts(after)[Action::tree_add] == 4 * 32 * 6);
  CHECK(counts(before)[Action::tree_add] == 32 * 6);
  CHECK(counts(after)[Action::digital_accumulate] == 4 * 6);
  CHECK(counts(before)[Action::digital_accumulate] == 4 * 32 * 6);
  CHECK_THAT(before.main().price(Action::tree_add).source,
             Catch::StartsWith("Adder tree of 32 x 16 bits"));
  CHECK(energy_of_mvm(before, zeros(1, 0)) < energy_of_mvm(before, {}));
}

TEST_CASE("a digital macro's clock is the fastest of its models, a faster one warns and costs") {
  const Chip fastest = tu({"clock=0 Hz"});
  const Frequency clock = fastest.spec().tile.macro.digital()->clock;
  // Booth's multiplier, a tree of 32 x 10 bits, an accumulator of 21 bits, by their laws.
  const OperatingPoint laws{45e-9 * si::meter, 1.1 * si::volt};
  const double law_ps = (193 * 2 + 69 * 8 - 370) + (72 * 10 + 186 * 5 - 193) + (43 * 21 + 71);
  CHECK(1e12 / clock.value() ==
        Approx(law_ps * delay_factor(laws, fastest.nominal())).epsilon(1e-3));
  CHECK(fastest.warnings().empty());
  const Energy relaxed = energy_of_mvm(fastest, {});
  CHECK(energy_of_mvm(tu({"clock=100 MHz"}), {}) == relaxed);

  const Chip faster = tu({"clock=1 GHz"});
  REQUIRE(faster.warnings().size() == 1);
  CHECK_THAT(faster.warnings()[0], Catch::StartsWith("clock: the clock, 1 GHz, is above " +
                                                     format_si_rounded(clock.value(), "Hz", 3)));
  CHECK(energy_of_mvm(faster, {}) > relaxed);
  // Registers between multiplier and tree.
  CHECK(tu({"clock=0 Hz", "pipeline_cycles=1"}).spec().tile.macro.digital()->clock / clock ==
        Approx(2));
  Document constants = Document::load(std::string(kSourceDir) + "/configs/chips/dcim_28nm.yaml");
  constants.set("tile.macro.clock=0 Hz");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(constants), Catch::Contains("must be stated"));
}

}  // namespace
}  // namespace mho
