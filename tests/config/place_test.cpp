// Where in the files of a document a key stands.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

Place place(const Document& document, const std::string& path) {
  INFO(path);
  const auto found = document.place_of(path);
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("a key's place is that of the file that has the last word") {
  Folder folder;
  folder.write("cell.yaml", "kind: x\ng: 1 S\narea: 2 um2\n");
  folder.write("base.yaml", "rows: 4\ncell: cell.yaml\nadc:\n  bits: 8\n  energy: 1 pJ\n");
  folder.write("chip.yaml", "from: base.yaml\nadc:\n  bits: 6\n");
  folder.write("run.yaml", "seed: 1\nchip: chip.yaml\n");
  Document run = Document::load(folder.file("run.yaml"));
  CHECK((place(run, "seed") == Place{folder.file("run.yaml"), 1}));
  CHECK((place(run, "chip.rows") == Place{folder.file("base.yaml"), 1}));
  CHECK((place(run, "chip.adc.bits") == Place{folder.file("chip.yaml"), 3}));
  CHECK((place(run, "chip.adc.energy") == Place{folder.file("base.yaml"), 5}));
  CHECK((place(run, "chip.cell.area") == Place{folder.file("cell.yaml"), 3}));
  run.set("chip.adc.energy=2 pJ");
  CHECK((place(run, "chip.adc.energy") == Place{"--set", 0}));
  CHECK((place(run, "chip.adc.bits") == Place{folder.file("chip.yaml"), 3}));
}

TEST_CASE("an item of a list has a place, and what it holds") {
  const Document document =
      Document::parse("list:\n  - a: 1\n  - a: 2\n    b:\n      c: 3\n", "f.yaml");
  CHECK((place(document, "list[1].a") == Place{"f.yaml", 3}));
  CHECK((place(document, "list[1].b.c") == Place{"f.yaml", 5}));
  CHECK((place(document, "list[0]") == Place{"f.yaml", 2}));
}

TEST_CASE("a key that a document does not have is nearest to its model, or its section") {
  const Document document =
      Document::parse("a:\n  model:\n    kind: x\n  b:\n    c: 1\n", "f.yaml");
  CHECK((document.nearest_place("a.b.c") == Place{"f.yaml", 5}));
  CHECK((document.nearest_place("a.b.d.e") == Place{"f.yaml", 4}));
  CHECK((document.nearest_place("a.energy") == Place{"f.yaml", 2}));
  CHECK((document.nearest_place("z.b") == Place{"f.yaml", 0}));
}

TEST_CASE("problems of a spec that was read get the places of their keys, and their --set") {
  Document document = Document::parse("a:\n  b: 1\n  c: 2\nlist:\n  - d: 3\n", "f.yaml");
  document.set("a.c=4");
  const Place where{"f.yaml", 0};
  const Place elsewhere{"net.onnx", 0};
  const auto placed = [&](const Problem& problem, const std::string& section) {
    return with_places(InputError({problem}), where, document, section).problems().front().text();
  };
  CHECK(placed({where, "a.b", "is wrong"}, "") == "f.yaml:2: a.b: is wrong");
  CHECK(placed({Place{}, "a.b", "is wrong"}, "") == "f.yaml:2: a.b: is wrong");
  CHECK(placed({where, "a.c", "is wrong"}, "") == "--set: a.c: is wrong (--set a.c=4)");
  CHECK(placed({where, "d", "is wrong"}, "list[0]") == "f.yaml:5: list[0].d: is wrong");
  CHECK(placed({where, "", "is wrong"}, "list[0]") == "f.yaml:5: list[0]: is wrong");
  CHECK(placed({where, "", "is wrong"}, "") == "f.yaml: is wrong");
  CHECK(placed({elsewhere, "a.b", "is wrong"}, "") == "net.onnx: a.b: is wrong");
}

TEST_CASE("what a document does not have has no place") {
  const Document document = Document::parse("a:\n  b: 1\nlist: [1, 2]\n", "f.yaml");
  for (const char* path :
       {"c", "a.c", "a.b.c", "a[0]", "list[2]", "list[x]", "list[", "list[1]x", "list.0"}) {
    INFO(path);
    CHECK_FALSE(document.place_of(path).has_value());
  }
}

}  // namespace mho
