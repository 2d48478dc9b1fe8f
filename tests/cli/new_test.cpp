// mho new: the chips that it writes run as they are.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

std::vector<std::string> kinds() {
  std::vector<std::string> names;
  for (const auto& file :
       std::filesystem::directory_iterator(std::string(kSourceDir) + "/configs/new"))
    names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE(
    "mho new chip writes a chip of each kind that is right, and classifies, from any folder") {
  CHECK(kinds() == std::vector<std::string>{"digital", "mram", "pcm", "rram", "sram_bit_lines",
                                            "sram_charge", "sram_current"});
  for (const std::string& kind : kinds()) {
    const ScratchFolder folder;
    const std::string here = "cd " + folder.file("") + " && ";
    INFO(kind);
    const Outcome written = mho_program("new chip --kind " + kind + " --out mine.yaml", here);
    CHECK(written.code == 0);
    CHECK(written.out ==
          "wrote mine.yaml\nnext: mho run --chip mine.yaml --workload lenet5_fashion_mnist\n");
    CHECK(mho_program("check mine.yaml", here).out == "mine.yaml: ok (chip mine)\n");
    // Few keys, each of which says what it is, and none that states a cost.
    const std::string text = ScratchFolder::read(folder.file("mine.yaml"));
    CHECK(std::count(text.begin(), text.end(), '\n') < 45);
    for (const char* cost : {"energy:", "leakage:", " area:"})
      CHECK(!contains(text, std::string(" ") + cost + " 0"));
    const Outcome ran = mho_program(
        "run --chip mine.yaml --workload lenet5_fashion_mnist --images 200 --trials 1 "
        "--engine-images 2 --quiet --json run.json",
        here);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    const auto json = nlohmann::json::parse(ScratchFolder::read(folder.file("run.json")));
    const auto metric = [&](const char* name) {
      return json["metrics"][name]["value"].get<double>();
    };
    CHECK(metric("accuracy.analog.mean") > 80);  // of 93 % exactly
    CHECK(metric("tops_per_joule.chip.achieved") > 0.1);
    CHECK(metric("area.chip") < 30);
  }
}

TEST_CASE("mho new prints without --out, and mho list has its kinds") {
  const std::string list = mho_program("list chips").out;
  for (const std::string& kind : kinds()) {
    CHECK(contains(mho_program("new chip --kind " + kind).out, "\nname: my_" + kind + "\n"));
    CHECK(contains(list, "\nnew: " + kind + " "));
  }
}

TEST_CASE("mho new refuses wrong kinds, and files that are there") {
  const ScratchFolder folder;
  const std::string mine = folder.write("mine.yaml", "kept");
  struct Case {
    std::string words, message;
  };
  for (const Case& each :
       {Case{"new", "mho new: WHAT: is missing; allowed: chip"},
        Case{"new chips", "chips: nothing to write; allowed: chip"},
        Case{"new chip", "--kind: is missing; allowed: digital, mram"},
        Case{"new chip --kind rra", "no kind 'rra', did you mean 'rram'?"},
        Case{"new chip --kind rram --force", "--force: goes with --out"},
        Case{"new chip --kind rram --out " + mine, "is there already; --force replaces it"},
        Case{"new chip --kind rram --out " + folder.file("no/such.yaml"), "--out"}}) {
    const Outcome outcome = mho_program(each.words);
    INFO(each.words << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, each.message));
  }
  CHECK(ScratchFolder::read(mine) == "kept");
  CHECK(mho_program("new chip --kind rram --force --out " + mine).code == 0);
  CHECK(contains(ScratchFolder::read(mine), "\nname: mine\n"));
}

TEST_CASE("names of mho list stand for files in a YAML file, from any folder") {
  const ScratchFolder folder;
  const std::string here = "cd " + folder.file("") + " && ";
  const std::string chip =
      "from: edge_rram_28nm\ntile: {macro: {cell: rram_milo_irps_2021}}\noff_chip: lpddr4_3200\n";
  folder.write("mine.yaml", chip);
  CHECK(mho_program("check mine.yaml", here).out == "mine.yaml: ok (chip edge_rram_28nm)\n");
  CHECK(mho_program("check quickstart --set chip.tile.macro.cell=rram_milo_irps_2021").code == 0);
  CHECK(mho_program("check quickstart --set chip=edge_pcm_28nm").code == 0);
  folder.write("wrong.yaml", "from: edge_ram_28nm\n");
  CHECK(contains(mho_program("check wrong.yaml", here).err,
                 "wrong.yaml:1: from: no configuration 'edge_ram_28nm', did you mean "
                 "'edge_rram_28nm'? (mho list has their names"));
  folder.write("wrong.yaml", "from: edge_rram_28nm\ntile:\n  macro:\n    cell: sram_6t_28n\n");
  CHECK(contains(mho_program("check wrong.yaml", here).err,
                 "wrong.yaml:4: tile.macro.cell: is 'sram_6t_28n', must be a section of keys and "
                 "values, or the name of one of configs/cells, did you mean 'sram_6t_28nm'?"));
}

}  // namespace mho
