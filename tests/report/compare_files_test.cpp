// JSON and CSV of a comparison.
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/report/compare_csv.hpp"
#include "sim/report/compare_json.hpp"
#include "tests/report/some_comparison.hpp"

namespace mho {

TEST_CASE("the JSON of a comparison has every row with its kind, metrics, change and lack") {
  const auto read = nlohmann::json::parse(to_json(some_comparison(2)));
  CHECK(read["mho"] == "1.2.3");
  const auto& rows = read["workloads"][0]["rows"];
  REQUIRE(rows.size() == 5);
  CHECK(rows[0]["kind"] == "face value");
  CHECK(rows[0]["metrics"]["energy.per_inference"]["value"] == 2.5e-7);
  CHECK(rows[0]["metrics"]["energy.per_inference"]["unit"] == "J");
  CHECK(rows[2]["metrics"].empty());
  CHECK(rows[2]["tiles"].is_null());
  CHECK(rows[2]["lack"][0] == some_comparison(2).workloads[0].rows[2].lack[0]);
  CHECK(rows[3]["change"] == "16 tiles (8 at face value), 2.5 mm2");
  CHECK(rows[4]["kind"] == "published, not simulated");
}

TEST_CASE("the CSV of a comparison has a line a row, and the units in the names of its columns") {
  std::istringstream lines(to_csv(some_comparison(2)));
  std::string names;
  std::getline(lines, names);
  CHECK(names.starts_with("workload,machine,kind,technology [nm],tiles,"));
  CHECK(names.find(",energy.per_inference [J],") != std::string::npos);
  CHECK(names.find(",accuracy.images,") != std::string::npos);
  const auto commas = std::count(names.begin(), names.end(), ',');
  std::string line;
  std::getline(lines, line);
  CHECK(std::count(line.begin(), line.end(), ',') == commas);
  CHECK(line.find(",2.5e-07,") != std::string::npos);
  int rows = 1;
  while (std::getline(lines, line)) ++rows;
  CHECK(rows == 5);
}

TEST_CASE("a CSV field with commas or quotes is quoted, and its quotes are doubled") {
  CHECK(to_csv(some_comparison(1))
            .find(",\"run.yaml: network needs 9 arrays, \"\"chip\"\" has 4, alas\",") !=
        std::string::npos);
}

TEST_CASE("a compared number that is not finite is a bug, not a file that cannot be read") {
  Comparison comparison = some_comparison(1);
  comparison.workloads[0].rows[0].metrics[0].value = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(to_json(comparison), Bug);
  CHECK_THROWS_AS(to_csv(comparison), Bug);
}

}  // namespace mho
