// The pages of --html as files; tests/web looks at them in a browser.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

constexpr const char* kPageRun = "run quickstart --values off --engine-images 1 --quiet ";

/// Where mho was built without npm, asking for a page is refused; then there is no more to see.
bool has_page(const ScratchFolder& folder) {
  const Outcome asked = mho_program(kPageRun + ("--html " + folder.file("asked.html")));
  if (asked.code == 0) return true;
  CHECK(asked.code == 1);
  CHECK(contains(asked.err, "--html: this mho has no page"));
  CHECK(asked.out.empty());
  return false;
}

/// A kept run says nothing of what it does not have, where a run says that it has none.
std::string without_absent(std::string page) {
  for (const std::string line : {" \"judged\": null,\n", " \"scored\": null,\n"})
    if (const std::size_t at = page.find(line); at != std::string::npos)
      page.erase(at, line.size());
  return page;
}

std::string metrics_of(const std::string& json) {
  const std::size_t begin = json.find("\"metrics\"");
  return json.substr(begin, json.find("\"components\"") - begin);
}

}  // namespace

TEST_CASE("a kept run has the page that mho run writes, whatever keeps it") {
  const ScratchFolder folder;
  if (!has_page(folder)) return;
  const std::string json = folder.file("r.json"), file = folder.file("r.h5");
  REQUIRE(mho_program(kPageRun + ("--json " + json + " --out " + file)).code == 0);
  const std::string page = without_absent(ScratchFolder::read(folder.file("asked.html")));
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(contains(page, "\"chip\": \"edge_rram_28nm\""));
  for (const std::string& kept : {json, file, file + ":1"}) {
    const Outcome told = mho_program("report " + kept + " --html " + folder.file("kept.html"));
    INFO(told.err);
    CHECK(told.code == 0);
    CHECK(contains(told.out, "  area                          5.112 mm2 "));
    CHECK((without_absent(ScratchFolder::read(folder.file("kept.html"))) == page));
  }
}

TEST_CASE("mho report turns a kept run into every other format, and refuses to write over it") {
  const ScratchFolder folder;
  const std::string file = folder.file("r.h5"), json = folder.file("r.json");
  REQUIRE(mho_program(kPageRun + ("--json " + json + " --out " + file)).code == 0);
  const std::string again = folder.file("again.json");
  CHECK(mho_program("report " + file + " --json " + again + " --csv " + folder.file("t")).code ==
        0);
  CHECK(metrics_of(ScratchFolder::read(again)) == metrics_of(ScratchFolder::read(json)));
  CHECK(std::filesystem::exists(folder.file("t/layers.csv")));
  for (const std::string& words : {std::string(), file + ":2", file + " --json " + file,
                                   folder.file("absent.h5"), json + " --html /absent/x.html"}) {
    const Outcome refused = mho_program("report " + words);
    CAPTURE(words, refused.err);
    CHECK(refused.code == 1);
    CHECK(!refused.err.empty());
    CHECK(refused.out.empty());
  }
  CHECK(mho_program("report " + file).code == 0);  // is whole
}

TEST_CASE("a page of a sweep names the folder that mho pareto was given") {
  const ScratchFolder folder;
  if (!has_page(folder)) return;
  const std::string sweep = folder.write(
      "s.yaml", "from: " + std::string(kSourceDir) +
                    "/configs/runs/quickstart.yaml\nengine: {images: 1, values: 'off'}\n"
                    "vary:\n  chip.supply: [0.8 V, 0.9 V]\n"
                    "objectives: {minimize: [energy.per_inference]}\n");
  REQUIRE(mho_program("sweep " + sweep + " --out " + folder.file("out") + " --no-cache").code == 0);
  const std::string page = folder.file("front.html");
  CHECK(mho_program("pareto " + folder.file("out") + " --html " + page).code == 0);
  CHECK(contains(ScratchFolder::read(page), "\"folder\":\"" + folder.file("out") + "\""));
}

}  // namespace mho
