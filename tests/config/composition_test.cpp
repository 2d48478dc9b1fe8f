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

struct SourcedSpec {
  Energy low;
  Energy high;
  std::string source;
  std::string low_source;
  void fields(Fields& f) {
    f.quantity("low", low, {0, 1}, "One.");
    f.quantity("high", high, {0, 1}, "Another.");
    f.text("source", source, "Of both.");
    f.text("low_source", low_source, "Of one.");
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

TEST_CASE("a section that states its kind replaces the inherited one whole, another merges") {
  const Folder folder;
  folder.write("base.yaml", "shape: {kind: square, side: 3 um, hollow: true}\n");
  folder.write("other.yaml", "from: base.yaml\nshape: {kind: circle, radius: 1 um}\n");
  folder.write("same.yaml", "from: base.yaml\nshape: {kind: square, side: 4 um}\n");
  folder.write("merged.yaml", "from: base.yaml\nshape: {side: 4 um}\n");
  CHECK(std::string(load<ShapesSpec>(folder, "other.yaml").shape->kind()) == "circle");
  const auto same = load<ShapesSpec>(folder, "same.yaml");
  CHECK_FALSE(dynamic_cast<const Square&>(*same.shape).hollow);
  const auto merged = load<ShapesSpec>(folder, "merged.yaml");
  CHECK(dynamic_cast<const Square&>(*merged.shape).hollow);
}

TEST_CASE("a section that starts from a file of another kind is refused, of the same merges") {
  const Folder folder;
  folder.write("square.yaml", "kind: square\nside: 3 um\nhollow: true\n");
  folder.write("same.yaml", "shape: {from: square.yaml, kind: square, side: 4 um}\n");
  folder.write("other.yaml", "shape:\n  from: square.yaml\n  kind: circle\n  radius: 1 um\n");
  CHECK(dynamic_cast<const Square&>(*load<ShapesSpec>(folder, "same.yaml").shape).hollow);
  CHECK(complaint<ShapesSpec>(folder, "other.yaml") ==
        folder.file("other.yaml") +
            ":3: shape.kind: is 'circle', but the section starts from square.yaml of kind "
            "'square', of which nothing would be left; allowed: square, or no 'from'");
}

TEST_CASE("a source that ends as a file's name does is text, also on --set") {
  const Folder folder;
  folder.write("a.yaml", "low: 1 pJ\nhigh: 2 pJ\nsource: see measured.yaml\nlow_source: b.yaml\n");
  folder.write("b.yaml", "name: thing\n");
  Document document = Document::load(folder.file("a.yaml"));
  const auto spec = read_spec<SourcedSpec>(document);
  CHECK(spec.source == "see measured.yaml");
  CHECK(spec.low_source == "b.yaml");
  document.set("source=none.yaml");
  CHECK(read_spec<SourcedSpec>(document).source == "none.yaml");
}

TEST_CASE("a source that is stated over another is not that of what stays inherited") {
  const Folder folder;
  folder.write("a.yaml", "low: 1 pJ\nhigh: 2 pJ\nsource: Doe 2020.\nlow_source: Doe 2021\n");
  const auto source = [&](const std::string& over) {
    folder.write("b.yaml", "from: a.yaml\n" + over);
    return load<SourcedSpec>(folder, "b.yaml").source;
  };
  CHECK(source("low: 3 pJ\nsource: Roe 2026.\n") == "Roe 2026; inherited high: Doe 2020.");
  CHECK(source("source: Roe 2026\n") == "Roe 2026; inherited low, high: Doe 2020.");
  CHECK(source("low: 3 pJ\nhigh: 4 pJ\nsource: Roe 2026.\n") == "Roe 2026.");
  CHECK(source("low: 3 pJ\n") == "Doe 2020.");
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
