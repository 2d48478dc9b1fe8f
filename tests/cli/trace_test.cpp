// Options of traces and floorplans, wrong and right; what is in the files is read in tests/python.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

constexpr const char* kTraced = "run quickstart --values off --engine-images 2 --quiet ";

std::string refused(const std::string& options) {
  const Outcome told = mho_program(kTraced + options);
  CHECK(told.code == 1);
  CHECK(told.out.empty());
  return told.err;
}

}  // namespace

TEST_CASE("a trace that cannot be is refused before anything runs") {
  const ScratchFolder folder;
  const std::string trace = "--trace " + folder.file("t") + " ";
  CHECK(contains(refused(trace + "--trace-window 20us:10us"), "ends before it begins"));
  CHECK(contains(refused(trace + "--trace-window 10us:10us"), "ends before it begins"));
  CHECK(contains(refused(trace + "--trace-window 10us"), "is no window; allowed: 10us:20us"));
  CHECK(contains(refused(trace + "--trace-window 1:2us"), "'1' is no time of the chip"));
  CHECK(contains(refused(trace + "--trace-images 2:1"), "ends before it begins"));
  CHECK(contains(refused(trace + "--trace-images 0.5:1"), "'0.5'"));
  CHECK(contains(refused(trace + "--trace-limit 0"), "--trace-limit"));
  CHECK(contains(refused("--trace-window 1us:2us"), "it needs --trace FILE or --vcd FILE"));
  CHECK(contains(refused("--trace " + folder.file("no/t")), "No such file"));
  CHECK_FALSE(std::filesystem::exists(folder.file("t")));
}

TEST_CASE("a trace has the same bytes each time, and no figure changes") {
  const ScratchFolder folder;
  const std::string first = folder.file("a"), again = folder.file("b");
  const Outcome plain = mho_program(kTraced);
  const Outcome traced = mho_program(kTraced + ("--trace " + first));
  mho_program(kTraced + ("--threads 1 --trace " + again));
  CHECK(traced.code == 0);
  CHECK(traced.out == plain.out);
  CHECK(traced.err.empty());
  CHECK(ScratchFolder::read(first).size() > 100'000);
  CHECK(ScratchFolder::read(first) == ScratchFolder::read(again));
}

TEST_CASE("a trace is of the run, though its result was remembered") {
  const ScratchFolder folder;
  const std::string cached = kTraced + ("--cache " + folder.file("cache") + " ");
  mho_program(cached);
  const Outcome traced = mho_program(cached + "--trace " + folder.file("t"));
  CHECK(traced.code == 0);
  CHECK(ScratchFolder::read(folder.file("t")).size() > 100'000);
}

TEST_CASE("an old trace stays where the new one does not fit") {
  const ScratchFolder folder;
  const std::string file = folder.write("t", "old");
  const Outcome told = mho_program(kTraced + ("--trace " + file), "ulimit -f 100; trap '' XFSZ; ");
  CHECK(told.code == 1);
  CHECK(contains(told.err, "--trace: cannot be written: File too large"));
  CHECK(ScratchFolder::read(file) == "old");
}

TEST_CASE("the ending of a floorplan's file says its form") {
  const ScratchFolder folder;
  CHECK(contains(refused("--floorplan chip.png"), "allowed: .svg, .gds, .def"));
  for (const char* ending : {"svg", "gds", "def"}) {
    const std::string file = folder.file(std::string("chip.") + ending);
    CHECK(mho_program(kTraced + ("--floorplan " + file)).code == 0);
    CHECK(ScratchFolder::read(file).size() > 400);
  }
  CHECK(contains(ScratchFolder::read(folder.file("chip.svg")), ">tile 7</text>"));
}

}  // namespace mho
