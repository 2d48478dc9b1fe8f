// The page of --html as a file; tests/web looks at it in a browser.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/report/front/front_json.hpp"
#include "sim/report/html/front_html.hpp"
#include "sim/report/html/ledger_sums.hpp"
#include "sim/report/html/page.hpp"
#include "sim/report/html/run_html.hpp"
#include "sim/report/json.hpp"
#include "tests/report/some_results.hpp"
#include "tests/report/some_sweep.hpp"

namespace mho {

namespace {

using PageJson = nlohmann::json;

constexpr const char* kDataBegin = "<script type=\"application/json\" id=\"mho-data\">";

Scatter some_macros() {
  ScatterPoint macro;
  macro.name = "a macro, JOURNAL'20";
  macro.node_m = 28e-9;
  macro.tops_per_joule = 12.5;
  macro.source = "its title";
  return {{macro}};
}

std::string page_of(const Results& results) {
  std::ostringstream out;
  write_html(stored_run(results), some_macros(), out);
  return std::move(out).str();
}

std::string page_of(const DesignFront& front, const std::string& folder) {
  std::ostringstream out;
  write_html(front, folder, out);
  return std::move(out).str();
}

/// What the browser takes for the data: up to the next end of a script.
std::string data_text(const std::string& page) {
  const std::size_t begin = page.find(kDataBegin) + std::string(kDataBegin).size();
  return page.substr(begin, page.find("</script", begin) - begin);
}

/// Without the data, whose texts may name anything.
std::string frame_of(const std::string& page) {
  const std::string data = data_text(page);
  return page.substr(0, page.find(data)) + page.substr(page.find(data) + data.size());
}

bool is_built_with_page() {
  if (has_page()) return true;
  WARN("mho was built without npm: there is no page to look at");
  CHECK_THROWS_AS(check_has_page("--html"), InputError);
  return false;
}

}  // namespace

TEST_CASE("a page of a run holds the run's JSON, its ledger as sums, and the published macros") {
  if (!is_built_with_page()) return;
  const Results results = some_results();
  const PageJson data = PageJson::parse(data_text(page_of(results)));
  PageJson run = PageJson::parse(to_json(results));
  const PageJson ledger = run["ledger"];
  run.erase("ledger");
  CHECK(data["kind"] == "run");
  CHECK(data["run"] == run);
  REQUIRE(data["beside"]["sums"].size() == ledger.size());
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    const PageJson& sum = data["beside"]["sums"][i];
    const PageJson& price = data["beside"]["prices"][sum["price"].get<std::size_t>()];
    CHECK(sum["energy_j"] == ledger[i]["energy_j"]);
    CHECK(price["source"] == ledger[i]["source"]);
    CHECK(price["unit_j"] == ledger[i]["unit_j"]);
  }
  CHECK(data["beside"]["published"][0]["node_nm"].get<double>() == Approx(28));
  CHECK(data["beside"]["published"][0]["tops_per_mm2"].is_null());
}

TEST_CASE("lines of the ledger that differ in their tile alone are one sum") {
  Results results = some_results();
  results.ledger.add(0, 0, "conv1", 1, 5, 1000000000000000000);
  results.ledger.add(0, 0, "conv2", 1, 2, 1000000000000000000);
  const StoredRun run = stored_run(results);
  const LedgerSums sums = ledger_sums(*run.table("ledger"));
  REQUIRE(sums.prices.size() == 2);
  REQUIRE(sums.sums.size() == 3);
  CHECK(sums.prices[0].action == "convert");
  CHECK(sums.prices[0].unit_j == Approx(1e-12));
  const auto at = [&](const std::string& layer) {
    return *std::find_if(sums.sums.begin(), sums.sums.end(),
                         [&](const LedgerSum& sum) { return sum.layer == layer; });
  };
  CHECK(at("conv1").count == 8);
  CHECK(at("conv1").energy_j == Approx(8e-12));
  CHECK(at("conv2").count == 2);
}

TEST_CASE("energies of a ledger that has digits alone are summed all the same") {
  const Results results = some_results();
  const StoredRun run = stored_run(results);
  DataTable ledger = *run.table("ledger");
  std::erase_if(ledger.columns, [](const DataColumn& column) { return column.unit == "J"; });
  const LedgerSums sums = ledger_sums(ledger);
  REQUIRE(sums.sums.size() == 2);
  CHECK(sums.sums[0].energy_j == Approx(3e-12));
  CHECK(sums.prices[0].unit_j == Approx(1e-12));
}

TEST_CASE("a page of a front holds its JSON and names its folder") {
  if (!is_built_with_page()) return;
  const DesignFront front = some_front();
  const PageJson data = PageJson::parse(data_text(page_of(front, "a \"folder\"</script>")));
  CHECK(data["kind"] == "front");
  CHECK(data["folder"] == "a \"folder\"</script>");
  CHECK(data["left_out"] == 0);
  CHECK(data["front"] == PageJson::parse(to_json(front)));
}

TEST_CASE("a page of many designs has all near the front, and stays small") {
  if (!is_built_with_page()) return;
  DesignFront front = some_front();
  for (int i = 0; i < 30'000; ++i) {
    front.designs.push_back(front.designs[3]);
    front.designs.back().id = std::string(28, 'a') + std::to_string(10'000 + i);
  }
  const std::string page = page_of(front, "out");
  const PageJson data = PageJson::parse(data_text(page));
  const PageJson& designs = data["front"]["designs"];
  CHECK(page.size() < 2'500'000);
  CHECK(designs.size() > 1800);
  CHECK(data["left_out"] == 30'004 - designs.size());
  for (std::size_t i = 0; i < 3; ++i) CHECK(designs[i]["id"] == front.designs[i].id);
  CHECK(data["front"]["counts"]["dominated"] == 30'001);
}

TEST_CASE("a page is one small file that refers to nothing outside") {
  if (!is_built_with_page()) return;
  const std::string page = page_of(some_results());
  const std::string frame = frame_of(page);
  constexpr std::size_t kMostBytes = 2'000'000;  // room for 500 kB of data below 2.5 MB
  CHECK(frame.size() < kMostBytes);
  CHECK(frame.find("default-src 'none'") != std::string::npos);
  for (const char* reference : {"<link", "@import", "//cdn", "sourceMappingURL", "https://",
                                "ws://", "fetch(", "XMLHttpRequest", "WebSocket"})
    CHECK(frame.find(reference) == std::string::npos);
  // Names of XML's kinds look like addresses; nothing else does.
  std::set<std::string> hosts;
  const std::string http = "http://";
  for (std::size_t at = frame.find(http); at != std::string::npos; at = frame.find(http, at + 1))
    hosts.insert(frame.substr(at + http.size(), std::string("www.w3.org/").size()));
  CHECK(hosts == std::set<std::string>{"www.w3.org/"});
}

TEST_CASE("hostile texts stay data of a page") {
  if (!is_built_with_page()) return;
  const std::string hostile =
      GENERATE(std::string("</script><script>alert(1)</script>"), std::string("<!--<script>"),
               std::string("]]>-->\" onload='x"), std::string("@DATA@@SCRIPT@@STYLE@"),
               std::string("line\xe2\x80\xa8separator"), std::string("\x1b[31m\x07"));
  Results results = some_results();
  results.chip = results.workload = results.resolved_yaml = hostile;
  results.layers.front().name = results.components.front().name = hostile;
  results.notes = results.caveats = {hostile};
  results.parts.front().prices.front().source = hostile;
  const std::string page = page_of(results);
  const PageJson data = PageJson::parse(data_text(page));
  CHECK(data["run"]["chip"] == hostile);
  CHECK(data["beside"]["prices"][0]["source"] == hostile);
  CHECK(frame_of(page) == frame_of(page_of(some_results())));
  CHECK(data_text(page).find('<') == std::string::npos);
}

}  // namespace mho
