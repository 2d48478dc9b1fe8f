#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <set>
#include <sstream>

#include "tests/cli/program.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kConfigs = std::string(kSourceDir) + "/configs/";

}  // namespace

TEST_CASE("help comes on standard output with exit code 0, for the program and each command") {
  std::vector<std::string> each{"", "--help", "-h", "help"};
  for (const std::string& command : commands()) {
    each.push_back(command + " --help");
    each.push_back(command + " -h");
    each.push_back("help " + command);
  }
  CHECK(each.size() >= 4 + 3 * 6);
  for (const std::string& arguments : each) {
    const Outcome outcome = mho_program(arguments);
    INFO(arguments);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(contains(outcome.out, "SYNOPSIS"));
    CHECK(contains(outcome.out, "EXIT STATUS"));
  }
  CHECK(mho_program("help run").out == mho_program("run --help").out);
  CHECK(mho_program("help rnu").code == 1);
}

TEST_CASE("help lists every option of mho run") {
  const std::string help = mho_program("run --help").out;
  for (const char* option : {"--chip", "--workload", "--set", "--seed", "--trials", "--images",
                             "--engine-images", "--threads", "--json", "--resolved", "--quiet"})
    CHECK(contains(help, std::string("\n  ") + option));
}

TEST_CASE("the version is a line of its own") {
  const Outcome outcome = mho_program("--version");
  CHECK(outcome.code == 0);
  CHECK(outcome.out.substr(0, 4) == "mho ");
  CHECK(outcome.out.back() == '\n');
}

TEST_CASE("mho list names the chips, workloads and kinds that there are") {
  CHECK(contains(mho_program("list chips").out, "\nisaac_isca_2016 "));
  CHECK(contains(mho_program("list workloads").out, "lenet5_fashion_mnist "));
  CHECK(contains(mho_program("list cells").out, "kind: rram "));
  CHECK(contains(mho_program("list cells").out, "rram_wan_nature_2022 "));
  CHECK(contains(mho_program("list circuits").out, "adc: sar "));
}

TEST_CASE("mho list describes the shipped runs and memories, and the models of memories") {
  CHECK(contains(mho_program("list runs").out,
                 "\nquickstart                         LeNet-5 on all 10,000 test images "
                 "of Fashion-MNIST"));
  const std::string memories = mho_program("list memories").out;
  CHECK(contains(memories,
                 "\nlpddr4_3200                        LPDDR4-3200, 2 x 16 bit: 2 GiB, 12.8 GB/s, "
                 "reads a bit with 8.49 pJ\n"));
  CHECK(contains(memories, "\nmodel: sram "));
}

TEST_CASE("mho list has every file of a folder of configurations, in a list of its name") {
  for (const char* kind : {"carbon", "cells", "chips", "circuits", "devices", "memories", "runs",
                           "sweeps", "workloads"}) {
    const std::string list = "\n" + mho_program(std::string("list ") + kind).out;
    CHECK_FALSE(contains(list, "(cannot be used"));
    for (const auto& file : std::filesystem::directory_iterator(kConfigs + kind)) {
      INFO(file.path());
      if (file.path().extension() != ".yaml") continue;  // its README and pictures
      CHECK(contains(list, "\n" + file.path().stem().string() + " "));
    }
  }
}

TEST_CASE("mho list tells of a run without a comment what runs on what, and of a wrong one why") {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.file("chips"));
  std::filesystem::create_directories(folder.file("runs"));
  const std::string whole = ScratchFolder::read(kConfigs + "runs/quickstart.yaml");
  std::string run = whole.substr(whole.find('\n') + 1);
  for (std::size_t at = 0; (at = run.find("../", at)) != std::string::npos; at += kConfigs.size())
    run.replace(at, 3, kConfigs);
  folder.write("runs/mine.yaml", run);
  folder.write("runs/wrong.yaml", "# A run of nothing.\nchip: nowhere.yaml\n");
  const std::string list = mho_program("list runs", "MHO_CONFIGS=" + folder.file("") + " ").out;
  CHECK(contains(list,
                 "mine                               lenet5_fashion_mnist on edge_rram_28nm\n"));
  CHECK(contains(list, "wrong                              (cannot be used: "));
  CHECK(contains(list, "nowhere.yaml"));
}

TEST_CASE("mho explain says what a key is, with unit and range") {
  const Outcome outcome = mho_program("explain chip.tile.macro.adc --all");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "chip.tile.macro.adc.bits"));
}

TEST_CASE("mho explain folds a section to a screen, and unfolds it by name") {
  const std::string whole = mho_program("explain chip.tile.macro --all").out;
  CHECK(std::count(whole.begin(), whole.end(), '\n') > 1000);
  // Every section of a run, by their names.
  std::istringstream lines(mho_program("explain chip --all").out + whole);
  std::set<std::string> sections{"", "workload", "placement", "chip.tile.macro.adc.model"};
  for (std::string line; std::getline(lines, line);)
    if (const std::size_t at = line.find(": section"); !line.starts_with(' ') && at < line.size())
      if (line.find(' ') > at) sections.insert(line.substr(0, at));
  CHECK(sections.contains("chip.tile.macro"));
  for (const std::string& section : sections) {
    const std::string text = mho_program("explain " + section).out;
    INFO(section << "\n" << text);
    CHECK(std::count(text.begin(), text.end(), '\n') <= 60);
    if (!section.empty()) CHECK(text.starts_with(section + ": section"));
  }
  const std::string macro = mho_program("explain chip.tile.macro").out;
  CHECK(contains(macro, "\n  adc                     section "));
  CHECK(contains(macro, "'mho explain chip.tile.macro.KEY' unfolds"));
  CHECK(contains(macro, "active_rows (0)"));  // every key is named
  CHECK(contains(mho_program("explain chip.tile.macro.adc").out,
                 "\n  kind sar: Successive approximation"));
}

TEST_CASE("mho explain tells a value of many kinds once, and with a chip what it has") {
  const std::string kinds = mho_program("explain chip.tile.macro.adc.model.kind").out;
  CHECK(kinds.find("chip.tile.macro.adc.model.kind") ==
        kinds.rfind("chip.tile.macro.adc.model.kind"));
  CHECK(contains(kinds, "\n    walden: "));
  const std::string mine = mho_program("explain chip.tile.macro.adc --chip edge_rram_28nm").out;
  CHECK(contains(mine, " bits                8 "));
  CHECK(contains(mine, " kind                sar "));
  CHECK(!contains(mine, "sigma_delta"));
  CHECK(!contains(mho_program("explain chip.tile.macro --chip dcim_28nm").out, "adc"));
  CHECK(contains(mho_program("explain chip.tile.macro --all --run quickstart").err, "--all"));
}

TEST_CASE("promise 5: mho explain follows a metric down to what it is made of") {
  const std::string text = mho_program("explain tops_per_joule.chip.achieved").out;
  CHECK(contains(text, "tops_per_joule.chip.achieved [TOPS/J]"));
  CHECK(contains(text, "\n    energy.chip [J]"));
  CHECK(contains(text, "counted actions x prices"));
}

TEST_CASE("promise 5: mho explain with a chip goes down to its constants and their sources") {
  const Outcome outcome =
      mho_program("explain energy.per_inference --chip " + chip_file("edge_rram_constants"));
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "energy.per_inference [J]"));
  CHECK(contains(outcome.out, "Constants of edge_rram_constants (28 nm):"));
  CHECK(contains(outcome.out,
                 "  adc: 8 in a macro, each 3200 um2 and 13.3 uW static\n"
                 "    convert: 1.2 pJ, one conversion\n"
                 "    from: Survey regression of arXiv 2404.06553"));
  CHECK(contains(outcome.out, "  cell: 16384 in a macro"));
  CHECK(contains(outcome.out, "    write: 100 pJ a cell, 8.52 us a row\n"));
  CHECK(contains(outcome.out, "V^2 G t"));
  CHECK(!contains(outcome.out, "array_read"));
  const std::string isaac = mho_program("explain area.chip --chip isaac_isca_2016").out;
  CHECK(
      contains(isaac, "    array_read: 30 pJ, one pass of an array\n      from: Table I, 2.4 mW"));
  CHECK(!contains(isaac, "V^2 G t"));
  CHECK(contains(isaac, "noc: a router for 4 of the tiles"));
}

TEST_CASE("mho explain refuses a chip where none enters, and one that is not there") {
  for (const char* words : {"--chip edge_rram_28nm", "accuracy.float --chip edge_rram_28nm",
                            "accuracy.trials --chip edge_rram_28nm",
                            "chip.tiles --all --chip edge_rram_28nm", "area.chip --chip nowhere"}) {
    const Outcome outcome = mho_program(std::string("explain ") + words);
    INFO(words);
    CHECK(outcome.code == 1);
    CHECK(outcome.out.empty());
    CHECK((contains(outcome.err, "--chip") || contains(outcome.err, "--all")));
  }
}

TEST_CASE("mho explain explains every metric, and the key of the same name too") {
  const std::string overview = mho_program("explain --all").out;
  std::istringstream lines(overview.substr(overview.find("Metrics:")));
  int metrics = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  ")) continue;
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    INFO(name);
    const Outcome outcome = mho_program("explain " + name);
    CHECK(outcome.code == 0);
    CHECK(outcome.out.starts_with(name));
    ++metrics;
  }
  CHECK(metrics > 20);
  const std::string both = mho_program("explain accuracy.trials").out;
  CHECK(contains(both, "= run: accuracy.trials"));
  CHECK(contains(both, "an integer, 1 to 1000000"));
}

TEST_CASE("mho explain without an operand lists sections and metrics") {
  const std::string text = mho_program("explain").out;
  CHECK(contains(text, "\n  quantization  section "));
  CHECK(contains(text, " accuracy.loss.mean "));
  const std::string all = mho_program("explain --all").out;
  CHECK(contains(all, "chip.tile: section"));
  CHECK(contains(all, "accuracy.loss.mean [points]"));
}

TEST_CASE("mho check tells a run, a chip and a workload apart") {
  CHECK(contains(mho_program("check " + kConfigs + "chips/edge_rram_28nm.yaml").out,
                 "edge_rram_28nm.yaml: ok (chip edge_rram_28nm)"));
  CHECK(contains(mho_program("check " + kConfigs + "workloads/lenet5_fashion_mnist.yaml").out,
                 "ok (workload lenet5_fashion_mnist)"));
  CHECK(contains(mho_program("check " + kConfigs + "runs/quickstart.yaml").out,
                 "ok (run: chip edge_rram_28nm, workload lenet5_fashion_mnist)"));
}

TEST_CASE("promise 6: mho check reports every problem with its place, and exits with 1") {
  const ScratchFolder folder;
  const std::string file = folder.write("w.yaml",
                                        "name: w\nnetwrok: net.onnx\nnetwork: net.onnx\n"
                                        "test: {format: idx, images: a, labels: b, scale: much}\n");
  const Outcome outcome = mho_program("check " + file);
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(contains(outcome.err, "w.yaml:2: netwrok: "));
  CHECK(contains(outcome.err, "w.yaml:4: test.scale: "));
  CHECK(contains(outcome.err, "training"));
}

TEST_CASE("mho check opens the network and both data sets, and reports all that are missing") {
  const ScratchFolder folder;
  const std::string file =
      folder.write("w.yaml",
                   "name: w\nnetwork: no.onnx\n"
                   "test: {format: idx, images: no_test, labels: no_labels, scale: 1}\n"
                   "training: {format: idx, images: no_training, labels: no_labels, scale: 1}\n");
  const Outcome outcome = mho_program("check " + file);
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "no.onnx"));
  CHECK(contains(outcome.err, "no_test"));
  CHECK(contains(outcome.err, "no_training"));
}

TEST_CASE("mho check accepts every shipped cell and refuses a wrong one at its line") {
  const std::filesystem::path cells = std::string(kSourceDir) + "/configs/cells";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(cells)) {
    const Outcome outcome = mho_program("check " + entry.path().string());
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, "ok (cell of kind "));
    ++files;
  }
  CHECK(files >= 2);
  const ScratchFolder folder;
  const Outcome wrong = mho_program("check " + folder.write("c.yaml", "kind: ideal\nlevels: 3\n"));
  CHECK(wrong.code == 1);
  CHECK(contains(wrong.err, "c.yaml:1: cell.g_max: missing"));
}

TEST_CASE("mho check says how a network's file has quantized it, and what is quantized anew") {
  const std::string folder = std::string(kSourceDir) + "/tests/workloads/quantized/";
  const Outcome whole = mho_program("check " + folder + "plain_qdq_u8s4.onnx");
  CHECK(contains(whole.out,
                 "Quantized by its file: 4-bit weights x 8-bit activations, run as they are, in "
                 "integers.\n"));
  const Outcome blocked = mho_program("check " + folder + "blocked_int4.onnx");
  CHECK(contains(blocked.out, "not so the weights of 'first', which have a scale for each block"));
}

TEST_CASE("mho check assumes no size of an image that the network's file leaves open") {
  // Relu of x, [n, 3, rows, columns].
  const std::string file = std::string(kSourceDir) + "/tests/cli/open_sizes.onnx";
  const Outcome open = mho_program("check " + file);
  CHECK(open.code == 1);
  CHECK(contains(open.err, "leaves the size of axis 2 ('rows'), 3 ('columns') open"));
  CHECK(contains(open.err, "to 'mho check' as --input-shape 1,3,?,?"));
  const Outcome given = mho_program("check --input-shape 1,3,20,48 " + file);
  CHECK(given.code == 0);
  CHECK(contains(given.out, "3 x 20 x 48"));
}

TEST_CASE("mho check names the circle of files that include each other") {
  const ScratchFolder folder;
  const std::string file = folder.write("a.yaml", "from: a.yaml\n");
  const Outcome outcome = mho_program("check " + file);
  CHECK(outcome.code == 1);
  CHECK_FALSE(contains(outcome.err, "cannot tell"));
  CHECK(contains(outcome.err, "a.yaml:1: from: "));
}

TEST_CASE("mho check says when a file describes nothing that it knows") {
  const ScratchFolder folder;
  const Outcome outcome = mho_program("check " + folder.write("x.yaml", "color: red\n"));
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "cannot tell what this describes"));
}

TEST_CASE("the resolved run is printed with units and reads back to itself") {
  const Outcome first =
      mho_program("run --chip edge_rram_28nm --workload lenet5_fashion_mnist --seed 7 --resolved");
  CHECK(first.code == 0);
  CHECK(contains(first.out, "seed: 7\n"));
  CHECK(contains(first.out, "technology: 28 nm"));
  const ScratchFolder folder;
  const Outcome second = mho_program("run " + folder.write("r.yaml", first.out) + " --resolved");
  CHECK(second.code == 0);
  // Paths are relative to the file that names them, so that only they may differ.
  CHECK(contains(second.out, "seed: 7\n"));
  CHECK(second.out.substr(0, second.out.find("workload:")) ==
        first.out.substr(0, first.out.find("workload:")));
}

TEST_CASE("the resolved run names what it inherits in comments, and what was left behind") {
  const ScratchFolder folder;
  const std::string base = chip_file("edge_rram_constants");
  const std::string adc = "tile: {macro: {adc: {bits: 6, source: Roe}}}\n";
  const std::string chip = folder.write("mine.yaml", "from: " + base + "\nname: mine\n" + adc);
  const Outcome first =
      mho_program("run --chip " + chip + " --workload lenet5_fashion_mnist --resolved");
  CHECK(first.code == 0);
  CHECK(
      contains(first.out, "# Costs: energy, delay, area, leakage of chip.tile.macro.adc (" + base));
  CHECK(contains(first.out, "do not follow chip.tile.macro.adc.bits, which is 6 (" + chip +
                                ":3), but 8 there"));
  CHECK(contains(first.out, "# Inherited in chip.tile.macro.adc: kind, range, percentile, energy"));
  CHECK(contains(first.out,
                 "source: \"Roe; inherited range, percentile, energy, delay, area, "
                 "leakage: Survey regression"));
  const Outcome second = mho_program("run " + folder.write("r.yaml", first.out) + " --resolved");
  CHECK(second.code == 0);
  CHECK(second.out.starts_with("chip:\n"));
}

TEST_CASE("overrides apply in order, after the options") {
  const Outcome outcome =
      mho_program("run quickstart --seed 3 --set seed=4 --set seed=5 --resolved");
  CHECK(contains(outcome.out, "seed: 5\n"));
}

TEST_CASE("a working folder that was deleted does not matter") {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder.file("gone"));
  const Outcome outcome = mho_program("run quickstart --resolved",
                                      "cd " + folder.file("gone") + " && rmdir ../gone && ");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "seed: 1"));
}

TEST_CASE("an ADC of one bit is refused where its input has a sign") {
  const std::string one_bit = "run quickstart --resolved --set chip.tile.macro.adc.bits=1";
  const Outcome outcome = mho_program(one_bit);
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "needs bits of at least 2"));
  CHECK(mho_program(one_bit + " --set chip.tile.macro.subtraction=digital").code == 0);
}

TEST_CASE("a full or closed standard output is an error, not a crash") {
  CHECK(mho_program("explain >/dev/full").code == 1);
  CHECK(mho_program("explain >&-").code == 1);
  CHECK(mho_program("--version >&- 2>&-").code == 1);
}

TEST_CASE("a reader that went away ends the program by the signal, without a word") {
  const ScratchFolder folder;
  // The pipe is closed before the first word is written.
  const std::string script = "set -o pipefail; { sleep 0.3; '" + std::string(kProgram) +
                             "' explain 2>" + folder.file("err") + "; } | true";
  const int status = std::system(("bash -c \"" + script + "\"").c_str());
  CHECK(WEXITSTATUS(status) == 128 + SIGPIPE);
  CHECK(ScratchFolder::read(folder.file("err")).empty());
}

}  // namespace mho
