#include <catch2/catch.hpp>
#include <set>

#include "sim/config/config.hpp"
#include "tests/config/every_field.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

Document thing() { return Document::parse(kEveryField, "thing.yaml"); }

std::string set_complaint(const std::string& assignment) {
  Document document = thing();
  try {
    document.set(assignment);
  } catch (const InputError& error) {
    CHECK(error.problems().front().place == Place{"--set", 0});
    return error.what();
  }
  return "";
}

std::string read_complaint(const Document& document) {
  try {
    read_spec<EveryFieldSpec>(document);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a document has its top level's keys") {
  CHECK(thing().has("bits"));
  CHECK(thing().has("part"));
  CHECK_FALSE(thing().has("low"));
  CHECK_FALSE(thing().has("trials"));
  CHECK_FALSE(Document::parse("- 1", "a.yaml").has("bits"));
}

TEST_CASE("an assignment replaces a value, a section, or adds one") {
  Document document = thing();
  document.set("bits=3");
  document.set("part.low=0");
  document.set("spare={low: 5, high: 6}");
  document.set("copies.conv1=2");
  document.set("clock=2 GHz");
  document.set("note=a=b");
  const auto spec = read_spec<EveryFieldSpec>(document);
  CHECK(spec.bits == 3);
  CHECK(spec.part.low == 0);
  CHECK(spec.part.high == 2);
  CHECK(spec.spare->high == 6);
  CHECK(spec.copies.at("conv1") == 2);
  CHECK(spec.clock.value() == 2e9);
  CHECK(spec.note == "a=b");
}

TEST_CASE("the last of two assignments to one key stays") {
  Document document = thing();
  document.set("bits=3");
  document.set("bits=2");
  CHECK(read_spec<EveryFieldSpec>(document).bits == 2);
}

TEST_CASE("assigning the kind drops the section's other keys, as stating it in a file does") {
  Document document = thing();
  document.set("shape.kind=circle");
  CHECK(read_complaint(document) ==
        "--set: shape.radius: missing; Radius of the circle (a value in m, 0 m to 1 mm) "
        "(--set shape.kind=circle)");
  document.set("shape.kind=square");
  CHECK(read_complaint(document) ==
        "--set: shape.side: missing; Side of the square (a value in m, 0 m to 1 mm) "
        "(--set shape.kind=square)");
  document.set("shape.side=3 um");
  CHECK(std::string(read_spec<EveryFieldSpec>(document).shape->kind()) == "square");
}

TEST_CASE("an assigned file is composed, relative to the working directory") {
  const Folder folder;
  folder.write("part.yaml", "low: 7\nhigh: 8\n");
  Document document = thing();
  document.set("part=" + folder.file("part.yaml"));
  CHECK(read_spec<EveryFieldSpec>(document).part.high == 8);
  document.set("part.high=x");
  CHECK(read_complaint(document) ==
        "--set: part.high: is 'x', must be an integer, 0 to 100 (--set part.high=x)");
}

TEST_CASE("an unknown key that is assigned is reported with its assignment") {
  Document document = thing();
  document.set("part.lwo=3");
  document.set("prat.low=3");
  CHECK(read_complaint(document) ==
        "--set: part.lwo: unknown key, did you mean 'low'? (--set part.lwo=3)\n"
        "--set: prat: unknown key, did you mean 'part'? (--set prat.low=3)");
}

TEST_CASE("problems of an assignment and of the file come together, in order of place") {
  Document document = Document::parse(kEveryField + "bits: 5\nnoet: a\n", "thing.yaml");
  document.set("trials=0");
  document.set("part=none.yaml");
  CHECK(read_complaint(document) ==
        "--set: part: names 'none.yaml', but none.yaml: there is no such file "
        "(--set part=none.yaml)\n"
        "--set: trials: is 0, allowed 1 to 2147483647 (--set trials=0)\n"
        "thing.yaml:17: bits: is given twice, first in line 4\n"
        "thing.yaml:18: noet: unknown key, did you mean 'note'?");
}

TEST_CASE("an assignment that cannot be made is refused") {
  CHECK(set_complaint("bits") == "--set: bits: has no '=', must be a.b.c=value");
  CHECK(set_complaint("=3") == "--set: =3: has an empty key, must be a.b.c=value");
  CHECK(set_complaint("part..low=3") ==
        "--set: part..low=3: has an empty key, must be a.b.c=value");
  CHECK(set_complaint("part.=3") == "--set: part.=3: has an empty key, must be a.b.c=value");
  CHECK(set_complaint("bits.low=3") ==
        "--set: bits.low=3: 'low' cannot be set inside 'bits', which is a single value");
  CHECK(set_complaint("part.from=a.yaml") ==
        "--set: part.from=a.yaml: 'from' cannot be set; set the section to a file: a.b=FILE.yaml");
  CHECK_THAT(set_complaint("bits=[1"), Catch::Contains("is a bracket never closed?"));
  CHECK_THAT(set_complaint("bits=a: b: c"), Catch::Contains("is not valid YAML"));
  Document list = Document::parse("a: [1]", "a.yaml");
  CHECK_THROWS_WITH(list.set("a.0=2"),
                    "--set: a.0=2: '0' cannot be set inside 'a', which is a list");
  CHECK_THROWS_WITH(Document::parse("- 1", "a.yaml").set("a=2"),
                    "--set: a=2: 'a' cannot be set inside the document, which is a list");
}

TEST_CASE("a key of 63 levels can be assigned, a deeper one is refused before it is followed") {
  const auto deep = [](int levels) {
    std::string key = "a";
    for (int i = 1; i < levels; ++i) key += ".b";
    return key + "=1";
  };
  CHECK(set_complaint(deep(63)) == "");
  CHECK(set_complaint(deep(64)) == "--set: a key of 64 levels, allowed: at most 63");
  CHECK(set_complaint(deep(20000)) == "--set: a key of 20000 levels, allowed: at most 63");
}

TEST_CASE("control characters and bytes that are not UTF-8 are refused in an assignment") {
  CHECK(set_complaint("no\x1bte=a") == "--set: holds a control character");
  CHECK_THAT(set_complaint("note=\"a\\x1b\""), Catch::Contains("holds a control character"));
  CHECK(set_complaint("note=\xed\xa0\x80") == "--set: is not UTF-8 text");
}

TEST_CASE("what an option of the command line sets is told by the option's name") {
  Document document = thing();
  document.set_option("--trials", "trials", "010");
  document.set_list("--labels", "labels", {"a b", "c: [d].yaml"});
  document.set_option("--note", "note", "a.yaml");
  CHECK(read_complaint(document) ==
        "--trials: trials: is '010', must be an integer, 1 to 2147483647, written without leading "
        "zeros (--trials 010)");
  document.set_option("--trials", "trials", "7");
  const auto spec = read_spec<EveryFieldSpec>(document);
  CHECK(spec.trials == 7);
  CHECK(spec.labels == std::vector<std::string>{"a b", "c: [d].yaml"});
  CHECK(spec.note == "a.yaml");
  CHECK(document.nearest_place("trials") == Place{"--trials", 0});
}

TEST_CASE("a document knows all files that it was read from") {
  const Folder folder;
  folder.write("a.yaml", "part: b.yaml\n");
  folder.write("b.yaml", "from: c.yaml\n");
  folder.write("c.yaml", "low: 1\nhigh: 2\n");
  Document document = Document::load(folder.file("a.yaml"));
  document.set("part=" + folder.file("c.yaml"));
  document.set_file("--spare", "spare", folder.file("b.yaml"));
  const std::vector<std::string>& files = document.files();
  const std::set<std::string> once(files.begin(), files.end());
  CHECK(once ==
        std::set<std::string>{folder.file("a.yaml"), folder.file("b.yaml"), folder.file("c.yaml")});
}

TEST_CASE("a key that is given twice in an assignment is reported with it") {
  Document document = thing();
  document.set("part={low: 1, low: 2, high: 3}");
  CHECK(read_complaint(document) ==
        "--set: part.low: is given twice (--set part={low: 1, low: 2, high: 3})");
}

TEST_CASE("an assignment without value is an empty value") {
  Document document = thing();
  document.set("bits=");
  CHECK(read_complaint(document) ==
        "--set: bits: is empty; Bits of the thing (an integer, 1 to 8) (--set bits=)");
}

}  // namespace mho
