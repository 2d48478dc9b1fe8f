// mho validate as users run it.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

/// A case of one figure: 1 kWh at 100 g/kWh.
std::string case_text(const std::string& published) {
  return "title: a title\nsource: a paper\npoints:\n"
         "  - point: p\n"
         "    simulate:\n"
         "      kind: operational_carbon\n"
         "      grid: {name: g, source: s, regions: [{name: R, g_per_kwh: 100}], sources: []}\n"
         "      region: R\n"
         "      energy: 3.6 MJ\n"
         "    checks:\n"
         "      - {metric: carbon.emitted, published: " +
         published + ", tolerance: 1 %, constants: blind, source: a table}\n";
}

}  // namespace

TEST_CASE("mho validate exits with 0 within the tolerance and 1 beyond, and prints both alike") {
  const ScratchFolder folder;
  const Outcome good = mho_program("validate " + folder.write("good.yaml", case_text("100.9 g")));
  CHECK(good.code == 0);
  CHECK(good.err.empty());
  CHECK(contains(good.out, "1 within tolerance, 0 missed"));
  const Outcome bad = mho_program("validate " + folder.write("bad.yaml", case_text("102 g")));
  CHECK(bad.code == 1);
  CHECK(bad.err.empty());
  CHECK(contains(bad.out, "MISSED"));
  CHECK(contains(bad.out, "0 within tolerance, 1 missed"));
}

TEST_CASE("mho validate refuses unknown cases by name, all of them together") {
  const Outcome outcome = mho_program("validate izaac_isca_2016 karbon");
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(contains(outcome.err, "did you mean 'isaac_isca_2016'?"));
  CHECK(contains(outcome.err, "did you mean 'carbon'?"));
}

TEST_CASE("mho validate reports what is wrong in a case with its line") {
  const ScratchFolder folder;
  const std::string file = folder.write("c.yaml", case_text("100 g, unit: g"));
  const Outcome outcome = mho_program("validate " + file);
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, file + ":11: points[0].checks[0].unit"));
}

TEST_CASE("mho validate lists its cases and prints a table of Markdown") {
  const Outcome list = mho_program("validate --list");
  CHECK(list.code == 0);
  CHECK(contains(list.out, "isaac_isca_2016"));
  const Outcome table = mho_program("validate carbon --markdown");
  CHECK(table.code == 0);
  CHECK(
      contains(table.out, "| carbon | a kilowatt hour of a mix | carbon.intensity | 731.59 g/kWh"));
}

TEST_CASE("mho validate draws published macros beside ours") {
  const ScratchFolder folder;
  const Outcome outcome = mho_program("validate carbon --scatter " + folder.file("s.svg"));
  CHECK(outcome.code == 0);
  CHECK(contains(ScratchFolder::read(folder.file("s.svg")), "</svg>"));
}

}  // namespace mho
