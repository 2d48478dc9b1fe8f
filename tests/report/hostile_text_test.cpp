// Names and texts as nobody should write them, through every format: each stays what it is (valid
// UTF-8 that parses, one row or line a record, nothing that a terminal obeys).
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/compare_csv.hpp"
#include "sim/report/compare_json.hpp"
#include "sim/report/compare_text.hpp"
#include "sim/report/explanation_json.hpp"
#include "sim/report/explanation_text.hpp"
#include "sim/report/json.hpp"
#include "sim/report/run_csv.hpp"
#include "sim/report/scatter_svg.hpp"
#include "sim/report/sensitivity_text.hpp"
#include "sim/report/text.hpp"
#include "sim/report/validation_markdown.hpp"
#include "sim/report/validation_text.hpp"
#include "tests/report/some_comparison.hpp"

namespace mho {

namespace {

const std::vector<std::string> kHostile{
    "caf\xe9",                         // Latin 1
    "over\xc0\xaf\xe0\x80\x80long",    // '/' and NUL, each too long
    "surro\xed\xa0\x80gate",           // U+D800
    "beyond\xf4\x90\x80\x80\xf8\x88",  // U+110000, and a byte of no length
    "cut\xe2\x82",                     // a character that ends too early
    std::string("nul\0inside", 10),
    "\x1b[31mred\x1b[0m \x1b]0;title\x07",  // escape sequences
    "\xc2\x9b"
    "31m one-byte CSI",  // U+009B
    "new\nline\r\nand\ttab\vform\f",
    "line\xe2\x80\xa8separator \xef\xbf\xbf",
    "\"quotes\" 'and' \\backslashes\\",
    "<b>&amp;</b>]]> -->",
    "=1+2",
    "+cmd|' /C calc'!A0",
    "@SUM(1,2)",
    "'=1",
    "a | b \\| c",
    "\xe2\x80\xaetfel-ot-thgir\xe2\x80\xac",  // direction turned
    "zero\xe2\x80\x8bwidth\xef\xbb\xbf",
    "e\xcc\x81\xcc\x81\xcc\x81 \xe6\xbc\xa2\xe5\xad\x97 \xf0\x9f\x98\x80",  // marks, wide, emoji
    "\x7f\x08\x08\x08",
    "",
};

bool is_safe_text(const std::string& text) { return text == printable_lines(text); }

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// What is read from CSV, without the apostrophe before formulas.
std::string without_apostrophe(const std::string& field) {
  const std::size_t first = field.find_first_not_of('\'');
  const bool guarded = first != std::string::npos && first > 0 &&
                       std::string("=+-@").find(field[first]) != std::string::npos;
  return guarded ? field.substr(1) : field;
}

/// Tags match, text has neither "<" nor a bare "&", and there are only characters of XML 1.0.
bool is_well_formed_xml(const std::string& text) {
  if (!is_utf8(text)) return false;
  std::vector<std::string> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') return false;
    if (text.compare(at, 3, "\xef\xbf\xbe") == 0 || text.compare(at, 3, "\xef\xbf\xbf") == 0)
      return false;
    if (text.compare(at, 3, "]]>") == 0) return false;
    if (text[at] == '&') {
      const std::size_t end = text.find(';', at);
      if (end == std::string::npos || end - at > 6) return false;
    }
    if (text[at] != '<') continue;
    const std::size_t end = text.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = text.substr(at + 1, end - at - 1);
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0) return false;
    if (tag.starts_with("/")) {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (!tag.ends_with("/")) {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
    at = end;
  }
  return open.empty();
}

Results named(const std::string& name) {
  Results results = some_results();
  results.chip = results.workload = results.precision = name;
  results.metrics.front().source = name;
  for (ComponentRow& row : results.components) row.name = name;
  for (LayerRow& row : results.layers) row.name = name;
  for (AblationRow& row : results.ablations) row.effect = row.sentence = name;
  results.parts.push_back(results.parts.front());
  results.parts.back().prices = {{"convert", 1e-27, name, {"chip." + name}}};
  results.ledger.add(1, 0, name, 1, 3, 1000);
  results.places["chip." + name] = name + ":1";
  results.adc_models = {{name, true, 1e-12, 1e-9, 10, 5, name}};
  results.notes = {name, "before " + name + " behind"};
  results.resolved_yaml = "name: " + name;
  return results;
}

Comparison compared(const std::string& name) {
  Comparison comparison = some_comparison(5);
  for (ComparedWorkload& workload : comparison.workloads) {
    workload.workload = name;
    workload.remarks = {name};
    for (ComparedRow& row : workload.rows) {
      row.machine = row.change = name;
      row.notes = row.lack = {name};
    }
  }
  return comparison;
}

Validation validated(const std::string& name) {
  ValidatedFigure figure;
  figure.point = figure.remark = figure.source = figure.published_text = name;
  figure.metric = "tops.chip.peak";
  figure.unit = "TOPS";
  figure.published = figure.simulated = 1;
  ValidatedCase each;
  each.name = each.title = each.source = name;
  each.figures = {figure};
  each.warnings = each.left_out = {name};
  return {"1.2.3", {each}};
}

Explanation explained(const std::string& name) {
  Explanation part;
  part.name = part.how = part.source = part.place = name;
  Explanation whole = part;
  whole.sentence = name;
  whole.parts = {part, part};
  return whole;
}

std::string hostile_name() { return kHostile[static_cast<std::size_t>(GENERATE(range(0, 22)))]; }

}  // namespace

TEST_CASE("hostile names leave every text form safe for a terminal") {
  REQUIRE(kHostile.size() == 22);
  const std::string name = hostile_name();
  CAPTURE(printable(name));
  Sensitivity sensitivity;
  sensitivity.metric = "tops.chip.peak";
  sensitivity.unit = "TOPS";
  sensitivity.value = 1;
  sensitivity.rows = {{"chip." + name, 1, "", 0.1, 0.1, false, name}};
  sensitivity.still = sensitivity.left_out = {name};
  for (const std::string& text :
       {to_text(named(name)), to_text(compared(name)), to_text(explained(name), 3),
        to_text(validated(name)), to_text(sensitivity, 1)})
    CHECK(is_safe_text(text));
  const std::string title = "mho 1.2.3: " + printable(name) + " on " + printable(name) + " (28 nm";
  CHECK(to_text(named(name)).starts_with(title));
}

TEST_CASE("a hostile name takes one row of a table, as wide as any other") {
  const std::string name = hostile_name();
  Columns table({{"layer", 12, false}, {"energy", 9, true}});
  table.row({"x", "1 J"});
  table.row({name, "1 J"});
  const std::vector<std::string> lines = lines_of(table.text());
  REQUIRE(lines.size() == 3);
  CHECK(width_of(lines[2]) == width_of(lines[1]));
  CHECK(is_safe_text(table.text()));
}

TEST_CASE("hostile names are valid JSON that says what they were") {
  const std::string name = hostile_name();
  CAPTURE(printable(name));
  for (const std::string& text :
       {to_json(named(name)), to_json(compared(name)), to_json(explained(name))}) {
    CHECK(is_utf8(text));
    CHECK_NOTHROW(nlohmann::json::parse(text));
  }
  CHECK(nlohmann::json::parse(to_json(named(name)))["chip"] == as_utf8(name));
  if (is_utf8(name)) CHECK(nlohmann::json::parse(to_json(named(name)))["chip"] == name);
}

TEST_CASE("hostile names are fields of CSV that parse back, and no formulas") {
  const std::string name = hostile_name();
  CAPTURE(printable(name));
  const auto ledger = parse_csv(ledger_csv(named(name)));
  REQUIRE(ledger.size() == 4);
  for (const auto& record : ledger) CHECK(record.size() == 12);
  CHECK(without_apostrophe(ledger[3][2]) == printable_lines(name));
  const auto comparison = parse_csv(to_csv(compared(name)));
  CHECK(comparison.size() == 1 + compared(name).workloads[0].rows.size());
  for (const auto& record : comparison) {
    REQUIRE(record.size() == comparison[0].size());
    for (const std::string& field : record) {
      CHECK(is_safe_text(field));
      if (field.empty() || std::string("=+-@").find(field[0]) == std::string::npos) continue;
      std::size_t read = 0;
      CHECK_NOTHROW(std::stod(field, &read));
      CHECK(read == field.size());
    }
  }
}

TEST_CASE("hostile names leave SVG well-formed") {
  const std::string name = hostile_name();
  CAPTURE(printable(name));
  const std::string svg = to_svg({{{name, false, 28e-9, 8, 10.0, 1.0}}});
  CHECK(is_well_formed_xml(svg));
  CHECK(!is_well_formed_xml(svg + "\x1b"));
  CHECK(!is_well_formed_xml("<a>" + svg));
}

TEST_CASE("hostile names stay in their row of a Markdown table") {
  const std::string name = hostile_name();
  CAPTURE(printable(name));
  const std::string text = to_markdown(validated(name));
  CHECK(is_safe_text(text));
  const std::vector<std::string> lines = lines_of(text);
  REQUIRE(lines.size() == lines_of(to_markdown(validated("x"))).size());
  int bars = 0;
  for (std::size_t i = 0; i < lines[2].size(); ++i) {
    if (lines[2][i] == '\\')
      ++i;  // what is escaped is text
    else
      bars += lines[2][i] == '|';
  }
  CHECK(bars == 10);
}

TEST_CASE("hostile names leave an error message on one line, whole") {
  const std::string name = hostile_name();
  const InputError error({name, 3}, name, "'" + name + "' is wrong");
  const std::string text = error.what();
  CHECK(is_safe_text(text));
  CHECK(lines_of(text).size() == 1);
  CHECK(text.ends_with("' is wrong"));
}

}  // namespace mho
