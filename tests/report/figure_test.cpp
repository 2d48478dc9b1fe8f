// Figures for papers: what each form of them shows is what the results hold.
#include <catch2/catch.hpp>
#include <map>
#include <regex>

#include "sim/base/error.hpp"
#include "sim/report/figure/drawing.hpp"
#include "sim/report/figure/figures.hpp"
#include "sim/report/latex/metrics_latex.hpp"
#include "tests/report/some_comparison.hpp"
#include "tests/report/some_results.hpp"
#include "tests/report/some_sweep.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

namespace {

/// Attributes of the marks of an SVG that have values.
std::vector<std::map<std::string, std::string>> marks_of(const std::string& svg) {
  std::vector<std::map<std::string, std::string>> marks;
  const std::regex element("<(rect|circle)[^>]*data-series[^>]*>"),
      attribute("data-([a-z]+)=\"([^\"]*)\"");
  for (std::sregex_iterator at(svg.begin(), svg.end(), element), end; at != end; ++at) {
    const std::string text = at->str();
    marks.emplace_back();
    for (std::sregex_iterator pair(text.begin(), text.end(), attribute); pair != end; ++pair)
      marks.back()[(*pair)[1]] = (*pair)[2];
  }
  return marks;
}

/// Numbers of the rows of all tables of a tikzpicture.
std::vector<std::vector<double>> tables_of(const std::string& tex) {
  std::vector<std::vector<double>> rows;
  std::istringstream lines(tex);
  for (std::string line; std::getline(lines, line);) {
    if (!line.ends_with(" \\\\") || line.starts_with("x ")) continue;
    std::istringstream numbers(line);
    rows.emplace_back();
    for (double number; numbers >> number;) rows.back().push_back(number);
  }
  return rows;
}

void check_inside(const Figure& figure) {
  const Drawing drawing = drawing_of(figure);
  constexpr double kLetter = 5;  // narrower than most
  for (const Drawn& mark : drawing.marks)
    if (const auto* text = std::get_if<DrawnText>(&mark); text != nullptr && !text->turned) {
      const double width = kLetter * static_cast<double>(characters(text->text));
      const double left = text->anchor == Anchor::start    ? text->x
                          : text->anchor == Anchor::middle ? text->x - width / 2
                                                           : text->x - width;
      INFO(text->text);
      CHECK(left >= 0);
      CHECK(text->y <= drawing.height);
      CHECK(left <= drawing.width);
    }
}

}  // namespace

TEST_CASE("bars of a breakdown are the components' energies and areas") {
  const Results results = some_results();
  const Figure figure = breakdown_figure(results);
  check_inside(figure);
  const auto marks = marks_of(to_svg(figure));
  REQUIRE(marks.size() == 2 * 2 + 2);
  double energy = 0, area = 0;
  for (const auto& mark : marks)
    (mark.at("series").empty() ? area : energy) += std::stod(mark.at("x"));
  CHECK(energy == Approx(2.5e-7).epsilon(1e-12));
  CHECK(area == Approx(0.51).epsilon(1e-12));  // mm2
  CHECK(marks[0].at("series") == "actions");
  CHECK(marks[0].at("category") == "adc");
  CHECK(std::stod(marks[0].at("x")) == Approx(1.9e-7).epsilon(1e-12));
  const auto rows = tables_of(to_pgfplots(figure));
  REQUIRE(rows.size() == marks.size());
  CHECK(rows[0][0] == Approx(190).epsilon(1e-12));  // nJ
  CHECK(rows[0][1] == 0);
  CHECK(has(to_pgfplots(figure), "xlabel={energy [nJ]}"));
  CHECK(has(to_pgfplots(figure), "xlabel={area [mm$^2$]}"));
}

TEST_CASE("components that are less than a hundredth are one bar") {
  Results results = some_results();
  for (int i = 0; i < 5; ++i)
    results.components.push_back({"small " + std::to_string(i), 1e-10, 0, 1e-9});
  const std::string svg = to_svg(breakdown_figure(results));
  CHECK(has(svg, "data-x=\"5e-10\" data-category=\"5 others\""));
  CHECK_FALSE(has(svg, "small"));
}

TEST_CASE("accuracy against time has the ages of the run with their intervals") {
  Results results = some_results();
  results.ages[0].age_s = 1;
  results.metrics.push_back({"accuracy.quantized", 90.5, "%", "", ""});
  const Figure figure = age_figure(results);
  check_inside(figure);
  CHECK(figure.panels[0].x.is_log);
  const auto marks = marks_of(to_svg(figure));
  REQUIRE(marks.size() == 2);
  CHECK(marks[1].at("x") == "3600");
  CHECK(marks[1].at("y") == "80.5");
  const auto rows = tables_of(to_pgfplots(figure));
  REQUIRE(rows.size() == 4);  // and the line of the exact network
  CHECK(rows[1] == std::vector<double>{3600, 80.5, 2.25, 1.5});
  CHECK(rows[2] == std::vector<double>{1, 90.5});
  results.ages[0].age_s = 0;  // of which there is no logarithm
  CHECK_FALSE(age_figure(results).panels[0].x.is_log);
  results.ages.clear();
  CHECK_THROWS_WITH(age_figure(results), Catch::Contains("mho run --at 1s,1h,1day measures it"));
}

TEST_CASE("bars of chips are their metrics, with the intervals of models and of trials") {
  const Results one = some_modelled_results();
  Results two = some_results();
  two.metrics.push_back({"accuracy.analog.mean", 88, "%", "", ""});
  two.metrics.push_back({"accuracy.analog.ci95.low", 87, "%", "", ""});
  two.metrics.push_back({"accuracy.analog.ci95.high", 89, "%", "", ""});
  const Figure figure = chips_figure({machine_of(one), machine_of(two)}, {}, "two");
  check_inside(figure);
  REQUIRE(figure.panels.size() == 5);
  CHECK(figure.panels[0].y.categories == std::vector<std::string>{"a chip (1)", "a chip (2)"});
  const auto marks = marks_of(to_svg(figure));
  REQUIRE(marks.size() == 4 * 2 + 1);
  CHECK(std::stod(marks[0].at("x")) == one.find("tops_per_joule.chip.achieved")->value);
  CHECK(marks[0].at("category") == "a chip (1)");
  CHECK(marks.back().at("category") == "a chip (2)");
  const Limits energy = *one.find("energy.per_inference")->interval();
  const FigurePoint& bar = figure.panels[1].series[0].points[0];
  REQUIRE(bar.x_limits);
  CHECK(bar.x_limits->low == energy.low);
  CHECK(bar.x_limits->high == energy.high);
  CHECK(figure.panels[4].series[0].points[0].x_limits->high == 89);
  CHECK_FALSE(figure.panels[1].series[0].points[1].x_limits);
  const auto rows = tables_of(to_pgfplots(figure));
  CHECK(rows.size() == marks.size());
  CHECK_THROWS_WITH(chips_figure({machine_of(one)}, {"no.metric"}, ""),
                    Catch::Contains("no run has 'no.metric'"));
  CHECK(chips_figure({machine_of(one)}, {"area.chip"}, "").panels.size() == 1);
}

TEST_CASE("efficiencies of chips are compared with the memory where one has it") {
  Results with_memory = some_results();
  with_memory.metrics.push_back({"energy.off_chip", 1e-7, "J", "", ""});
  with_memory.metrics.push_back({"tops_per_joule.system.achieved", 0.5, "TOPS/J", "", ""});
  const Results without = some_results();
  const Figure figure = chips_figure({machine_of(with_memory), machine_of(without)}, {}, "");
  CHECK(figure.panels[0].title == "TOPS/J achieved, chip with memory");
  CHECK(figure.panels[0].series[0].points[0].x == 0.5);
  CHECK(figure.panels[0].series[0].points[1].x == 3.14159);
}

TEST_CASE("a front as PGFPlots has its designs by standing, numbered") {
  const DesignFront front = some_front();
  const std::string tex = to_pgfplots(front_figure(front));
  check_inside(front_figure(front));
  CHECK(tables_of(tex).size() == 4);
  CHECK(has(tex, " {2*} \\\\"));
  CHECK(has(tex, "{energy.per\\_inference, less is better [nJ]}"));
}

TEST_CASE("a PDF has its fonts in it, and the same bytes whenever it is made") {
  const Figure figure = breakdown_figure(some_results());
  const std::string pdf = to_pdf(figure);
  CHECK(pdf.starts_with("%PDF-1."));
  CHECK(has(pdf, "/FontFile"));
  CHECK_FALSE(has(pdf, "/CreationDate"));
  CHECK(to_pdf(figure) == pdf);
  CHECK(to_svg(figure) == to_svg(figure));
}

TEST_CASE("figures and tables escape what names hold") {
  Results results = some_results();
  results.components[0].name = "</text>&\"x_y#%{}\\\x1b[2J";
  results.chip = results.components[0].name;
  const std::string svg = to_svg(breakdown_figure(results));
  CHECK(has(svg, "&lt;/text&gt;&amp;&quot;x_y"));
  CHECK_FALSE(has(svg, "\x1b"));
  const std::string tex = to_pgfplots(breakdown_figure(results));
  CHECK(has(tex, "x\\_y\\#\\%\\{\\}\\textbackslash{}"));
  CHECK_FALSE(has(tex, "\x1b"));
  const std::string table = to_latex(results);
  CHECK(has(table, " & unit & $<$/text$>$\\&\"x\\_y\\#\\%\\{\\}\\textbackslash{}"));
  CHECK_FALSE(has(table, "\x1b"));
}

TEST_CASE("the table of a run has figures with units, and their intervals below") {
  const std::string table = to_latex(some_modelled_results());
  CHECK(has(table,
            "accuracy loss by noise & points & $0.51$ \\\\\n"
            " &  & {\\footnotesize 95\\,\\%: $0.31$ to $0.88$} \\\\\n"));
  CHECK(has(table,
            "energy per inference, chip & nJ & $250.0$ \\\\\n"
            " &  & {\\footnotesize 80\\,\\%: $83$ to $750$} \\\\\n"));
  CHECK(has(table, "area of the chip & mm$^2$ & $1.250$ \\\\\n"));
  CHECK(has(table, "latency of the first inference & $\\mu$s & $42.00$ \\\\\n"));
}

TEST_CASE("the table of a comparison has a column a machine, in one unit a row") {
  const Comparison comparison = some_comparison(3);
  const std::string table = to_latex(comparison);
  std::size_t ran = 0;
  for (const ComparedRow& row : comparison.workloads[0].rows)
    if (row.kind == RowKind::face_value && row.ran()) ++ran;
  CHECK(has(table, "\\begin{tabular}{ll" + std::string(ran, 'r') + "}"));
}

}  // namespace mho
