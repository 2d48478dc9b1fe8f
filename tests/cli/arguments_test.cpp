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
      Case{"run quickstart --threads 010",
           "--threads: '010' is not a whole number from 0 to 4096, "
           "written without leading zeros"},
      Case{"run quickstart --trials 0", "--trials: accuracy.trials: is 0, allowed 1 to 1000000"},
      Case{"run quickstart --trials 3x", "--trials: accuracy.trials: is '3x', must be an integer"},
      Case{"run quickstart --trials 010",
           "--trials: accuracy.trials: is '010', must be an integer, 1 to 1000000, written without "
           "leading zeros"},
      Case{"run quickstart --images -5", "--images: accuracy.images: is -5, allowed 0 to"},
      Case{"run quickstart --images 1e3", "written in digits only (--images 1e3)"},
      Case{"run quickstart --engine-images 0", "--engine-images: engine.images: is 0, allowed"},
      Case{"run quickstart --seed ''", "--seed: seed: is '', must be an integer, 0 to"},
      Case{"run quickstart --seed 99999999999999999999", "allowed 0 to 9007199254740992"},
      Case{"run quickstart --seed 9007199254740993", "allowed 0 to 9007199254740992"},
      Case{"run quickstart --at 1h,", "mho run: --at: '1h,' has an empty word"},
      Case{"run quickstart --at ''", "mho run: --at: '' has an empty word"},
      Case{"run quickstart --at 1x", "--at: conditions.ages[0]: is '1x', must be a value in s"},
      Case{"run quickstart --at '1 h], off: [x'", "--at: conditions.ages[0]: is '1 h]'"},
      Case{"run quickstart --without read_nois",
           "--without: conditions.without: has no effect 'read_nois', did you mean 'read_noise'?"},
      Case{"run quickstart --inferences-per-day x",
           "--inferences-per-day: duty_cycle.inferences_per_day: is 'x', must be a number"},
      Case{"run quickstart --precision 1,0", "--precision: accuracy.precision: is '1,0', must be"},
      Case{"run quickstart --values onn", "--values: engine.values: is 'onn', must be one of"},
      Case{"run -- quickstart --trials 1", "--trials: stands behind '--', which ends the options"},
      Case{"run -- quickstart again", "again: one operand too many"},
      Case{"run -- -q.yaml", "RUN: no file '-q.yaml'"},
      Case{"run quickstart --seed 1 --seed 2", "--seed: is given 2 times, may be given once"},
      Case{"run quickstart --json", "'--json' is missing"},
      Case{"run quickstart --json --quiet", "--json: needs a value, not the option '--quiet'"},
      Case{"run quickstart --quiet=yes", "'--quiet' does not take any arguments"},
      Case{"run quickstart again", "again: one operand too many"},
      Case{"run quickstrat", "no 'quickstrat' in"},
      Case{"run quickstrat", "did you mean 'quickstart'?"},
      Case{"run ./missing.yaml", "no file './missing.yaml'"},
      Case{"run quickstart --chip edge_rram", "no 'edge_rram' in"},
      Case{"run quickstart --chip edge_rram", "did you mean 'edge_rram_28nm'?"},
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
      Case{"explain adc", "no key and no metric; there is chip.tile.macro.adc, "},
      Case{"explain tops", "no key and no metric; there is tops."},
      Case{"explain a b", "b: one operand too many"},
      Case{"list",
           "which list? there are carbon, cells, chips, circuits, devices, memories, operators, "
           "runs, sweeps, workloads"},
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

TEST_CASE("a file that describes something else is called what it is by every option") {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  const std::string run = configs + "runs/quickstart.yaml",
                    chip = configs + "chips/isaac_isca_2016.yaml",
                    workload = configs + "workloads/lenet5_fashion_mnist.yaml",
                    cell = configs + "cells/ideal_1bit.yaml";
  struct Case {
    std::string arguments;
    std::string message;
  };
  for (const Case& each :
       {Case{"run --chip " + run + " --workload " + workload,
             run + ": --chip: is a run, not a chip"},
        Case{"run --chip " + chip + " --workload " + chip, "--workload: is a chip, not a workload"},
        Case{"run " + cell, "RUN: is a cell, not a run"},
        Case{"compare " + run + " --workload " + workload, "CHIP: is a run, not a chip"},
        Case{"compare " + chip + " --workload " + run, "--workload: is a run, not a workload"},
        Case{"compare " + chip + " --workload " + workload + " --published " + cell,
             "--published: is a cell, not a published device"},
        Case{"explain energy.per_inference --run " + chip, "RUN: is a chip, not a run"},
        Case{"explain energy.per_inference --chip " + workload,
             "--chip: is a workload, not a chip"},
        Case{"validate " + chip, "CASE: is a chip, not a validation case"}}) {
    const Outcome outcome = mho_program(each.arguments);
    INFO(each.arguments << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, each.message));
    CHECK(outcome.out.empty());
  }
}

TEST_CASE("an output that is another output, or an input, is refused before anything runs") {
  const ScratchFolder folder;
  const std::string configs = std::string(kSourceDir) + "/configs/";
  const std::string chip =
      folder.write("chip.yaml", "from: " + configs + "chips/edge_rram_28nm.yaml\n");
  const std::string mine = folder.write(
      "run.yaml", "from: " + configs + "run_defaults.yaml\nchip: chip.yaml\nworkload: " + configs +
                      "workloads/lenet5_fashion_mnist.yaml\n");
  const std::string before = ScratchFolder::read(mine);
  std::filesystem::create_directory(folder.file("sub"));
  std::filesystem::create_symlink("run.yaml", folder.file("link.json"));
  std::filesystem::create_hard_link(chip, folder.file("hard.json"));
  std::filesystem::create_symlink("new.json", folder.file("dangling.json"));
  const std::string run = "run " + mine + " --quiet ";
  const std::string compare =
      "compare " + chip + " --workload lenet5_fashion_mnist --quiet --trials 1 --images 1 ";
  const std::string explain = "explain energy.per_inference --run " + mine + " --quiet ";
  for (const std::string& arguments :
       {run + "--json " + mine, run + "--ledger " + folder.file("sub/../run.yaml"),
        run + "--json " + folder.file("link.json"), run + "--json " + folder.file("hard.json"),
        run + "--json " + chip, compare + "--csv " + chip, explain + "--json " + chip,
        run + "--ledger " + configs + "workloads/lenet5_fashion_mnist.yaml"}) {
    const Outcome outcome = mho_program(arguments);
    INFO(arguments << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "is read as an input"));
  }
  for (const std::string& arguments :
       {run + "--json " + folder.file("x") + " --ledger " + folder.file("x"),
        run + "--json " + folder.file("new.json") + " --ledger " + folder.file("dangling.json"),
        compare + "--json " + folder.file("x") + " --csv " + folder.file("sub/../x")}) {
    const Outcome outcome = mho_program(arguments);
    INFO(arguments << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "is the file of --json, too"));
    CHECK(!std::filesystem::exists(folder.file("x")));
  }
  CHECK(ScratchFolder::read(mine) == before);
  CHECK(mho_program(compare + "--json /dev/null --csv /dev/null").code == 0);
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
