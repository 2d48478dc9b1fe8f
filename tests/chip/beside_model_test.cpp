// Figures stated beside a model: what holds, over what, and what the source says.
#include <catch2/catch.hpp>

#include "sim/chip/chip_spec.hpp"
#include "sim/chip/evaluation.hpp"
#include "sim/chip/part.hpp"
#include "sim/config/config.hpp"
#include "tests/config/folder.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kFromEdge = "from: " + chip_file("edge_rram_constants") + "\n";

Document with_accumulator(const std::string& accumulator) {
  Document document = Document::parse(kFromEdge, "chip.yaml");
  document.set("tile.accumulator={" + accumulator + "}");
  return document;
}

TimedComponent accumulator_of(const Document& document) {
  return evaluated(read_spec<ChipSpec>(document)).spec.tile.accumulator;
}

}  // namespace

TEST_CASE("a stated figure holds beside a model, which gives the rest") {
  const TimedComponent modelled =
      accumulator_of(with_accumulator("model: {kind: adder, bits: 16}"));
  const TimedComponent area =
      accumulator_of(with_accumulator("area: 100 um2, model: {kind: adder, bits: 16}"));
  CHECK(area.area.value() == Approx(100e-12));
  CHECK(area.energy.value() == modelled.energy.value());
  CHECK(area.leakage.value() == modelled.leakage.value());
  CHECK(area.delay.value() == modelled.delay.value());
  CHECK(area.source == "area as stated; all else: " + modelled.source);
  const TimedComponent two = accumulator_of(with_accumulator(
      "energy: 1 pJ, leakage: 2 nW, source: a paper, model: {kind: adder, bits: 16}"));
  CHECK(two.energy.value() == Approx(1e-12));
  CHECK(two.leakage.value() == Approx(2e-9));
  CHECK(two.area.value() == modelled.area.value());
  CHECK(two.source == "energy, leakage as stated: a paper; all else: " + modelled.source);
}

TEST_CASE("a stated figure is of the whole block, whatever the model is of") {
  // The model of a column multiplexer is of one of its inputs.
  Document document = Document::parse(kFromEdge, "chip.yaml");
  document.set("tile.macro.column_mux={area: 3 um2, model: {kind: multiplexer, inputs: 2}}");
  const ChipSpec chip = evaluated(read_spec<ChipSpec>(document)).spec;
  CHECK(chip.tile.macro.analog()->column_mux.area.value() == Approx(3e-12));
}

TEST_CASE("what is stated beside a model has no interval, and what the model gives has") {
  Document document = with_accumulator("area: 100 um2, model: {kind: adder, bits: 16}");
  document.set(
      "global_buffer={capacity: 64 KiB, width: 64, read_energy: 5 pJ, model: {kind: sram}}");
  ChipSpec spec = evaluated(read_spec<ChipSpec>(document)).spec;
  int seen = 0;
  for (const Part& part : parts_of(spec).parts) {
    if (part.section == "tile.accumulator") {
      CHECK(!part.modelled_area);
      CHECK(part.modelled_static);
      CHECK(part.prices[0].modelled);
      ++seen;
    }
    if (part.section == "global_buffer") {
      CHECK(part.modelled_area);
      CHECK(part.prices[0].keys[0] == "global_buffer.read_energy");
      CHECK(!part.prices[0].modelled);
      CHECK(part.prices[1].modelled);
      ++seen;
    }
  }
  CHECK(seen == 2);
}

TEST_CASE("a stated figure moves with the supply as constants do") {
  const auto energy = [](const std::string& accumulator) {
    Document document = with_accumulator(accumulator);
    document.set("supply=0.7 V");
    return accumulator_of(document).energy.value();
  };
  const std::string constants = "energy: 1 pJ, area: 1 um2, leakage: 1 nW, delay: 1 ns, source: x";
  CHECK(energy("energy: 1 pJ, model: {kind: adder}") == Approx(energy(constants)));
  CHECK(energy(constants) < 0.9e-12);
}

TEST_CASE("a memory's and a converter's figures stand beside their models") {
  Document document = Document::parse(kFromEdge, "chip.yaml");
  document.set("global_buffer={capacity: 64 KiB, width: 64, model: {kind: sram}}");
  const BufferSpec modelled = evaluated(read_spec<ChipSpec>(document)).spec.global_buffer;
  document.set("global_buffer.read_energy=5 pJ");
  document.set("tile.macro.adc.model={kind: sar}");
  document.set("tile.macro.adc.area=100 um2");
  const ChipSpec chip = evaluated(read_spec<ChipSpec>(document)).spec;
  CHECK(chip.global_buffer.read_energy.value() == Approx(5e-12));
  CHECK(chip.global_buffer.write_energy.value() == modelled.write_energy.value());
  CHECK(chip.global_buffer.source == "read_energy as stated; all else: " + modelled.source);
  const TimedComponent& adc = chip.tile.macro.analog()->adc->cost();
  CHECK(adc.area.value() == Approx(100e-12));
  CHECK(adc.source.find("area as stated; all else: ") == 0);
  document.set(
      "global_buffer={capacity: 64 KiB, width: 64, cycle: 1 ns, read_energy: 1 pJ, write_energy: 1 "
      "pJ, area: 1 um2, leakage: 1 nW, source: x, model: {kind: sram}}");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(document),
                    Catch::Contains("global_buffer.model: says nothing"));
}

TEST_CASE("a spec with figures beside a model is written and read back") {
  const ChipSpec chip = read_spec<ChipSpec>(
      with_accumulator("area: 100 um2, source: a paper, model: {kind: adder, bits: 16}"));
  const std::string text = write_spec(chip);
  const ChipSpec again = read_spec<ChipSpec>(Document::parse(text, "again"));
  CHECK(write_spec(again) == text);
  CHECK(again.tile.accumulator.beside.area);
  CHECK(!again.tile.accumulator.beside.energy);
}

TEST_CASE("a new model replaces figures below it; one that is changed keeps those beside it") {
  const Folder folder;
  folder.write(
      "base.yaml",
      kFromEdge + "tile: {accumulator: {area: 100 um2, model: {kind: adder, bits: 16}}}\n");
  const auto area = [&](const std::string& over, const std::string& set = "") {
    folder.write("over.yaml", "from: base.yaml\n" + over);
    Document document = Document::load(folder.file("over.yaml"));
    if (!set.empty()) document.set(set);
    const TimedComponent read = read_spec<ChipSpec>(document).tile.accumulator;
    REQUIRE(read.model != nullptr);
    return read.beside.area ? read.area.value() * 1e12 : 0;
  };
  CHECK(area("") == Approx(100));
  CHECK(area("tile: {accumulator: {model: {bits: 8}}}\n") == Approx(100));
  CHECK(area("tile: {accumulator: {delay: 1 ns}}\n") == Approx(100));
  CHECK(area("tile: {accumulator: {area: 7 um2}}\n") == Approx(7));
  CHECK(area("tile: {accumulator: {model: {kind: shift_add}}}\n") == 0);
  CHECK(area("", "tile.accumulator.model.bits=8") == Approx(100));
  CHECK(area("", "tile.accumulator.model.kind=shift_add") == 0);
  CHECK(area("", "tile.accumulator.model={kind: shift_add}") == 0);
  CHECK(area("", "tile.accumulator.area=9um2") == Approx(9));
  CHECK(area("tile: {accumulator: {area: 7 um2, model: {kind: shift_add}}}\n") == Approx(7));
}

TEST_CASE("squares stated over a cell's inherited area replace it") {
  Document document = Document::parse(kFromEdge, "chip.yaml");
  document.set("tile.macro.cell.area_f2=50");
  const ChipSpec chip = evaluated(read_spec<ChipSpec>(document)).spec;
  CHECK(chip.tile.macro.cell_cost.area.value() == Approx(50 * 28e-9 * 28e-9));
  document.set("tile.macro.cell.area=1um2");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(document),
                    Catch::Contains("tile.macro.cell.area: must not stand beside area_f2"));
}

}  // namespace mho
