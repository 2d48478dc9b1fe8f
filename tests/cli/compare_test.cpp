// mho compare as users run it, on LeNet-5 with few images.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/cli/program.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kFew = " --images 20 --trials 2 --engine-images 2";
const std::string kLenet = " --workload lenet5_fashion_mnist";

void check_refused(const std::string& arguments, const std::string& part) {
  const Outcome outcome = mho_program("compare " + arguments);
  INFO(arguments);
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CAPTURE(outcome.err);
  CHECK(contains(outcome.err, part));
}

}  // namespace

TEST_CASE("mho compare prints chips side by side and exports them") {
  const ScratchFolder folder;
  const std::string json = folder.file("c.json");
  const std::string csv = folder.file("c.csv");
  const Outcome outcome = mho_program("compare edge_rram_28nm edge_sram_charge_28nm" + kLenet +
                                      kFew + " --json " + json + " --csv " + csv);
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  CHECK(contains(outcome.out, "lenet5_fashion_mnist (20 test images"));
  CHECK(contains(outcome.out, "energy, chip"));
  const auto read = nlohmann::json::parse(ScratchFolder::read(json));
  CHECK(read["workloads"][0]["rows"][1]["machine"] == "edge_sram_charge_28nm");
  CHECK(contains(ScratchFolder::read(csv), "area.chip [mm2]"));
}

TEST_CASE("mho compare shows a chip that cannot run, and exits with 0 if another one could") {
  const ScratchFolder folder;
  const std::string small =
      folder.write("small.yaml", "from: " + std::string(kSourceDir) +
                                     "/configs/chips/edge_rram_28nm.yaml\nname: small\ntiles: 1\n");
  const Outcome both = mho_program("compare edge_rram_28nm " + small + kLenet + kFew);
  CHECK(both.code == 0);
  CHECK(contains(both.out, "- small does not run: "));
  const Outcome alone = mho_program("compare " + small + kLenet + kFew);
  CHECK(alone.code == 1);
  CHECK(contains(alone.out, "- small does not run: "));
}

TEST_CASE("mho compare at equal area shows both figures") {
  const Outcome outcome = mho_program("compare edge_rram_28nm edge_sram_charge_28nm" + kLenet +
                                      kFew + " --iso area=edge_sram_charge_28nm");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "\nFace value\n"));
  CHECK(contains(outcome.out, "\nEqual area\n"));
  CHECK(contains(outcome.out, "the area of edge_sram_charge_28nm"));
}

TEST_CASE("a comparison at equal area has a column for each chip, and says which needs more") {
  const Outcome outcome = mho_program("compare " + chip_file("edge_rram_constants") + " dcim_28nm" +
                                      kLenet + kFew + " --iso area");
  CHECK(outcome.code == 0);
  CAPTURE(outcome.out);
  CHECK(std::regex_search(outcome.out, std::regex("\n  scaled +nothing ")));
  CHECK(contains(outcome.out,
                 "- dcim_28nm: 3 tiles (as many as needed at face value), 5.65 mm2: "
                 "1.17 times the area of\n    edge_rram_constants, as no fewer tiles"));
  CHECK_FALSE(contains(outcome.out, "does not run"));
  CHECK_FALSE(contains(outcome.out, "run_defaults.yaml"));
}

TEST_CASE("mho compare brings chips to equal area, equal accuracy, and both at once") {
  const Outcome both =
      mho_program("compare edge_rram_28nm dcim_28nm" + kLenet +
                  " --images 5 --trials 1 --engine-images 2 --iso area,accuracy=5"
                  " --set quantization.weight_bits=4 --set quantization.activation_bits=4");
  CHECK(both.code == 0);
  for (const char* title : {"\nEqual area\n", "\nEqual accuracy\n", "\nEqual area and accuracy\n"})
    CHECK(contains(both.out, title));
}

TEST_CASE("mho compare names the file of a chip that is too small, not that of the defaults") {
  const ScratchFolder folder;
  const std::string small =
      folder.write("small.yaml", "from: " + std::string(kSourceDir) +
                                     "/configs/chips/edge_rram_28nm.yaml\nname: small\ntiles: 1\n");
  const Outcome outcome = mho_program("compare edge_rram_28nm " + small + kLenet + kFew);
  CHECK(contains(outcome.out, "small.yaml:3: chip.tiles: network needs"));
  CHECK_FALSE(contains(outcome.out, "run_defaults.yaml"));
}

TEST_CASE("mho compare sets published devices beside the chips, marked as such") {
  const Outcome outcome =
      mho_program("compare edge_rram_28nm" + kLenet + kFew + " --published google_edge_tpu");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "Published, not simulated"));
  CHECK(contains(outcome.out, "google_edge_tpu"));
}

TEST_CASE("mho list and mho check know published devices") {
  CHECK(contains(mho_program("list devices").out, "google_edge_tpu "));
  const Outcome checked =
      mho_program("check " + std::string(kSourceDir) + "/configs/devices/google_edge_tpu.yaml");
  CHECK(contains(checked.out, "ok (device google_edge_tpu)"));
}

TEST_CASE("help lists every option of mho compare") {
  const std::string help = mho_program("compare --help").out;
  for (const char* option :
       {"--workload", "--iso area", "--iso accuracy", "--published", "--set", "--seed", "--trials",
        "--images", "--engine-images", "--threads", "--json", "--csv", "--quiet"})
    CHECK(contains(help, std::string("\n  ") + option));
}

TEST_CASE("promise 6: mho compare refuses wrong words before anything runs, with exit code 1") {
  const std::string pair = "edge_rram_28nm" + kLenet;
  check_refused("", "needs a CHIP");
  check_refused("edge_rram_28nm", "needs a --workload WORKLOAD");
  check_refused("edge_ram_28nm" + kLenet, "CHIP: no 'edge_ram_28nm' in ");
  check_refused("edge_rram_28nm --workload lenet", "--workload: no 'lenet' in ");
  check_refused(pair + " --iso volume", "--iso: 'volume' is unknown; allowed: area, area=CHIP");
  check_refused(pair + " --iso area=isaac_isca_2016",
                "--iso: 'isaac_isca_2016' is none of the chips that are compared");
  check_refused(pair + " --iso accuracy=much", "'much' is not a number of points from 0 to 100");
  check_refused(pair + " --iso area --iso area", "--iso: 'area' is given twice");
  check_refused(pair + " --published google_edge_tpv", "did you mean 'google_edge_tpu'?");
  check_refused(pair + " --trials 0", "--trials: accuracy.trials: is 0, allowed 1 to 1000000");
  check_refused(pair + " --set chip.tile.macro.adc.bits=99", "chip.tile.macro.adc.bits");
  check_refused(pair + " --csv /no/such/folder/c.csv", "--csv: cannot write");
  check_refused(pair + " --chips 2", "--chips: unknown option");
}

TEST_CASE("mho compare gives the same bytes for any number of threads") {
  const std::string words = "compare edge_rram_28nm edge_pcm_28nm" + kLenet + kFew;
  const Outcome one = mho_program(words + " --threads 1");
  CHECK(one.code == 0);
  CHECK(mho_program(words + " --threads 3").out == one.out);
}

}  // namespace mho
