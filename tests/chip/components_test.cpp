// The contract of a machine's components, over all parts of all shipped chips: each is priced,
// placed, timed and explained, or is of a sort that is not.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/models/noc/topologies.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

std::vector<std::string> shipped_chips() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(kSourceDir) + "/configs/chips"))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// A shipped chip of one tile, and what its file says.
struct Shipped {
  explicit Shipped(const std::string& file)
      : document(Document::load(file)),
        spec(read_spec<ChipSpec>(document)),
        chip(spec, 1),
        numbers(numbers_of(spec)) {}

  Document document;
  ChipSpec spec;
  Chip chip;
  std::vector<SpecNumber> numbers;

  /// In the file, or said by a model in its place.
  bool states(const std::string& key) const {
    const std::string section = key.substr(0, key.rfind('.'));
    return document.place_of(key) || document.place_of(section + ".model");
  }
  /// The chip with a tenth less of the number at `key`; without such a number, or where it would be
  /// out of its range: none.
  std::optional<Chip> with_less_of(const std::string& key) const {
    for (const SpecNumber& number : numbers) {
      if (number.key != key || number.value_si == 0) continue;
      try {
        return Chip(with_number(spec, key, 0.9 * number.value_si), 1);
      } catch (const InputError&) {
        return {};
      }
    }
    return {};
  }
};

/// Draws power or takes area, and does nothing that is counted.
bool only_stands_there(const Part& part) {
  return part.section == "floorplan" || part.section.ends_with("macro.lines") ||
         part.section.starts_with("power_states.");
}

/// An 8-bit MVM of a full array of a kind of tile, whose macros are analog or digital.
Time latency_of_mvm(const TileKind& kind) {
  for (const int bits : {8, 1}) {
    const MvmFormat format = kind.format(bits, bits, false);
    if (!format.conflict().empty()) continue;
    const int columns = format.converted_columns(kind.outputs_per_array(format));
    return kind.timing(format, kind.inputs_per_array(), columns).latency;
  }
  throw Bug("a macro that computes neither 8-bit nor 1-bit products");
}

/// A machine with the optional parts that no shipped one has.
Chip chip_with_options() {
  Document document = Document::load(chip_file("edge_rram_constants"));
  for (const char* setting : {"fixed_share=0.2", "source=test"})
    document.set(std::string("tile.macro.adc.early_termination.") + setting);
  document.set("tile.macro.adc.skipped_bits=3");
  document.set("tile.macro.cell=ideal_1bit");
  document.set("tile.macro.summed_slices=2");
  document.set(
      "tile.macro.slice_adder={energy: 1 fJ, delay: 0 s, area: 0 um2, leakage: 0 W, source: test}");
  auto spec = read_spec<ChipSpec>(document);
  spec.tile.core = CoreSpec{2, {}};
  spec.tile.line_buffer.emplace();
  spec.tile.output_buffer.emplace();
  spec.noc.topology = topology_from(kHTreeTopology);
  spec.noc.router.adder.emplace();
  spec.noc.wire.emplace().length = from_si<Length>(1e-3);
  spec.chips = 2;
  spec.chip_link.emplace();
  return Chip(spec, 2);
}

Chip chip_of_floats() {
  Document document = Document::load(chip_file("dcim_22nm"));
  document.set(
      "tile.macro.floating_point={exponent_bits: 8, mantissa_bits: 8, aligner: {model: {kind: "
      "aligner, inputs: 64}}, normalizer: {model: {kind: normalizer}}}");
  return Chip(read_spec<ChipSpec>(document), 1);
}

}  // namespace

TEST_CASE("promise 5: every price of every shipped chip has a source and moves with its keys") {
  int moved = 0;
  for (const std::string& file : shipped_chips()) {
    const Shipped shipped(file);
    for (const Part& part : shipped.chip.parts()) {
      INFO(file << ": " << part.section << ", " << part.component);
      CHECK(part.prices.empty() == only_stands_there(part));
      for (const Price& price : part.prices) {
        INFO(price.name << ", " << price.sentence);
        CHECK(price.energy.value() >= 0);
        CHECK_FALSE(price.source.empty());
        CHECK_FALSE(price.keys.empty());
        CHECK(shipped.chip.kind(part.tile_kind).part_of(price.action) == &part);
        if (price.energy.value() == 0) continue;
        for (const std::string& key : price.keys) {
          INFO(key);
          CHECK(shipped.states(key));
          const std::optional<Chip> changed = shipped.with_less_of(key);
          if (!changed) continue;
          CHECK(changed->kind(part.tile_kind).price(price.action).energy != price.energy);
          ++moved;
        }
      }
    }
  }
  CHECK(moved > 100);
}

TEST_CASE("promise 5: area and static power of every part of every shipped chip have their keys") {
  for (const std::string& file : shipped_chips()) {
    const Shipped shipped(file);
    for (const Part& part : shipped.chip.parts()) {
      INFO(file << ": " << part.component << ", " << part.section);
      CHECK(shipped.document.place_of(part.section).has_value());
      CHECK_FALSE(part.source.empty());
      CHECK(part.per_holder > 0);
      // Wires that are only charged have neither.
      CHECK((part.area.value() == 0 || part.section == part.area_key ||
             shipped.states(part.area_key)));
      CHECK((part.leakage.value() == 0 || shipped.states(part.static_key)));
    }
  }
}

TEST_CASE("every delay and clock of every shipped macro is in the latency of its MVMs") {
  int timed = 0;
  for (const std::string& file : shipped_chips()) {
    const Shipped shipped(file);
    for (const TileKind& kind : shipped.chip.kinds()) {
      // Stages that hand over at the multiples of a cycle hide what does not fill it.
      if (kind.macros() == 0 || kind.macro().cycle().value() > 0) continue;
      const Time before = latency_of_mvm(kind);
      for (const IntervalTime& time : kind.interval_times()) {
        INFO(file << ": " << time.key);
        CHECK((time.value_si == 0 || shipped.states(time.key)));
        const std::optional<Chip> changed = shipped.with_less_of(time.key);
        if (!changed) continue;
        CHECK(latency_of_mvm(changed->kind(kind.index())) != before);
        ++timed;
      }
    }
  }
  CHECK(timed > 30);
}

TEST_CASE(
    "every action is a component's: of a shipped machine, or of one with what none of them has") {
  std::set<Action> acted;
  const auto add = [&](const Chip& chip) {
    for (const Part& part : chip.parts())
      for (const Price& price : part.prices) acted.insert(price.action);
  };
  for (const std::string& file : shipped_chips()) add(Shipped(file).chip);
  add(chip_with_options());
  add(chip_of_floats());
  for (std::size_t i = 0; i < kActions; ++i) {
    INFO("action "
         << i
         << " of sim/chip/action.hpp: no component lists it, or no machine here has "
            "that; chip_with_options() and chip_of_floats() are for those that no shipped one "
            "has");
    CHECK(acted.contains(static_cast<Action>(i)));
  }
}

TEST_CASE("a part knows the class of the model behind its costs, and that constants have none") {
  int modelled = 0;
  for (const std::string& file : shipped_chips()) {
    const Shipped shipped(file);
    for (const Part& part : shipped.chip.parts()) {
      INFO(file << ": " << part.component);
      CHECK(part.modelled_area.has_value() == !part.model.empty());
      CHECK(part.modelled_static.has_value() == !part.model.empty());
      for (const Price& price : part.prices)
        CHECK(price.modelled.has_value() == !part.model.empty());
      const bool has_model = shipped.document.place_of(part.section + ".model").has_value();
      CHECK((part.model.empty() || has_model));
      if (!part.model.empty()) ++modelled;
    }
  }
  CHECK(modelled > 10);
}

TEST_CASE("classes of models are those that the population tells apart") {
  CHECK(model_class_of("adc", Level::macro) == ModelClass::converter);
  CHECK(model_class_of("dac", Level::macro) == ModelClass::driver);
  CHECK(model_class_of("array", Level::macro) == ModelClass::array);
  CHECK(model_class_of("adder_tree", Level::macro) == ModelClass::logic);
  CHECK(model_class_of("bus", Level::tile) == ModelClass::periphery);
  CHECK(static_class_of(Level::macro) == ModelClass::logic);
  CHECK(static_class_of(Level::chip) == ModelClass::periphery);
}

TEST_CASE("wires that geometry gives are modelled, those that are stated are not") {
  const auto array_of = [](const std::vector<std::string>& sets) {
    Document document =
        Document::load(std::string(kSourceDir) + "/configs/chips/imec_cicc_2021.yaml");
    for (const std::string& set : sets) document.set(set);
    const Chip chip(read_spec<ChipSpec>(document), 1);
    for (const Part& part : chip.parts())
      if (std::string(part.component) == "array") return part;
    throw Bug("no array");
  };
  CHECK(array_of({}).model.empty());
  const Part wires =
      array_of({"tile.macro.array_charge={model: geometry, cell: 1 fF, source: a test}"});
  CHECK(wires.model == "geometry");
  CHECK(wires.prices.front().modelled == ModelClass::array);
}

}  // namespace mho
