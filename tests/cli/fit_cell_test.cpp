// mho fit-cell: from a CSV file to a cell that runs.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

using Catch::Matchers::Contains;

const std::string kMeasured = std::string(kSourceDir) + "/examples/measured_cells.csv";

}  // namespace

TEST_CASE("mho fit-cell writes a cell that checks and runs, the same each time") {
  const ScratchFolder folder;
  const std::string cell = folder.file("mine.yaml");
  const Outcome fitted = mho_program("fit-cell '" + kMeasured + "' --resamples 20 --out " + cell +
                                     " --residuals " + folder.file("residuals.csv"));
  INFO(fitted.err);
  REQUIRE(fitted.code == 0);
  for (const char* part :
       {"rram, 8 levels from 5 uS to 40 uS", "fitted to 120 cells at 8 targets",
        "programming_error: normal", "relaxation: with ln t", "activation energy",
        "read_noise: in proportion to the conductance", "next: mho run quickstart --set"})
    CHECK_THAT(fitted.out, Contains(part));
  CHECK(mho_program("check " + cell).code == 0);
  const Outcome ran = mho_program("run quickstart --set chip.tile.macro.cell=" + cell +
                                  " --images 100 --trials 1 --engine-images 1 --quiet");
  INFO(ran.err);
  CHECK(ran.code == 0);
  const std::string yaml = ScratchFolder::read(cell);
  CHECK_THAT(yaml, Contains("activation: ") && Contains("read_noise:") &&
                       Contains("measured_cells.csv") && Contains("rram_wan_nature_2022"));
  // 8 levels at 8 looks, below the head.
  const std::string residuals = ScratchFolder::read(folder.file("residuals.csv"));
  CHECK(std::count(residuals.begin(), residuals.end(), '\n') == 65);
  CHECK(mho_program("fit-cell '" + kMeasured + "' --resamples 20 --out " + cell).code == 0);
  CHECK(ScratchFolder::read(cell) == yaml);
}

TEST_CASE("mho fit-cell predicts what it is told to hold out") {
  for (const char* rule : {"'time>1 h'", "'temperature=85 C'", "'30 %'", "'target>36 uS'"}) {
    const Outcome held =
        mho_program("fit-cell '" + kMeasured + "' --resamples 0 --hold-out " + rule);
    INFO(rule << held.err);
    CHECK(held.code == 0);
    CHECK_THAT(held.out, Contains("held out, and predicted by the cell:"));
  }
}

TEST_CASE("mho fit-cell tells wrong options and files by their names and lines") {
  const ScratchFolder folder;
  const std::string bad =
      folder.write("bad.csv", "target (uS),conductance (uS)\n10,ten\n10,9,8\n-1,3\n");
  const Outcome wrong = mho_program("fit-cell " + bad);
  CHECK(wrong.code == 1);
  CHECK_THAT(wrong.err, Contains("bad.csv:2: conductance: 'ten' is not a number") &&
                            Contains("bad.csv:3: has 3 fields; the head has 2") &&
                            Contains("bad.csv:4: target: '-1' is out of range"));
  struct Case {
    const char* words;
    const char* message;
  };
  for (const Case& each :
       {Case{"--drift trnd", "--drift: no form 'trnd', did you mean 'trend'?"},
        Case{"--hold-out 'time>3'", "has no value with a unit"},
        Case{"--hold-out 'age>3 s'", "is no rule"},
        Case{"--kind pcm", "no kind 'pcm' that is fitted; allowed: flash, rram, sonos"},
        Case{"--levels 12", "--levels: must be a power of two"},
        Case{"--unit weight=kg", "with WHAT one of device, target"},
        Case{"--horizon 10", "is no time with its unit"},
        Case{"--out /nowhere/cell.yaml", "--out: "}}) {
    const Outcome told = mho_program("fit-cell '" + kMeasured + "' " + each.words);
    INFO(each.words << "\n" << told.err);
    CHECK(told.code == 1);
    CHECK_THAT(told.err, Contains(each.message));
  }
  CHECK_THAT(mho_program("fit-cell").err, Contains("mho fit-cell: MEASURED.csv: is missing"));
}

}  // namespace mho
