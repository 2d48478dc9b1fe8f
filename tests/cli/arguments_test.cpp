// What the program says to wrong command lines: every case ends with exit code 1, one line on
// standard error and nothing on standard output.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"
#include "tests/paths.hpp"

namespace mho {

TEST_CASE("promise 6: a wrong command line ends with exit code 1 and says what is wrong") {
  struct Case {
    const char* arguments;
    const char* message;
  };
  const Case one = GENERATE(
      Case{"rnu", "mho: rnu: no such command, did you mean 'run'?"},
      Case{"--verson", "mho: --verson: no such command, did you mean '--version'?"},
      Case{"run", "needs a RUN file, or both --chip and --workload"},
      Case{"run --chip edge_rram_28nm", "needs a RUN file, or both --chip and --workload"},
      Case{"run quickstart --thread 3", "--thread: unknown option, did you mean '--threads'?"},
      Case{"run quickstart -q", "-q: unknown option"},
      Case{"run quickstart --threads -1", "--threads: '-1' is not a whole number from 0"},
      Case{"run quickstart --threads=two", "--threads: 'two' is not a whole number from 0"},
      Case{"run quickstart --trials 0", "--trials: '0' is not a whole number from 1"},
      Case{"run quickstart --trials 3x", "--trials: '3x' is not a whole number from 1"},
      Case{"run quickstart --images -5", "--images: '-5' is not a whole number from 0"},
      Case{"run quickstart --images 1e3", "--images: '1e3' is not a whole number"},
      Case{"run quickstart --engine-images 0", "--engine-images: '0' is not a whole number"},
      Case{"run quickstart --seed ''", "--seed: '' is not a whole number from 0"},
      Case{"run quickstart --seed 99999999999999999999", "is not a whole number from 0"},
      Case{"run quickstart --seed 1 --seed 2", "--seed: is given 2 times, may be given once"},
      Case{"run quickstart --json", "'--json' is missing"},
      Case{"run quickstart --json --quiet", "--json: needs a value, not the option '--quiet'"},
      Case{"run quickstart --quiet=yes", "'--quiet' does not take any arguments"},
      Case{"run quickstart again", "again: one operand too many"},
      Case{"run quickstrat", "no 'quickstrat' in"},
      Case{"run quickstrat", "did you mean 'quickstart'?"},
      Case{"run ./missing.yaml", "no file './missing.yaml'"},
      Case{"run quickstart --chip nothing_like_it",
           "dcim_22nm dcim_28nm diana_isscc_2022 edge_npu_28nm edge_pcm_28nm"},
      Case{"run quickstart --set seed", "--set: seed: has no '='"},
      Case{"run quickstart --set sed=2", "did you mean 'seed'?"},
      Case{"run quickstart --set chip.tile.macro.adc.bits=99", "chip.tile.macro.adc.bits: "},
      Case{"run quickstart --json /nonexistent/r.json",
           "--json: cannot write '/nonexistent/r.json'"},
      Case{"run quickstart --json /tmp", "--json: cannot write '/tmp': Is a directory"},
      Case{"explain accuracy.flaot", "did you mean 'accuracy.float'?"},
      Case{"explain chip.tile.macro.adcs", "did you mean 'chip.tile.macro.adc'?"},
      Case{"explain nothing_like_it", "nothing_like_it: no key and no metric"},
      Case{"explain a b", "b: one operand too many"},
      Case{"list", "which list? cells, chips, circuits, devices or workloads"},
      Case{"list chip", "no such list, did you mean 'chips'?"}, Case{"check", "which FILE.yaml?"},
      Case{"check /nonexistent.yaml", "FILE: no file '/nonexistent.yaml'"});
  const Outcome outcome = mho_program(one.arguments);
  INFO(one.arguments << "\n" << outcome.err);
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, one.message));
  CHECK(outcome.out.empty());
}

TEST_CASE("a chip or a workload in the place of a run is called so") {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  const Outcome chip = mho_program("run " + configs + "chips/edge_rram_28nm.yaml");
  CHECK(chip.code == 1);
  CHECK(contains(chip.err, "is a chip, not a run"));
  const Outcome workload = mho_program("run " + configs + "workloads/lenet5_fashion_mnist.yaml");
  CHECK(workload.code == 1);
  CHECK(contains(workload.err, "is a workload, not a run"));
}

TEST_CASE("promise 6: several problems of one command line are reported together") {
  const Outcome outcome = mho_program("run quickstart --thread 3 --sed 1");
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "--threads"));
  CHECK(contains(outcome.err, "--seed"));
}

TEST_CASE("a run that is refused leaves no JSON file behind") {
  const ScratchFolder folder;
  const std::string json = folder.file("r.json");
  CHECK(mho_program("run quickstart --set chip.tiles=1 --json " + json).code == 1);
  CHECK(!std::filesystem::exists(json));
}

}  // namespace mho
