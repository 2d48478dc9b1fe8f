#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "tests/config/every_field.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

const std::string kParts = R"(low: 1
high: 2
)";

template <class Spec>
Spec load(const Folder& folder, const std::string& name) {
  return read_spec<Spec>(Document::load(folder.file(name)));
}

template <class Spec>
std::string complaint(const Folder& folder, const std::string& name) {
  try {
    load<Spec>(folder, name);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

struct PairSpec {
  PartSpec first;
  PartSpec second;
  void fields(Fields& f) {
    f.section("first", first, "One.");
    f.section("second", second, "Another.");
  }
};

struct ShapesSpec {
  std::shared_ptr<Shape> shape;
  std::string path;
  void fields(Fields& f) {
    f.kind("shape", shape, shapes(), "Form.");
    f.path("path", path, "Data.", Presence::optional);
  }
};

}  // namespace

TEST_CASE("a file stands where it is named, relative to the file that names it") {
  const Folder folder;
  folder.write("runs/top.yaml", "first: ../parts/a.yaml\nsecond: {low: 3, high: 4}\n");
  folder.write("parts/a.yaml", "more/b.yaml\n");
  folder.write("parts/more/b.yaml", kParts);
  const auto spec = load<PairSpec>(folder, "runs/top.yaml");
  CHECK(spec.first.low == 1);
  CHECK(spec.second.low == 3);
}

TEST_CASE("a file that is named, or started from, stands in the place of what it overrides") {
  const Folder folder;
  folder.write("base.yaml", "first: {low: 1, high: 2, other: 8}\nsecond: {low: 3, high: 4}\n");
  folder.write("part.yaml", "low: 5\nhigh: 6\n");
  for (const char* first : {"part.yaml", "{from: part.yaml, high: 6}"}) {
    folder.write("top.yaml", std::string("from: base.yaml\nfirst: ") + first + "\n");
    folder.write("above.yaml", "from: top.yaml\nsecond: {low: 4}\n");
    for (const char* name : {"top.yaml", "above.yaml"}) {
      INFO(first << ", " << name);
      const auto spec = load<PairSpec>(folder, name);
      CHECK(spec.first.low == 5);
      CHECK(spec.second.high == 4);
    }
  }
}

TEST_CASE("only a plain scalar that ends in .yaml is a file's name") {
  const Folder folder;
  folder.write("a.yaml", "shape: {kind: circle, radius: 1 um}\npath: 'data.yaml'\n");
  CHECK(load<ShapesSpec>(folder, "a.yaml").path == folder.file("data.yaml"));
}

TEST_CASE("problems of an included file have its place and the key that it stands at") {
  const Folder folder;
  folder.write("top.yaml", "first: part.yaml\nsecond: part.yaml\n");
  folder.write("part.yaml", "low: 1\n\nhigh: 101\n");
  CHECK(complaint<PairSpec>(folder, "top.yaml") ==
        folder.file("part.yaml") + ":3: first.high: is 101, allowed 0 to 100\n" +
            folder.file("part.yaml") + ":3: second.high: is 101, allowed 0 to 100");
}

TEST_CASE("a key given twice in an included file is reported by its whole path") {
  const Folder folder;
  folder.write("top.yaml", "first: part.yaml\nsecond: {low: 1, high: 2}\n");
  folder.write("part.yaml", "low: 1\nhigh: 3\nlow: 2\n");
  CHECK(complaint<PairSpec>(folder, "top.yaml") ==
        folder.file("part.yaml") + ":3: first.low: is given twice, first in line 1");
}

TEST_CASE("from starts a section with a file's keys, and its other keys replace or add") {
  const Folder folder;
  folder.write("base.yaml", "first: {low: 1, high: 2}\nsecond: {low: 3, high: 4}\n");
  folder.write("middle.yaml", "from: base.yaml\nsecond:\n  high: 5\n");
  folder.write("top.yaml", "first:\n  low: 0\nfrom: middle.yaml\n");
  const auto spec = load<PairSpec>(folder, "top.yaml");
  CHECK(spec.first.low == 0);
  CHECK(spec.first.high == 2);
  CHECK(spec.second.low == 3);
  CHECK(spec.second.high == 5);
}

TEST_CASE("a key that overrides a from file keeps its own place, the others theirs") {
  const Folder folder;
  folder.write("base.yaml", "first: {low: 1, high: 2}\nsecond: {low: x, high: 4}\n");
  folder.write("top.yaml", "from: base.yaml\nfirst:\n\n  low: y\n");
  CHECK(complaint<PairSpec>(folder, "top.yaml") ==
        folder.file("base.yaml") + ":2: second.low: is 'x', must be an integer, 0 to 100\n" +
            folder.file("top.yaml") + ":4: first.low: is 'y', must be an integer, 0 to 100");
}

TEST_CASE("an override of another kind replaces the whole section") {
  const Folder folder;
  folder.write("base.yaml", "shape: {kind: square, side: 3 um, hollow: true}\n");
  folder.write("other.yaml", "from: base.yaml\nshape: {kind: circle, radius: 1 um}\n");
  folder.write("same.yaml", "from: base.yaml\nshape: {kind: square, side: 4 um}\n");
  CHECK(std::string(load<ShapesSpec>(folder, "other.yaml").shape->kind()) == "circle");
  const auto same = load<ShapesSpec>(folder, "same.yaml");
  CHECK(dynamic_cast<const Square&>(*same.shape).hollow);
}

TEST_CASE("a path in an included file is relative to that file") {
  const Folder folder;
  folder.write("top.yaml", "from: runs/base.yaml\n");
  folder.write("runs/base.yaml", "shape: {kind: circle, radius: 1 um}\npath: ../data.bin\n");
  CHECK(load<ShapesSpec>(folder, "top.yaml").path == folder.file("data.bin"));
}

TEST_CASE("a file that is named twice is no circle") {
  const Folder folder;
  folder.write("top.yaml", "first: part.yaml\nsecond: ./part.yaml\n");
  folder.write("part.yaml", kParts);
  CHECK(load<PairSpec>(folder, "top.yaml").second.high == 2);
}

TEST_CASE("a circle is refused by its chain, also through a link") {
  const Folder folder;
  folder.write("a.yaml", "from: b.yaml\n");
  folder.write("b.yaml", "from: c.yaml\n");
  folder.write("c.yaml", "first: link.yaml\n");
  std::filesystem::create_symlink(folder.file("b.yaml"), folder.file("link.yaml"));
  CHECK_THAT(
      complaint<PairSpec>(folder, "a.yaml"),
      Catch::Contains(folder.file("c.yaml") +
                      ":1: first: files include one another in a circle: " + folder.file("b.yaml") +
                      " -> " + folder.file("c.yaml") + " -> " + folder.file("link.yaml")));
}

TEST_CASE("a missing file is reported with the place that names it and the path tried") {
  const Folder folder;
  folder.write("runs/top.yaml", "second: {low: 1, high: 2}\nfirst: ../none.yaml\n");
  CHECK(complaint<PairSpec>(folder, "runs/top.yaml") ==
        folder.file("runs/top.yaml") + ":2: first: names '../none.yaml', but " +
            folder.file("none.yaml") + ": there is no such file");
}

TEST_CASE("an alias repeats a value") {
  const auto spec = read_spec<PairSpec>(
      Document::parse("first: &part {low: 1, high: 2}\nsecond: *part\n", "a.yaml"));
  CHECK(spec.second.high == 2);
}

}  // namespace mho
