// mho figure and the tables of LaTeX from the command line: what is written, and what is refused.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

const std::string kFigureRun = "run quickstart --images 20 --trials 2 --engine-images 2 ";

/// Of one age.
std::string run_in(const ScratchFolder& folder) {
  REQUIRE(mho_program(kFigureRun + "--json " + folder.file("r.json")).code == 0);
  return folder.file("r.json");
}

}  // namespace

TEST_CASE("mho figure draws a kept run in each form, with the numbers of its JSON") {
  const ScratchFolder folder;
  const std::string run = run_in(folder);
  for (const char* ending : {"svg", "pdf", "tex"}) {
    const std::string file = folder.file(std::string("f.") + ending);
    const Outcome outcome = mho_program("figure breakdown " + run + " --out " + file);
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    CHECK(outcome.out.empty());
    CHECK_FALSE(ScratchFolder::read(file).empty());
  }
  const auto report = nlohmann::json::parse(ScratchFolder::read(run));
  const std::string svg = ScratchFolder::read(folder.file("f.svg"));
  for (const auto& component : report["components"]) {
    const double energy = component["energy_j"];
    if (energy < 0.02 * report["metrics"]["energy.per_inference"]["value"].get<double>()) continue;
    const std::string name = component["name"];
    INFO(name);
    std::smatch found;
    REQUIRE(std::regex_search(
        svg, found,
        std::regex("data-series=\"static\" data-x=\"([^\"]*)\" data-category=\"" + name + "\"")));
    CHECK(std::stod(found[1]) == component["static_j"].get<double>());
  }
  CHECK(mho_program("figure chips " + run + " " + run + " --metric area.chip --out " +
                    folder.file("c.svg"))
            .code == 0);
  const std::string area = report["metrics"]["area.chip"]["value"].dump();
  CHECK(contains(ScratchFolder::read(folder.file("c.svg")), "data-x=\"" + area + "\""));
}

TEST_CASE("mho figure says what is wrong with what it is given, and what is allowed") {
  const ScratchFolder folder;
  const std::string run = run_in(folder);
  const auto error = [](const std::string& words) {
    const Outcome outcome = mho_program("figure " + words);
    CHECK(outcome.code == 1);
    return outcome.err;
  };
  const std::string svg = " --out " + folder.file("f.svg");
  CHECK(contains(error(""), "needs a KIND (front, breakdown, age, chips)"));
  CHECK(contains(error("brakdown " + run + svg), "did you mean 'breakdown'"));
  CHECK(contains(error("breakdown" + svg), "needs a RUN, is given 0"));
  CHECK(contains(error("breakdown " + run + " " + run + svg), "needs a RUN, is given 2"));
  CHECK(contains(error("breakdown " + run), "--out: must be given"));
  CHECK(contains(error("breakdown " + run + " --out f.png"),
                 "'f.png' has no ending of a figure; allowed: .svg, .pdf, .tex"));
  CHECK(contains(error("breakdown " + run + " --out /nowhere/f.svg"), "/nowhere/f.svg"));
  CHECK(contains(error("age " + run + svg),
                 run + ": age: the run measured its accuracy at one age; mho run --at"));
  CHECK(contains(error("chips " + run + " --metric area.chips" + svg), "no run has 'area.chips'"));
  CHECK(contains(error("age " + run + " --metric area.chip" + svg),
                 "--metric: is an option of the figure chips, not of age"));
  CHECK(contains(error("front " + folder.file("") + svg), folder.file("")));
  CHECK(
      contains(error("breakdown " + folder.write("x.json", "{}") + svg), "is no report of a run"));
  CHECK(contains(mho_program("figure breakdown " + run + " --out " + run).err, "--out"));
  CHECK_FALSE(std::filesystem::exists(folder.file("f.svg")));
}

TEST_CASE("the table of a run is the same from the run and from what keeps it") {
  const ScratchFolder folder;
  REQUIRE(
      mho_program(kFigureRun + "--latex " + folder.file("a.tex") + " --out " + folder.file("r.h5"))
          .code == 0);
  REQUIRE(mho_program("report " + folder.file("r.h5") + " --latex " + folder.file("b.tex")).code ==
          0);
  const std::string table = ScratchFolder::read(folder.file("a.tex"));
  CHECK(contains(table, "\\begin{tabular}{llr}"));
  CHECK(table == ScratchFolder::read(folder.file("b.tex")));
}

TEST_CASE("mho compare writes a table and draws bars of its machines") {
  const ScratchFolder folder;
  const Outcome outcome = mho_program(
      "compare edge_rram_28nm dcim_28nm --workload lenet5_fashion_mnist --images 20 --trials 2 "
      "--engine-images 2 --latex " +
      folder.file("c.tex") + " --figure " + folder.file("c.svg") + " --json " +
      folder.file("c.json"));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(contains(ScratchFolder::read(folder.file("c.tex")),
                 " & unit & edge\\_rram\\_28nm & dcim\\_28nm \\\\"));
  const auto rows =
      nlohmann::json::parse(ScratchFolder::read(folder.file("c.json")))["workloads"][0]["rows"];
  const std::string svg = ScratchFolder::read(folder.file("c.svg"));
  for (const auto& row : rows)
    for (const char* metric : {"energy.per_inference", "area.chip", "latency.first"}) {
      const double value = row["metrics"][metric]["value"];
      bool drawn = false;
      const std::regex mark("data-x=\"([^\"]*)\" data-category=\"" +
                            row["machine"].get<std::string>() + "\"");
      for (std::sregex_iterator at(svg.begin(), svg.end(), mark), end; at != end; ++at)
        drawn = drawn || std::stod((*at)[1]) == value;
      INFO(metric);
      CHECK(drawn);
    }
  CHECK(contains(
      mho_program("compare edge_rram_28nm --workload lenet5_fashion_mnist --figure f.gif").err,
      "--figure: 'f.gif' has no ending of a figure"));
}

}  // namespace mho
