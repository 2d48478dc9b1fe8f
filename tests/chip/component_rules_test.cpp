// Which models a chip's parts may have, and what may stand beside them.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sim/chip/chip_spec.hpp"
#include "sim/config/config.hpp"
#include "tests/config/folder.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

TEST_CASE("what is not logic refuses constants of another node") {
  const auto chip = [](const std::string& part, const std::string& keys = "") {
    Document document = Document::load(chip_file("edge_rram_constants"));
    document.set(part + "={" + keys +
                 "model: {kind: scaled, node: 45 nm, energy: 0.1 pJ, area: 278 um2, leakage: 1 uW, "
                 "source: an adder}}");
    return read_spec<ChipSpec>(document);
  };
  CHECK_NOTHROW(chip("tile.accumulator"));
  const Catch::Matchers::StdString::ContainsMatcher refused = Catch::Contains("is no logic");
  CHECK_THROWS_WITH(chip("tile.macro.dac", "bits: 4, "), refused);
  for (const char* part : {"tile.macro.sample_hold", "tile.macro.column_mux", "host_link.port"})
    CHECK_THROWS_WITH(chip(part), refused);
}

TEST_CASE("a model beside which all is stated is refused, and a wrong kind the only complaint") {
  const auto complaint = [](const std::string& keys) {
    Document document = Document::load(chip_file("edge_rram_constants"));
    document.set("tile.accumulator={" + keys + "}");
    try {
      read_spec<ChipSpec>(document);
    } catch (const InputError& error) {
      return error.problems();
    }
    return std::vector<Problem>{};
  };
  const auto all = complaint(
      "energy: 1 pJ, area: 1 um2, leakage: 1 uW, delay: 1 ns, source: x, model: {kind: adder}");
  REQUIRE(all.size() == 1);
  CHECK(all[0].key == "tile.accumulator.model");
  CHECK(all[0].message.find("says nothing, where all that it gives is stated beside it") == 0);
  const auto bare = complaint("source: x, model: {kind: adder}");
  REQUIRE(bare.size() == 1);
  CHECK(bare[0].key == "tile.accumulator.source");
  CHECK(bare[0].message.find("is that of the model; allowed: beside a stated energy") == 0);
  const auto wrong = complaint("model: {kind: addder}");
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].key == "tile.accumulator.model.kind");
}

TEST_CASE("a chip that starts from another exchanges constants for a model, and back") {
  const Folder folder;
  folder.write("by_model.yaml", "from: " + chip_file("edge_rram_constants") +
                                    "\n"
                                    "tile: {accumulator: {model: {kind: shift_add}}}\n");
  const std::string back = "from: by_model.yaml\ntile: {accumulator: {energy: 1 pJ";
  folder.write("back.yaml", back + ", area: 2 um2, leakage: 3 uW, delay: 1 ns, source: x}}\n");
  folder.write("half.yaml", back + "}}\n");
  const auto accumulator = [&](const char* name) {
    return read_spec<ChipSpec>(Document::load(folder.file(name))).tile.accumulator;
  };
  CHECK(accumulator("by_model.yaml").model != nullptr);
  CHECK(accumulator("back.yaml").model == nullptr);
  CHECK(accumulator("back.yaml").area.value() == Approx(2e-12));
  CHECK(accumulator("half.yaml").model != nullptr);  // beside the model, of which the rest stays
  CHECK(accumulator("half.yaml").energy.value() == Approx(1e-12));
  Document set = Document::load(chip_file("edge_rram_constants"));
  set.set("tile.accumulator.model={kind: shift_add}");
  CHECK(read_spec<ChipSpec>(set).tile.accumulator.model != nullptr);
}

}  // namespace
}  // namespace mho
