// Carbon and label from the command line.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kShort =
    "run quickstart --full --images 4 --trials 1 --engine-images 2 --quiet --set "
    "quantization.calibration_images=8 ";

}  // namespace

TEST_CASE("mho run --carbon prints what making and use emit, and every factor with its source") {
  const Outcome outcome = mho_program(kShort + "--carbon --set carbon.region=FRA");
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "\nCarbon  (CO2 equivalents"));
  CHECK(contains(outcome.out, "grid_owid_2024, FRA 2023"));
  CHECK(contains(outcome.out, "Our World in Data (CC BY 4.0)"));
  CHECK(contains(outcome.out, "ISO/IEC 21031"));
}

TEST_CASE("mho run --carbon leaves the rest of the report as it is") {
  const std::string without = mho_program(kShort).out;
  const std::string with = mho_program(kShort + "--carbon").out;
  const std::size_t section = with.find("\nCarbon  (");
  const std::size_t notes = with.find("\nNotes\n");
  REQUIRE(section != std::string::npos);
  REQUIRE(notes != std::string::npos);
  CHECK(without.starts_with(with.substr(0, section)));
}

TEST_CASE("mho run --label writes an SVG, with the factors of --carbon") {
  const ScratchFolder folder;
  const Outcome outcome = mho_program(kShort + "--label " + folder.file("label.svg"));
  CHECK(outcome.code == 0);
  const std::string svg = ScratchFolder::read(folder.file("label.svg"));
  CHECK(contains(svg, "<svg"));
  CHECK(contains(svg, "per million, making included"));
}

TEST_CASE("a label that cannot be drawn is refused before the run") {
  const ScratchFolder folder;
  // With its report, a run would have come first.
  for (const char* wrong :
       {"--set carbon.label.energy_weight=0 --set carbon.label.accuracy_weight=0",
        "--set carbon.label.energy_weight=0 --values off"}) {
    const Outcome outcome =
        mho_program(kShort + "--label " + folder.file("label.svg") + " " + wrong);
    INFO(wrong);
    CHECK(outcome.code == 1);
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, "--label: needs something to rate"));
  }
  folder.write("no_label.yaml",
               "from: " + std::string(kSourceDir) + "/configs/runs/quickstart.yaml\ncarbon:\n" +
                   "  grid: grid_owid_2024\n  region: world\n  pue: 1\n  fab: "
                   "fab_act_isca_2022\n  fab_g_per_kwh: 583\n  abatement: 0.97\n  yield: {model: "
                   "stated, good_share: 0.875}\n  lifetime: 3 year\n  source: as the world's\n");
  const Outcome outcome = mho_program("run " + folder.file("no_label.yaml") + " --quiet --label " +
                                      folder.file("label.svg"));
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(contains(outcome.err, "--label: needs carbon.label"));
}

TEST_CASE("mho list carbon has the data sets, each with a line") {
  CHECK(contains("\n" + mho_program("list carbon").out,
                 "\nmemory_act_isca_2022               Emissions of making DRAM and flash"));
}

TEST_CASE("mho explain reaches the factors of carbon, and a run's figure down to them") {
  const Outcome key = mho_program("explain carbon.remote.link");
  CHECK(contains(key.out, "kwh_per_gb"));
  const Outcome figure =
      mho_program("explain carbon.sci --run quickstart --engine-images 2 --carbon --quiet");
  CHECK(figure.code == 0);
  CHECK(contains(figure.out, "carbon.intensity = 483.7 g/kWh"));
  CHECK(contains(figure.out, "energy.per_inference"));
  CHECK(contains(mho_program("explain carbon.sci --run quickstart --quiet").err, "--carbon"));
}

}  // namespace mho
