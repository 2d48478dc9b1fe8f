// Verdicts at both sides of a tolerance, and cases that are wrong.
#include <catch2/catch.hpp>

#include "sim/base/version.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"
#include "validation/validate.hpp"

namespace mho {

namespace {

/// A case of one figure: half a kilowatt hour at 100 g/kWh, so 50 g, under the given keys.
RequestedCase fifty_grams(const std::string& check, const std::string& point_keys = "") {
  const std::string text =
      "title: t\nsource: s\npoints:\n"
      "  - point: p\n" +
      point_keys +
      "    simulate:\n"
      "      kind: operational_carbon\n"
      "      grid: {name: g, source: s, regions: [{name: R, g_per_kwh: 100}], sources: []}\n"
      "      region: R\n"
      "      energy: 1.8 MJ\n"
      "    checks: [{constants: blind, source: s, " +
      check + "}]\n";
  return {Document::parse(text, "c.yaml"), false};
}

Verdict verdict(const std::string& check) {
  return validate({fifty_grams("metric: carbon.emitted, " + check)}, {})
      .cases[0]
      .figures[0]
      .verdict;
}

std::string problem(const std::string& check) {
  try {
    check_cases({fifty_grams(check)});
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a figure is within its tolerance up to the edge, on both sides, and not beyond") {
  CHECK(verdict("published: 40 g, tolerance: 25 %") == Verdict::within);
  CHECK(verdict("published: 40 g, tolerance: 24.9 %") == Verdict::missed);
  CHECK(verdict("published: 62.5 g, tolerance: 20 %") == Verdict::within);
  CHECK(verdict("published: 62.5 g, tolerance: 19.9 %") == Verdict::missed);
}

TEST_CASE("a tolerance of 0 % is equality, whatever the prefix of the unit") {
  CHECK(verdict("published: 0.05 kg, tolerance: 0 %") == Verdict::within);
  CHECK(verdict("published: 50.00001 g, tolerance: 0 %") == Verdict::missed);
}

TEST_CASE("bounds hold to one side alone") {
  CHECK(verdict("published: 20 g, relation: at_least, tolerance: 0 %") == Verdict::within);
  CHECK(verdict("published: 51 g, relation: at_least, tolerance: 0 %") == Verdict::missed);
  CHECK(verdict("published: 80 g, relation: at_most, tolerance: 0 %") == Verdict::within);
  CHECK(verdict("published: 49 g, relation: at_most, tolerance: 0 %") == Verdict::missed);
}

TEST_CASE("a figure that is shown is neither passed nor missed, and says why") {
  const Validation validation =
      validate({fifty_grams("metric: carbon.emitted, published: 1 g, shown: nobody knows")}, {});
  const ValidatedFigure& figure = validation.cases[0].figures[0];
  CHECK(figure.verdict == Verdict::shown);
  CHECK(figure.remark == "nobody knows");
  CHECK(figure.error() == Approx(4900));
  CHECK(validation.count(Verdict::missed) == 0);
}

TEST_CASE("a validation says which mho made it") {
  CHECK(validate({fifty_grams("metric: carbon.emitted, published: 50 g, tolerance: 0 %")}, {})
            .version == version());
}

TEST_CASE("a slow point is left out unless it is asked for, and then named") {
  RequestedCase request =
      fifty_grams("metric: carbon.emitted, published: 50 g, tolerance: 0 %", "    slow: true\n");
  const Validation without = validate({request}, {});
  CHECK(without.cases[0].figures.empty());
  CHECK(without.cases[0].left_out == std::vector<std::string>{"p"});
  request.slow = true;
  CHECK(validate({request}, {}).cases[0].figures.size() == 1);
}

TEST_CASE("wrong checks are refused before anything is simulated") {
  CHECK_THAT(problem("metric: carbon.emited, published: 50 g, tolerance: 1 %"),
             Catch::Contains("c.yaml:10: points[0].checks[0].metric: ") &&
                 Catch::Contains("no metric 'carbon.emited'") &&
                 Catch::Contains("did you mean 'carbon.emitted'?"));
  CHECK_THAT(problem("metric: carbon.emitted, published: 50 J, tolerance: 1 %"),
             Catch::Contains("c.yaml:10: points[0].checks[0].published: '50 J' is not in g"));
  CHECK_THAT(problem("metric: carbon.emitted, published: 50 g, tolerance: 1 points"),
             Catch::Contains("c.yaml:10: points[0].checks[0].tolerance: only percentages"));
  CHECK_THAT(
      problem("metric: carbon.emitted, published: 0 g, tolerance: 1 %"),
      Catch::Contains(
          "c.yaml:10: points[0].checks[0].published: a figure that is not above 0 has no relative "
          "error"));
}

TEST_CASE("wrong checks are told together, each at its line") {
  const std::string text =
      "title: t\nsource: s\npoints:\n"
      "  - point: p\n"
      "    simulate:\n"
      "      kind: operational_carbon\n"
      "      grid: {name: g, source: s, regions: [{name: R, g_per_kwh: 100}], sources: []}\n"
      "      region: R\n"
      "      energy: 1.8 MJ\n"
      "    checks:\n"
      "      - {metric: carbon, published: 1 g, tolerance: 1 %, constants: blind, source: s}\n"
      "      - metric: carbon.emitted\n"
      "        published: 1 J\n"
      "        tolerance: 1 %\n"
      "        constants: blind\n"
      "        source: s\n";
  CHECK_THROWS_WITH(check_cases({{Document::parse(text, "c.yaml"), false}}),
                    Catch::Contains("c.yaml:11: points[0].checks[0].metric: ") &&
                        Catch::Contains("c.yaml:13: points[0].checks[1].published: "));
}

TEST_CASE("what a case's run shows to be wrong is told at the line of its key") {
  const std::string text =
      "title: t\nsource: s\npoints:\n"
      "  - point: p\n"
      "    simulate:\n"
      "      kind: run\n"
      "      run:\n"
      "        from: " +
      std::string(kSourceDir) +
      "/configs/runs/quickstart.yaml\n"
      "        engine: {images: 2, values: off}\n"
      "        duty_cycle:\n"
      "          inferences_per_day: 1e14\n"
      "    checks: [{metric: area.chip, published: 1 mm2, shown: s, constants: blind, source: "
      "s}]\n";
  CHECK_THROWS_WITH(validate({{Document::parse(text, "c.yaml"), false}}, {}),
                    Catch::Contains("c.yaml:11: points[0].simulate.run.duty_cycle."
                                    "inferences_per_day: is ") &&
                        Catch::Contains("; allowed: at most "));
}

TEST_CASE("a check has a tolerance or the reason why not, and nothing that is neither") {
  const auto refused = [](const std::string& check, const std::string& part) {
    CHECK_THROWS_WITH(fifty_grams("metric: carbon.emitted, published: 1 g" + check),
                      Catch::Contains(part));
  };
  refused("", "needs a tolerance, or the text 'shown'");
  refused(", tolerance: 1 %, shown: why", "shown: stands beside tolerance");
  refused(", tolerance: 1 W", "'1 W' is no tolerance");
  refused(", tolerance: -1 %", "'-1 %' is no tolerance");
}

TEST_CASE("a peak at bits that an array cannot take is refused, not a bug") {
  const std::string chip = "{from: " + std::string(kSourceDir) +
                           "/configs/chips/isaac_isca_2016.yaml, tile: {macro: {flip: false, "
                           "accumulation: analog}}}";
  const std::string text =
      "title: t\nsource: s\npoints:\n  - point: p\n    simulate: {kind: peak, chip: " + chip +
      ", weight_bits: 16, activation_bits: 16}\n    checks: [{metric: tops.chip, published: 1 "
      "TOPS, "
      "tolerance: 1 %, constants: blind, source: s}]\n";
  const RequestedCase request{Document::parse(text, "c.yaml"), false};
  CHECK_THROWS_WITH(validate({request}, {}),
                    Catch::Contains("c.yaml:5: points[0].simulate: isaac_isca_2016: ") &&
                        Catch::Contains("15 input bits"));
}

TEST_CASE("published figures are read in the units that papers write") {
  CHECK(published_value("372.4 GOPS", "TOPS") == Approx(0.3724));
  CHECK(published_value("10.5 TOPS/W", "TOPS/J") == Approx(10.5));
  CHECK(published_value("627.5 GOPS/W", "TOPS/J") == Approx(0.6275));
  CHECK(published_value("479 GOPS/mm2", "TOPS/mm2") == Approx(0.479));
  CHECK(published_value("1596 um2", "mm2") == Approx(1.596e-3));
  CHECK(published_value("330 mW", "W") == Approx(0.33));
  CHECK(published_value("0.063", "") == Approx(0.063));
  CHECK(published_value("92.6 %", "%") == Approx(92.6));
  CHECK_FALSE(published_value("10.5 TOPS", "TOPS/J"));
  CHECK_FALSE(published_value("10.5", "TOPS"));
  CHECK_FALSE(published_value("10.5 W", ""));
}

}  // namespace mho
