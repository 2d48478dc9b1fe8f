#include "sim/report/compare_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/report/compare_json.hpp"
#include "tests/report/some_comparison.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

namespace {

std::string line_with(const std::string& text, const std::string& part) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (has(line, part)) return line;
  return "";
}

}  // namespace

TEST_CASE("no line of a comparison is wider than 100 characters, for 1 to 9 machines") {
  for (int machines = 1; machines <= 9; ++machines) {
    std::istringstream lines(to_text(some_comparison(machines)));
    for (std::string line; std::getline(lines, line);) {
      INFO(machines << " machines: " << line);
      CHECK(characters(line) <= 100);
      CHECK((line.empty() || line.back() != ' '));
    }
  }
}

TEST_CASE("machines stand side by side, and those that do not fit continue below") {
  const std::string three = to_text(some_comparison(3));  // and one that did not run
  CHECK_FALSE(has(three, "continued"));
  const std::string four = to_text(some_comparison(4));
  CHECK(has(four, "Face value, continued"));
  CHECK(line_with(three, "tiles") == "  tiles" + std::string(39, ' ') + "8" + std::string(16, ' ') +
                                         "8" + std::string(16, ' ') + "8" + std::string(16, ' ') +
                                         "-");
}

TEST_CASE("a machine that did not run has no figure, and the reason below the table") {
  const std::string text = to_text(some_comparison(1));
  CHECK(has(text, "- too_small does not run: run.yaml: network needs 9 arrays"));
  CHECK(line_with(text, "energy, chip").ends_with(" -"));
}

TEST_CASE("promise 10: TOPS/J stands with operations, level and bits, and with 1 bit x 1 bit") {
  const std::string text = to_text(some_comparison(2));
  const std::size_t heading = text.find("  TOPS/J, 2 OP per MAC\n    bits of the peaks");
  CHECK(heading != std::string::npos);
  CHECK(has(text, "    chip, achieved"));
  CHECK(has(text, "  TOPS/J, 1 bit x 1 bit\n"));
  CHECK(has(line_with(text, "bits, weights x inputs"), "8 x 6"));
}

TEST_CASE("a figure that no machine has takes no line") {
  CHECK_FALSE(has(to_text(some_comparison(2)), "utilization"));
}

TEST_CASE(
    "an interval stands below modelled figures, and what models cannot tell apart below all") {
  Comparison comparison = some_comparison(2);
  auto& rows = comparison.workloads[0].rows;
  rows[0].metrics = some_modelled_results().metrics;
  const std::string text = to_text(comparison);
  CHECK(has(text, "energy, chip"));
  CHECK(has(line_with(text, "  80 %, of the models"), " 83 to 750 nJ "));
  CHECK(has(line_with(text, "    80 %, of the models"), " 1.0 to 9.4 "));
  CHECK(has(text, "a_machine_with_a_long_name_0 and a_machine_with_a_long_name_1 cannot be told"));
  CHECK(has(text, "area.chip (1.00x"));
  CHECK_FALSE(has(to_text(some_comparison(2)), "told apart"));
  const auto told = nlohmann::json::parse(to_json(comparison))["workloads"][0];
  CHECK(told["cannot_be_told_apart"].size() == 2);
  CHECK(told["cannot_be_told_apart"][1]["metric"] == "area.chip");
  CHECK(told["cannot_be_told_apart"][1]["spread"].get<double>() == Approx(2));
}

TEST_CASE("rows of another kind say what was changed") {
  const std::string text = to_text(some_comparison(1));
  CHECK(has(text, "\nEqual area\n"));
  CHECK(has(text, "- a_machine_with_a_long_name_0: 16 tiles (8 at face value), 2.5 mm2"));
}

TEST_CASE("published devices are marked, with what their figures measure") {
  const std::string text = to_text(some_comparison(1));
  CHECK(has(text, "\nPublished, not simulated\n"));
  CHECK(has(line_with(text, "a_device "), " 624 "));
  CHECK(has(text, "- a_device: a device; peak: at its best"));
}

}  // namespace mho
