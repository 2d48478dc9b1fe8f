// Rule: parallel hardware costs. Every whole number of a chip is doubled; what makes a run faster
// must take area or energy, or the run must say that its costs do not follow.
#include <catch2/catch.hpp>
#include <cctype>
#include <map>
#include <set>

#include "sim/chip/chip_spec.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/figures/constant_costs.hpp"
#include "tests/config/folder.hpp"
#include "tests/run/lenet_run.hpp"

namespace mho {
namespace {

struct Number {
  std::string key;
  std::string twice;
};

/// Twice "8" or "32 KiB"; empty for all else.
std::string twice(const std::string& text) {
  std::size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0)
    ++digits;
  const std::string unit = text.substr(digits);
  const bool whole = unit.empty() || (unit.size() >= 2 && unit[0] == ' ' && unit.back() == 'B');
  if (digits == 0 || digits > 12 || !whole) return "";
  return std::to_string(2 * std::stoll(text)) + unit;
}

void add_numbers(const YamlNode& node, const std::string& path, std::vector<Number>& numbers) {
  if (node.type == YamlNode::Type::scalar)
    if (const std::string value = twice(node.text); !value.empty())
      numbers.push_back({path, value});
  for (const YamlEntry& entry : node.entries)
    add_numbers(*entry.value, path + "." + entry.key, numbers);
}

Document run_on(const std::string& chip) {
  return lenet_document({"chip=" + chip_file(chip), "engine.values=off"});
}

double value_or_0(const Results& results, const char* metric) {
  const Metric* found = results.find(metric);
  return found ? found->value : 0;
}

std::vector<std::string> notes_on(const Document& document) {
  return constant_cost_notes(document, read_spec<RunSpec>(document).chip);
}

/// The price of each action, and each block's static power.
std::map<std::string, ExactEnergy> prices(const Results& results) {
  std::map<std::string, ExactEnergy> prices;
  for (const LedgerLine& line : results.ledger.lines())
    prices[results.part_of(line).component + "." + results.price_of(line).action] = line.unit;
  return prices;
}

/// Area, or energy of an inference, or of an action: a wider word of a memory, say.
bool costs_more(const Results& more, const Results& base) {
  for (const char* metric : {"area.chip", "energy.per_inference"})
    if (value_or_0(more, metric) > value_or_0(base, metric)) return true;
  const auto before = prices(base);
  for (const auto& [action, price] : prices(more))
    if (const auto found = before.find(action); found != before.end() && price > found->second)
      return true;
  return false;
}

/// Numbers that are no more hardware: what they cost is accuracy (more rows in one conversion, more
/// bits in one cell), which counting does not see, or arrays (more cells for a weight, behind fewer
/// converters), of which the network leaves some idle.
const std::set<std::string> kNotHardware{"chip.tile.macro.active_rows",
                                         "chip.tile.macro.cell.levels",
                                         "chip.tile.macro.devices_per_weight",
                                         "chip.tile.macro.weight_copies"};

/// Numbers that make a run faster for free and in silence.
std::vector<std::string> free_numbers(const Document& document) {
  const RunControl control{1, {}};
  const Results base = run(document, control);
  const auto spec = read_spec<RunSpec>(document);
  const Document chip = Document::parse(write_spec(spec.chip), "chip");
  std::vector<Number> numbers;
  add_numbers(*chip.root(), "chip", numbers);
  std::vector<std::string> found;
  for (const Number& number : numbers) {
    if (kNotHardware.contains(number.key)) continue;
    Document changed = document;
    changed.set(number.key + "=" + number.twice);
    Results more;
    try {
      more = run(changed, control);
    } catch (const InputError&) {
      continue;  // out of its range, or at odds with another number
    }
    // Packets that come in another order may wait a little less.
    constexpr double kSame = 0.005;
    const auto grows = [&](const char* metric) {
      return value_or_0(more, metric) > value_or_0(base, metric) * (1 + kSame);
    };
    const bool faster =
        value_or_0(more, "latency.first") < value_or_0(base, "latency.first") * (1 - kSame) ||
        grows("throughput.steady");
    if (!faster || costs_more(more, base)) continue;
    bool said = false;
    for (const std::string& note : more.notes)
      said = said || note.find("do not follow " + number.key + ",") != std::string::npos;
    if (!said) found.push_back(number.key);
  }
  return found;
}

TEST_CASE("more parallel hardware takes area or energy, or a note says that costs do not follow") {
  for (const char* chip :
       {"edge_rram_28nm", "edge_rram_constants", "dcim_28nm", "server_rram_28nm",
        "server_rram_constants", "edge_npu_28nm", "eyeriss_jssc_2017", "diana_isscc_2022"}) {
    INFO(chip);
    CHECK(free_numbers(run_on(chip)) == std::vector<std::string>{});
  }
}

TEST_CASE("more parallel hardware of modelled blocks takes area or energy") {
  Document document = run_on("edge_rram_constants");
  for (const char* set :
       {"chip.global_buffer={capacity: 256 KiB, width: 64, model: {kind: sram}}",
        "chip.tile.input_buffer={capacity: 32 KiB, width: 64, cycle: 2 ns, model: {kind: edram}}",
        "chip.tile.output_buffer={capacity: 512 B, width: 64, model: {kind: register_file}}",
        "chip.tile.vector_unit={lanes: 16, clock: 1 GHz, model: {kind: multiplier}}",
        "chip.tile.bus={model: {kind: wire, length: 200 um}}"})
    document.set(set);
  CHECK(free_numbers(document) == std::vector<std::string>{});
}

TEST_CASE("a note names the constants that do not follow, where they stand and what was changed") {
  const auto notes = [](const std::vector<std::string>& sets) {
    Document document = run_on("edge_rram_constants");
    for (const std::string& set : sets) document.set(set);
    std::string found;
    for (const std::string& note : notes_on(document)) found += note + "\n";
    return found;
  };
  const std::string chip = chip_file("edge_rram_constants");
  CHECK(notes({}).empty());
  CHECK(notes({"chip.tile.macro.rows=256",
               "chip.tile.macro.input_register={energy: 0.036 pJ, area: 1e4 um2, leakage: 0.06 uW, "
               "source: test}"})
            .empty());
  const auto at = [&](const char* key) {
    return "(" + chip + ":" + std::to_string(run_on("edge_rram_constants").place_of(key)->line) +
           ")";
  };
  CHECK(notes({"chip.global_buffer.banks=4", "chip.tile.macro.adc.bits=6"}) ==
        "Costs: energy, delay, area, leakage of chip.tile.macro.adc " +
            at("chip.tile.macro.adc.energy") +
            " do not follow chip.tile.macro.adc.bits, which is 6 (--set), but 8 there.\n"
            "Costs: read_energy, write_energy, cycle, area, leakage of chip.global_buffer " +
            at("chip.global_buffer.read_energy") +
            " do not follow chip.global_buffer.banks, which is 4 (--set) and was not stated "
            "there.\n");
  CHECK_THAT(notes({"chip={from: " + chip + ", noc: {flit_bits: 128}}"}),
             Catch::Contains("of chip.noc.router (" + chip) &&
                 Catch::Contains("do not follow chip.noc.flit_bits, which is 128"));
}

}  // namespace
TEST_CASE("constants that are stated anew, or for the same size, are left behind by none") {
  const auto notes = [](const std::vector<std::string>& sets) {
    Document document = run_on("edge_rram_constants");
    for (const std::string& set : sets) document.set(set);
    return notes_on(document);
  };
  CHECK(notes({"chip.tile.macro.adc.bits=8"}).empty());
  const std::vector<std::string> left =
      notes({"chip.tile.macro.adc.bits=6", "chip.tile.macro.adc.energy=1 pJ",
             "chip.tile.macro.adc.leakage=1 uW", "chip.tile.macro.adc.delay=10 ns"});
  REQUIRE(left.size() == 1);
  CHECK_THAT(left[0], Catch::StartsWith("Costs: area of chip.tile.macro.adc ("));
}

TEST_CASE("constants of a file in between hold for the size that was in force there") {
  const Folder folder;
  const std::string base = chip_file("edge_rram_constants");
  folder.write("middle.yaml", "from: " + base + "\ntile: {macro: {adc: {bits: 6, area: 1 um2}}}\n");
  folder.write("top.yaml", "from: middle.yaml\ntile: {macro: {adc: {bits: 4, energy: 1 pJ}}}\n");
  Document document = run_on("edge_rram_constants");
  document.set("chip=" + folder.file("top.yaml"));
  const auto left = [&] {
    std::string found;
    for (const std::string& note : notes_on(document)) found += note + "\n";
    return found;
  };
  CHECK_THAT(left(), Catch::Contains("delay, area, leakage of chip.tile.macro.adc"));
  document.set("chip.tile.macro.adc.bits=6");
  CHECK_THAT(left(), Catch::Contains("energy, delay, leakage of chip.tile.macro.adc"));
}

TEST_CASE("one note names the blocks whose constants are of another technology") {
  const auto notes = [](const std::string& chip, const std::vector<std::string>& sets) {
    Document document = run_on(chip);
    for (const std::string& set : sets) document.set(set);
    return notes_on(document);
  };
  CHECK(notes("edge_rram_constants", {}).empty());
  CHECK(notes("edge_rram_constants", {"chip.technology=28 nm"}).empty());
  const std::vector<std::string> all = notes("edge_rram_constants", {"chip.technology=7 nm"});
  REQUIRE(all.size() == 1);
  CHECK_THAT(all[0], Catch::StartsWith("Costs: constants of 15 blocks (cell, dac, sample_hold, ") &&
                         Catch::EndsWith(") are of 28 nm and do not follow chip.technology, which "
                                         "is 7 nm (--set)."));
  // Links have nodes of their own; of the design of models two parts are left.
  const std::vector<std::string> few = notes("edge_rram_28nm", {"chip.technology=7 nm"});
  REQUIRE(few.size() == 1);
  CHECK(few[0] ==
        "Costs: constants of 2 blocks (cell, noc) are of 28 nm and do not follow "
        "chip.technology, which is 7 nm (--set).");
  CHECK(notes("edge_rram_28nm", {"chip.technology=7 nm",
                                 "chip.tile.macro.cell={kind: ideal, "
                                 "levels: 128, g_max: 40 uS, area_f2: 40, write_energy: 0 J, "
                                 "write_time: 1 ns, leakage: 0 W, volatile: false, source: test}"})
            .size() == 1);
}

TEST_CASE(
    "a supply without a nominal one says where constants are taken to hold, and by how much they "
    "moved") {
  const auto notes = [](const std::vector<std::string>& sets) {
    Document document = run_on("edge_rram_constants");
    for (const std::string& set : sets) document.set(set);
    return notes_on(document);
  };
  const std::vector<std::string> moved = notes({"chip.supply=0.8 V"});
  REQUIRE(moved.size() == 1);
  CHECK_THAT(moved[0],
             Catch::StartsWith("Costs: chip.supply is 800 mV (--set), and no chip.nominal_supply "
                               "says where the constants of 14 blocks (dac, ") &&
                 Catch::Contains("of analog circuits x 0.79") &&
                 Catch::EndsWith("If they hold at 800 mV, state chip.nominal_supply: 800 mV."));
  CHECK(notes({"chip.supply=0.8 V", "chip.nominal_supply=0.8 V"}).empty());
  CHECK(notes({"chip.supply=0.8 V", "chip.nominal_supply=0.9 V"}).empty());
}

}  // namespace mho
