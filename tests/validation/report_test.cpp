// A Validation as text and as Markdown.
#include <catch2/catch.hpp>

#include "sim/report/validation_markdown.hpp"
#include "sim/report/validation_text.hpp"

namespace mho {

namespace {

ValidatedFigure figure(const std::string& metric, double simulated, Verdict verdict) {
  ValidatedFigure f;
  f.point = "0.8 V | hot";
  f.metric = metric;
  f.unit = "TOPS";
  f.published_text = "2 TOPS";
  f.published = 2;
  f.simulated = simulated;
  f.tolerance = verdict == Verdict::shown ? 0 : 5;
  f.verdict = verdict;
  f.constants = Constants::fitted_elsewhere;
  f.source = "Table 1";
  return f;
}

Validation some_validation() {
  ValidatedCase one{"macro_2020", "A macro", "Somebody, JSSC 2020", {}, {"a long one"}};
  one.figures.push_back(figure("tops.chip", 1.98, Verdict::within));
  one.figures.push_back(figure("tops.macro", 3, Verdict::missed));
  one.figures.push_back(figure("tops.tile", 1, Verdict::shown));
  one.figures.back().remark = "no voltage is published";
  return {"1.2", {one}};
}

}  // namespace

TEST_CASE("the text names case, point, figures, errors, verdicts, sources and what was left out") {
  const std::string text = to_text(some_validation());
  for (const char* part :
       {"macro_2020\n", "A macro. Somebody, JSSC 2020", "0.8 V | hot", "2 TOPS", "1.980 TOPS",
        "-1.00 %", "+50.00 %", "5 %", "ok", "MISSED", "shown", "elsewhere", "from: Table 1",
        "- tops.tile: no voltage is published", "takes long: a long one"})
    CHECK_THAT(text, Catch::Contains(part));
}

TEST_CASE("the summary counts verdicts, and constants of what is held to a tolerance alone") {
  CHECK(summary_text(some_validation()) ==
        "3 figures of 1 case: 1 within tolerance, 1 missed, 1 shown only. Constants of those held "
        "to a tolerance: 0 fitted on the figure, 2 on another of the same machine, 0 blind. 1 slow "
        "point was left out: name the case, or --all.");
}

TEST_CASE("the Markdown has a row a figure with as many cells as its heading") {
  const std::string markdown = to_markdown(some_validation());
  CHECK_THAT(markdown, Catch::Contains("| macro_2020 | 0.8 V \\| hot | tops.macro | 2 TOPS | "
                                       "3.000 TOPS | +50.00 % | 5 % | **missed** | fitted "
                                       "elsewhere |\n"));
  CHECK_THAT(markdown, Catch::Contains("| case | point | metric | published | simulated | error | "
                                       "allowed | | constants |\n"));
}

TEST_CASE("bounds and points are written as such") {
  ValidatedFigure f = figure("accuracy.analog.mean", 92.1, Verdict::within);
  f.unit = "%";
  f.published_text = "92.6 %";
  f.published = 92.6;
  f.relation = Relation::at_least;
  f.in_points = true;
  f.tolerance = 0.5;
  const FigureText text = figure_text(f);
  CHECK(text.published == ">= 92.6 %");
  CHECK(text.error == "-0.50 pt");
  CHECK(text.allowed == "0.5 pt");
}

}  // namespace mho
