// The forms of a front: what each says of it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/report/figure/figures.hpp"
#include "sim/report/front/front_csv.hpp"
#include "sim/report/front/front_figures.hpp"
#include "sim/report/front/front_json.hpp"
#include "sim/report/front/front_latex.hpp"
#include "sim/report/front/front_text.hpp"
#include "tests/report/some_sweep.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

TEST_CASE("the text of a front has its designs, their noise, knee and importance") {
  const std::string text = to_text(some_front());
  CHECK(has(text,
            "7 designs looked at: 2 on the front, 1 not to be told from it, 1 dominated, 0 "
            "beyond a constraint, 3 cannot run"));
  CHECK(has(text, "200 nJ  4.00 points ± 0.25"));
  CHECK(has(text, "300 nJ  0.50 points ± 0.25"));
  CHECK(has(text, " knee\n"));
  CHECK(has(text, "behind 2"));
  CHECK(has(text, "80 % of measured macros lie within 0.50 to 3.0 times energy.per_inference"));
  CHECK(has(text, "0.7500 of the box"));
  CHECK(has(text, "only together"));
  CHECK(has(text, "3 designs: it does not fit"));
}

TEST_CASE("a front without designs says why") {
  DesignFront front = some_front();
  front.designs.clear();
  front.knee.reset();
  front.hypervolume.reset();
  front.importance = {};
  CHECK(has(to_text(front), "no design runs"));
  front.designs = {some_front().designs[0]};
  front.designs[0].standing = Standing::infeasible;
  CHECK(has(to_text(front), "no design holds all constraints"));
  CHECK(nlohmann::json::parse(to_json(front)).at("knee").is_null());
}

TEST_CASE("the CSV of a front has a line a design, by standing") {
  const std::string text = to_csv(some_front());
  CHECK(has(text, "\n1,front,,a1,4,,2e-07,,,1e-07,6e-07,4,3.75,4.25,,,5,,,,\n"));
  CHECK(has(text, "\n2,front,knee,a2,6,"));
  CHECK(has(text, "\n,unresolved,,a3,7,"));
}

TEST_CASE("the JSON of a front has designs by standing and what is alike by id") {
  const auto json = nlohmann::json::parse(to_json(some_front()));
  CHECK(json.at("knee") == 2);
  CHECK(json.at("counts").at("unresolved") == 1);
  CHECK(json.at("designs").at(2).at("alike") == nlohmann::json{"a2"});
  CHECK(json.at("designs").at(0).at("keys").size() == 1);
  CHECK(json.at("importance").at("keys").at(0).at("shares").at("energy.per_inference") == 0.75);
}

TEST_CASE("the LaTeX of a front is a table that booktabs sets, whatever names hold") {
  DesignFront front = some_front();
  front.designs[0].values[0] = "50 % of_{a} $b$ ~\\";
  const std::string text = to_latex(front);
  CHECK(has(text, "\\begin{tabular}{rllrr}"));
  CHECK(has(text,
            "\\# & adc.bits & dac.bits & energy.per\\_inference [nJ] & accuracy.loss.mean "
            "[points] \\\\"));
  CHECK(has(text,
            "1 & 50 \\% of\\_\\{a\\} \\$b\\$ \\textasciitilde{}\\textbackslash{} & -- & $200.0$ & "
            "$4.00 \\pm 0.25$ \\\\"));
  CHECK(has(text, "2$^\\dagger$ & 6"));
  CHECK(!has(text, "a3"));
}

TEST_CASE("the picture of a front has a point a design, and needs two objectives") {
  DesignFront front = some_front();
  const std::string svg = to_svg(front_figure(front));
  std::size_t dots = 0;
  for (std::size_t at = 0; (at = svg.find("<circle", at)) != std::string::npos; ++at) ++dots;
  CHECK(dots == 4 + 3);  // and the legend's
  CHECK(has(svg, ">2*</text>"));
  CHECK(has(svg, "accuracy.loss.mean, less is better [points]"));
  front.objectives.resize(1);
  CHECK_THROWS_AS(front_figure(front), InputError);
}

TEST_CASE("keys are shortened to what tells them apart") {
  CHECK(short_keys({"a.b.c.d", "x.b.c.d", "e.f.g", "seed"}) ==
        std::vector<std::string>{"a.b.c.d", "x.b.c.d", "f.g", "seed"});
}

}  // namespace mho
