// Runs that are kept in files, killed at any moment, and held against each other.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

constexpr const char* kQuick = "run quickstart --values off --engine-images 1 --quiet ";

/// How many runs the file has that 'mho diff' reads; 0 without a file.
int runs_of(const std::string& file) {
  if (!std::filesystem::exists(file)) return 0;
  const std::string refused = mho_program("diff " + file + ":999999 " + file).err;
  const std::size_t at = refused.find("allowed: 1 to ");
  REQUIRE(at != std::string::npos);
  return std::atoi(refused.c_str() + at + std::string("allowed: 1 to ").size());
}

}  // namespace

TEST_CASE("runs are added to a file, and two of them held against each other") {
  const ScratchFolder folder;
  const std::string file = folder.file("r.h5"), json = folder.file("b.json");
  REQUIRE(mho_program(kQuick + ("--out " + file)).code == 0);
  REQUIRE(mho_program(kQuick + ("--set chip.tile.macro.adc.bits=6 --out " + file) + " --json " +
                      json + " --csv " + folder.file("tables"))
              .code == 0);
  CHECK(runs_of(file) == 2);
  CHECK(std::filesystem::exists(folder.file("tables/layers.csv")));
  const std::string html = folder.file("d.html");
  const Outcome told = mho_program("diff " + file + ":1 " + file + " --html " + html);
  CHECK(told.code == 0);
  CHECK(contains(told.out, "chip.tile.macro.adc.bits                      8"));
  CHECK(contains(told.out, "area.chip"));
  CHECK(contains(ScratchFolder::read(html), "<h1>What two runs differ in</h1>"));
  const auto figures = [](const std::string& text) { return text.substr(text.find("What was")); };
  CHECK(figures(mho_program("diff " + file + ":1 " + json).out) == figures(told.out));
}

TEST_CASE("a file of runs is whole whenever its writer is killed") {
  const ScratchFolder folder;
  const std::string file = folder.file("r.h5");
  std::mt19937 random(1);
  int kept = 0;
  for (int i = 0; i < 25; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      const int null = open("/dev/null", O_WRONLY);
      dup2(null, STDOUT_FILENO);
      execl(kProgram, kProgram, "run", "quickstart", "--values", "off", "--engine-images", "1",
            "--quiet", "--out", file.c_str(), nullptr);
      _exit(127);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const int runs = runs_of(file);
    CHECK(runs >= kept);
    CHECK(runs <= kept + 1);
    kept = runs;
  }
  REQUIRE(mho_program(kQuick + ("--out " + file)).code == 0);
  CHECK(runs_of(file) == kept + 1);
}

TEST_CASE("runs that end at the same time are all kept") {
  const ScratchFolder folder;
  const std::string file = folder.file("r.h5");
  std::string both;
  for (int i = 0; i < 4; ++i)
    both += std::string("'") + kProgram + "' " + kQuick + "--out " + file + " >/dev/null & ";
  REQUIRE(std::system((both + "wait").c_str()) == 0);
  CHECK(runs_of(file) == 4);
}

TEST_CASE("what a run cannot be added to is told before anything runs") {
  const ScratchFolder folder;
  const std::string text = folder.write("notes.txt", "not HDF5"), file = folder.file("r.h5");
  const Outcome refused = mho_program(kQuick + ("--out " + text));
  CHECK(refused.code == 1);
  CHECK(contains(refused.err, "notes.txt: --out: is no HDF5"));
  CHECK(ScratchFolder::read(text) == "not HDF5");
  CHECK(contains(mho_program(kQuick + ("--out " + folder.file("no/such/r.h5"))).err, "--out"));
  CHECK(contains(mho_program(kQuick + ("--csv " + text)).err, "--csv"));
  REQUIRE(mho_program(kQuick + ("--out " + file)).code == 0);
  const int held = open(file.c_str(), O_RDWR);
  REQUIRE(flock(held, LOCK_EX) == 0);
  const Outcome locked = mho_program(kQuick + ("--out " + file));
  close(held);
  CHECK(locked.code == 1);
  CHECK(contains(locked.err, "is locked: another program has it open for writing"));
  CHECK(contains(mho_program("diff " + file).err, "needs two runs"));
}

TEST_CASE("a file that turns out too small for a run costs the file and not the report") {
  const ScratchFolder folder;
  const std::string file = folder.file("r.h5");
  // The report fits, the file of runs does not.
  const Outcome outcome = mho_program(kQuick + ("--out " + file), "ulimit -f 64; ");
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "--out: cannot write"));
  CHECK(contains(outcome.out, "TOPS/W"));
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("a run is added to a damaged file or refused, and the file stays as it was then") {
  const ScratchFolder folder;
  const std::string file = folder.file("r.h5");
  REQUIRE(mho_program(kQuick + ("--out " + file)).code == 0);
  const std::string whole = ScratchFolder::read(file);
  for (std::size_t i = 0; i < 12; ++i) {
    std::string damaged = whole;
    for (std::size_t k = 0; k < 2000; ++k)
      damaged[(i * 7919 + k * 101 + 4096) % damaged.size()] ^= static_cast<char>(1 + i);
    folder.write("r.h5", damaged);
    const Outcome outcome = mho_program(kQuick + ("--out " + file));
    INFO(i << " " << outcome.err);
    CHECK((outcome.code == 0 || outcome.code == 1));
    if (outcome.code == 1) CHECK(ScratchFolder::read(file) == damaged);
  }
}

}  // namespace mho
