// What mho.hpp promises, by its names alone.
#include "mho.hpp"

#include <catch2/catch.hpp>

#include "tests/explore/lenet_run.hpp"

namespace mho {

TEST_CASE("what mho.hpp promises is there: a run, a comparison, their reports and errors") {
  Document document = lenet_run("edge_rram_28nm", {"accuracy.images=2", "engine.images=1"});
  const Results results = run(document, RunControl{1, {}});
  const Metric* area = results.find("area.chip");
  REQUIRE(area);
  CHECK(area->value > 0);
  CHECK(area->unit == "mm2");
  CHECK(to_text(results).starts_with(std::string("mho ") + version() + ": "));
  CHECK(to_json(results).find(std::string("\"mho\": \"") + version() + '"') != std::string::npos);
  CHECK_FALSE(ledger_csv(results).empty());

  const auto spec =
      read_spec<RunSpec>(Document::parse(write_spec(read_spec<RunSpec>(document)), "r"));
  CHECK(to_json(run(spec, {"r", 0}, {1, {}})).find("\"area.chip\"") != std::string::npos);

  CompareRequest request;
  request.runs = {{document}};
  const Comparison comparison = compare(request, {1, {}});
  CHECK(comparison.any_ran());
  CHECK(to_text(comparison).starts_with(std::string("mho ") + version() + ": comparison\n"));
  CHECK(to_json(comparison).find(version()) != std::string::npos);
  CHECK_FALSE(to_csv(comparison).empty());

  document.set("seed=-1");
  try {
    run(document, {});
    FAIL("a seed below 0 was taken");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].place == *document.place_of("seed"));
    CHECK(error.problems()[0].key == "seed");
  }
}

}  // namespace mho
