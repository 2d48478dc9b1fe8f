#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/report/json.hpp"
#include "tests/report/some_results.hpp"

namespace mho {

using Json = nlohmann::ordered_json;

TEST_CASE("the JSON report has its documented members in their order") {
  const Json report = Json::parse(to_json(some_results()));
  std::vector<std::string> members;
  for (const auto& [name, value] : report.items()) members.push_back(name);
  CHECK(members ==
        std::vector<std::string>{
            "mho",       "chip",         "technology_nm",   "tiles_of_chip", "tiles_of_main_kind", "macros_of_tile",
            "mac_array", "exact",        "workload", "precision", "peak_precision",        "seed",          "metrics",
            "modelled",  "components",   "layers",          "adc_models",    "knobs",
            "ages",      "ablations",    "classes",         "judged",        "output_snr_db",
            "scored",    "tiles",        "ledger_total_qj", "ledger",        "caveats",
            "notes", "warnings",     "resolved_yaml"});
  CHECK(report["mho"] == "1.2.3");
  CHECK(report["technology_nm"].get<double>() == Approx(28));
  CHECK(report["tiles_of_chip"] == 8);
  CHECK(report["macros_of_tile"] == 1);
  CHECK(report["resolved_yaml"] == "seed: 1\n");
}

TEST_CASE("JSON has what each trial and each image gave, in the test set's order") {
  const auto judged = [](const std::vector<int>& predicted) {
    return Correctness(predicted, std::vector<std::int32_t>(9, 1));
  };
  Results results = some_results();
  results.judged = JudgedImages{judged({1, 1, 1, 1, 1, 1, 1, 1, 1}),
                                judged({1, 1, 1, 1, 1, 1, 1, 1, 0}),
                                {judged({1, 0, 1, 1, 1, 1, 1, 1, 0})}};
  results.output_snr = {12.5, std::nullopt};
  const Json report = Json::parse(to_json(results));
  const Json& found = report["judged"];
  CHECK(found["images"] == 9);
  CHECK(found["float"] == "ff80");
  CHECK(found["quantized"] == "ff00");
  REQUIRE(found["trials"].size() == 1);
  CHECK(found["trials"][0]["right"] == "bf00");
  CHECK(found["trials"][0]["accuracy_percent"].get<double>() == Approx(700.0 / 9));
  CHECK(found["trials"][0]["loss_points"].get<double>() == Approx(100.0 / 9));
  CHECK(report["output_snr_db"] == Json({12.5, nullptr}));
  CHECK(report["ages"][1]["loss_points"]["ci95"]["high"] == 10.25);
  CHECK(Json::parse(to_json(some_results()))["judged"].is_null());
}

TEST_CASE("every metric in JSON has value, unit, sentence and source, in the results' order") {
  const Results results = some_results();
  const Json metrics = Json::parse(to_json(results))["metrics"];
  REQUIRE(metrics.size() == results.metrics.size());
  std::size_t i = 0;
  for (const auto& [name, metric] : metrics.items()) {
    CHECK(name == results.metrics[i].name);
    CHECK(metric["value"].get<double>() == results.metrics[i].value);
    CHECK(metric["unit"] == results.metrics[i].unit);
    CHECK(metric["sentence"] == results.metrics[i].sentence);
    CHECK(metric["source"] == results.metrics[i].source);
    ++i;
  }
}

TEST_CASE("a modelled figure has its interval in JSON, others none") {
  const Json metrics = Json::parse(to_json(some_modelled_results()))["metrics"];
  CHECK(metrics["area.chip"]["interval"][0].get<double>() == Approx(1.25 / 2));
  CHECK(metrics["area.chip"]["interval"][1].get<double>() == Approx(1.25 * 2));
  CHECK_FALSE(metrics["latency.first"].contains("interval"));
}

TEST_CASE("promise 4: the energies of the JSON ledger add up to its total, digit by digit") {
  const Json report = Json::parse(to_json(some_results()));
  // 3 x 1e-12 J and 7 x 1e-24 J, in 1e-30 J.
  CHECK(report["ledger"][0]["energy_qj"] == "3000000000000000000");
  CHECK(report["ledger"][1]["energy_qj"] == "7000000");
  CHECK(report["ledger_total_qj"] == "3000000000007000000");
}

TEST_CASE("names with quotes and other alphabets survive JSON") {
  const Json report = Json::parse(to_json(some_results()));
  CHECK(report["components"][1]["name"] == "buffer \"α\"");
}

TEST_CASE("a number that is not finite is refused, not written as null") {
  Results results = some_results();
  results.metrics[0].value = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(to_json(results), Bug);
}

TEST_CASE("the same results give the same JSON bytes") {
  CHECK(to_json(some_results()) == to_json(some_results()));
}

}  // namespace mho
