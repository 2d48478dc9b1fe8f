// mho explain with a run: its figures down to file:line, and the constants that move them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kRun =
    "--run quickstart --engine-images 2 --quiet --chip " + chip_file("edge_rram_constants") + " ";

}  // namespace

TEST_CASE("promise 5: mho explain follows a run's TOPS/J to the lines that state its constants") {
  const Outcome outcome = mho_program("explain tops_per_joule.chip.achieved " + kRun);
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "2 x macs.per_inference / energy.chip"));
  CHECK(contains(outcome.out, "macs.per_inference = 416520"));
  CHECK(contains(outcome.out, "chip.tile.macro.adc.energy = 1.2 pJ"));
  CHECK(contains(outcome.out, "configs/chips/edge_rram_constants.yaml:"));
  CHECK(contains(outcome.out, "arXiv 2404.06553"));
}

TEST_CASE("mho explain tells a constant of --set as such, and goes as deep as it is asked to") {
  const std::string words =
      "explain energy.per_inference " + kRun +
      "--set chip.tile.macro.adc.energy=2pJ --set 'chip.tile.control.energy=1 "
      "nJ' --above 0 ";
  const Outcome deep = mho_program(words);
  CHECK(contains(deep.out, "chip.tile.control.energy = 1 nJ  (--set)"));
  const Outcome flat = mho_program(words + "--depth 2");
  CHECK(contains(flat.out, "adc"));
  CHECK_FALSE(contains(flat.out, "chip.tile.control.energy"));
}

TEST_CASE("mho explain writes its tree as JSON") {
  const ScratchFolder folder;
  const Outcome outcome =
      mho_program("explain area.chip " + kRun + "--json " + folder.file("tree.json"));
  CHECK(outcome.code == 0);
  const auto tree = nlohmann::json::parse(ScratchFolder::read(folder.file("tree.json")));
  CHECK(tree.at("name") == "area.chip");
  double sum = 0;
  for (const auto& part : tree.at("parts")) sum += part.at("value").get<double>();
  CHECK(sum == Approx(tree.at("value").get<double>()));
}

TEST_CASE("mho explain --sensitivity ranks the constants with their lines") {
  const Outcome outcome = mho_program("explain energy.per_inference " + kRun +
                                      "--values off --sensitivity --simulations 0");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "tile.control.energy"));
  CHECK(contains(outcome.out, "configs/chips/edge_rram_constants.yaml:"));
  CHECK(contains(outcome.out, "left out: "));
}

TEST_CASE("mho explain refuses with --run what it cannot explain") {
  struct Case {
    std::string words, message;
  };
  for (const Case& each :
       {Case{"chip.tile.macro.adc --run quickstart", "is no metric"},
        Case{"latency --run quickstart", "is no metric; there is latency.first"},
        Case{"tops --run quickstart", "there is tops.chip.peak, tops.chip.achieved"},
        Case{"thruput", "(mho explain lists them)"},
        Case{"energy.off_chip " + kRun + "--values off", "is no metric of this run"},
        Case{"area.chip " + kRun + "--by layers", "did you mean 'layer'?"},
        Case{"area.chip " + kRun + "--above 101", "'101' is not a percentage from 0 to 100"},
        Case{"area.chip --workload lenet5_fashion_mnist", "needs a RUN file"}}) {
    const Outcome outcome = mho_program("explain " + each.words);
    INFO(each.words << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, each.message));
  }
}

TEST_CASE("mho run writes the ledger with file:line of each price") {
  const ScratchFolder folder;
  const Outcome outcome =
      mho_program("run quickstart --values off --engine-images 2 --quiet --ledger " +
                  folder.file("ledger.csv"));
  CHECK(outcome.code == 0);
  const std::string csv = ScratchFolder::read(folder.file("ledger.csv"));
  CHECK(csv.starts_with(
      "component,action,layer,tile,count,unit_qj,energy_qj,unit_j,energy_j,source,key,place\n"));
  CHECK(contains(csv, "chip.tile.macro.adc.energy,"));
  CHECK(contains(csv, "edge_rram_28nm.yaml:"));
}

TEST_CASE("mho run tells what a chip takes that is used so many times a day") {
  const Outcome outcome =
      mho_program("run quickstart --values off --quiet --full --inferences-per-day 1000");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "Duty cycle  (1000 inferences a day)"));
  const Outcome many =
      mho_program("run quickstart --values off --quiet --inferences-per-day 1000000000000");
  CHECK(many.code == 1);
  CHECK(contains(many.err, "duty_cycle.inferences_per_day"));
}

}  // namespace mho
