#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "tests/config/every_field.hpp"

namespace mho {

namespace {

EveryFieldSpec read_text(const std::string& text) {
  return read_spec<EveryFieldSpec>(Document::parse(text, "thing.yaml"));
}

}  // namespace

TEST_CASE("promise 7: a spec is written with units and every value shown") {
  CHECK(write_spec(read_text(kEveryField)) == R"(name: thing
note: none
file: "data.bin"
extra_file: ""
fast: true
bits: 4
trials: 5
images: 10000
fraction: 0.25
clock: 1.2 GHz
energy: 3 pJ
area: 83000 um2
offset: -50 mV
capacity: 64 KiB
color: green
copies: {}
curve: []
steps: []
labels: []
spans: []
part:
  low: 1
  high: 2
shape:
  kind: circle
  radius: 5 um
)");
}

TEST_CASE("what is written reads back to the same spec") {
  EveryFieldSpec spec = read_text(kEveryField);
  spec.copies = {{"conv1", 2}, {"a: b", 3}, {"null", 4}, {"layer/1.yaml", 5}};
  spec.curve = {0.1, -1, 1e-30 / 3};
  spec.steps = {from_si<Energy>(1e-12 / 3), Energy{}};
  spec.labels = {"conv1", "a, b", "[c]"};
  spec.spans = {{1, 2}, {3, 4}};
  spec.spare = PartSpec{3, 4};
  spec.clock = from_si<Frequency>(1e9 / 3);
  spec.fraction = 0.1 + 0.2;
  const auto square = std::make_shared<Square>();
  square->side = from_si<Length>(1e-6 / 7);
  square->hollow = true;
  spec.shape = square;
  const std::string text = write_spec(spec);
  const EveryFieldSpec read = read_text(text);
  CHECK(write_spec(read) == text);
  CHECK(read.copies == spec.copies);
  CHECK(read.clock.value() == spec.clock.value());
  CHECK(read.fraction == spec.fraction);
  CHECK(read.curve == spec.curve);
  CHECK(read.steps == spec.steps);
  CHECK(read.labels == spec.labels);
  REQUIRE(read.spans.size() == 2);
  CHECK(read.spans[1].low == 3);
  REQUIRE(read.spare);
  CHECK(read.spare->low == 3);
  const auto& read_square = dynamic_cast<const Square&>(*read.shape);
  CHECK(read_square.side.value() == square->side.value());
  CHECK(read_square.hollow);
}

TEST_CASE("any text and path reads back as it was") {
  EveryFieldSpec spec = read_text(kEveryField);
  for (const std::string text : {"cells/rram.yaml",
                                 "a: b",
                                 "a #b",
                                 "# a",
                                 " a",
                                 "a ",
                                 "null",
                                 "~",
                                 "true",
                                 "12",
                                 "- a",
                                 "[a]",
                                 "{a}",
                                 "*a",
                                 "&a",
                                 "!a",
                                 "%a",
                                 "@a",
                                 "`a",
                                 "'a'",
                                 "\"a\"",
                                 "a\\b",
                                 "a\nb",
                                 "a\tb",
                                 "caf\u00e9 \u00b5m",
                                 "a, b",
                                 "|",
                                 ">",
                                 "? a",
                                 ":",
                                 "---",
                                 "<<",
                                 "x:",
                                 "1.2 GHz",
                                 ""}) {
    INFO(text);
    spec.name = text.empty() ? "x" : text;
    spec.note = text;
    spec.extra_file = "/" + text;
    const EveryFieldSpec read = read_text(write_spec(spec));
    CHECK(read.name == spec.name);
    CHECK(read.note == spec.note);
    CHECK(read.extra_file == spec.extra_file);
  }
}

}  // namespace mho
