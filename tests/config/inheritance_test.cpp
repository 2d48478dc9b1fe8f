// What a document tells of the keys that it inherits.
#include "sim/config/inheritance.hpp"

#include <catch2/catch.hpp>

#include "tests/config/folder.hpp"

namespace mho {

namespace {

using Sentences = std::vector<std::string>;

const std::string kBase = R"(name: base
adc:
  kind: sar
  bits: 8
  energy: 2 pJ
  area: 5 um2
memory: {capacity: 1 KiB, read_energy: 1 pJ, model: sram}
)";

}  // namespace

TEST_CASE("a section that states some keys over a file's names those that stay, with their lines") {
  const Folder folder;
  folder.write("base.yaml", kBase);
  folder.write("top.yaml", "from: base.yaml\nname: top\nadc:\n  energy: 3 pJ\n");
  const std::string base = folder.file("base.yaml");
  CHECK(inherited_keys(Document::load(folder.file("top.yaml"))) ==
        Sentences{"Inherited: memory (" + base + ":7).",
                  "Inherited in adc: kind, bits, area (" + base + ":3, 4, 6)."});
}

TEST_CASE("what comes from several files is told by file; what --set adds inherits nothing") {
  const Folder folder;
  folder.write("base.yaml", kBase);
  folder.write("middle.yaml", "from: base.yaml\nadc: {energy: 3 pJ}\n");
  folder.write("top.yaml", "from: middle.yaml\nadc: {area: 1 um2}\n");
  Document document = Document::load(folder.file("top.yaml"));
  document.set("adc.delay=1 ns");
  document.set("memory.capacity=2 KiB");
  CHECK(inherited_keys(document).back() == "Inherited in adc: kind, bits (" +
                                               folder.file("base.yaml") + ":3, 4), energy (" +
                                               folder.file("middle.yaml") + ":2).");
  CHECK(inherited_keys(Document::load(folder.file("base.yaml"))).empty());
}

TEST_CASE("a section that states its kind inherits nothing") {
  const Folder folder;
  folder.write("base.yaml", kBase);
  folder.write("top.yaml",
               "from: base.yaml\nadc: {kind: sar, bits: 6, energy: 1 pJ, area: 1 um2}\n");
  const Document document = Document::load(folder.file("top.yaml"));
  CHECK(inherited_keys(document) ==
        Sentences{"Inherited: name, memory (" + folder.file("base.yaml") + ":1, 7)."});
}

}  // namespace mho
