// Costs as expressions in YAML.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "models/costs/cost_formula.hpp"
#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

const std::string kRest = ", area: 2 * um2 * 2^bits, leakage: 3 * nW, source: a paper";

TEST_CASE("a formula sees bits, enob, rate, node, supply, temperature and the array, in SI units") {
  FormulaValues values;
  values.bits = 6;
  values.enob = 5.5;
  values.rate = 2e9;
  values.point.node = from_si<Length>(22e-9);
  values.point.supply = from_si<Voltage>(0.8);
  values.point.temperature = from_si<Temperature>(350);
  values.array = {64, 32, from_si<Length>(2e-7), from_si<Length>(3e-7)};
  const auto value = [&](const char* text) {
    return formula_value("energy", text, values, {0, 1e9}, "");
  };
  CHECK(value("bits * 50 * fF * supply^2") == Approx(6 * 50e-15 * 0.64));
  CHECK(value("2^enob * fJ") == Approx(std::exp2(5.5) * 1e-15));
  CHECK(value("rate / GHz + node_nm + temperature") == Approx(2 + 22 + 350));
  CHECK(value("rows * columns * cell_width / um * cell_height / um") == Approx(64 * 32 * 0.06));
  CHECK(value("k_B * temperature * log2(8) * max(1, 2)") == Approx(1.380649e-23 * 350 * 6));
  CHECK(value("bits > 5 ? 7 : 8") == 7);
}

/// An expression as a text with no more brackets than C needs, and its value in C.
struct Expression {
  std::string text;
  double value;
  /// How tightly its outermost operator binds: 0 ?:, 1 == !=, 2 < >, 3 + -, 4 * /, 5 none.
  int rank;
};

std::string bracketed(const Expression& expression, int rank) {
  return expression.rank < rank ? "(" + expression.text + ")" : expression.text;
}

Expression random_expression(std::mt19937& random, int depth) {
  const auto pick = [&](int count) { return static_cast<int>(random() % count); };
  if (depth == 0) {
    const double value = 0.25 * (1 + pick(20));
    return {std::to_string(value), value, 5};
  }
  const Expression a = random_expression(random, depth - 1);
  const Expression b = random_expression(random, pick(depth));
  const auto binary = [&](const char* name, int rank, double value) {
    return Expression{bracketed(a, rank) + name + bracketed(b, rank + 1), value, rank};
  };
  // A comparison beside another needs brackets here, in C it does not.
  const auto comparison = [&](const char* name, int rank, bool value) {
    return Expression{bracketed(a, 3) + name + bracketed(b, 3), value ? 1.0 : 0.0, rank};
  };
  switch (pick(11)) {
    case 0:
      return binary(" + ", 3, a.value + b.value);
    case 1:
      return binary(" - ", 3, a.value - b.value);
    case 2:
      return binary(" * ", 4, a.value * b.value);
    case 3:
      return binary(" / ", 4, a.value / b.value);
    case 4:
      return comparison(" < ", 2, a.value < b.value);
    case 5:
      return comparison(" >= ", 2, a.value >= b.value);
    case 6:
      return comparison(" == ", 1, a.value == b.value);
    case 7:
      return comparison(" != ", 1, a.value != b.value);
    case 8:
      return {"max(" + a.text + ", " + b.text + ")", std::max(a.value, b.value), 5};
    default: {
      const Expression c = random_expression(random, pick(depth));
      return {bracketed(c, 1) + " ? " + bracketed(a, 0) + " : " + bracketed(b, 0),
              c.value != 0 ? a.value : b.value, 0};
    }
  }
}

TEST_CASE("what a formula means is what C means by it") {
  std::mt19937 random(1);
  int compared = 0;
  for (int i = 0; i < 3000; ++i) {
    const Expression expression = random_expression(random, 1 + i % 4);
    // Differences that cancel are compared on no scale of their own.
    if (!std::isfinite(expression.value) || std::abs(expression.value) > 1e6) continue;
    INFO(expression.text);
    CHECK(formula_value("energy", expression.text, {}, {-1e9, 1e9}, "") ==
          Approx(expression.value).margin(1e-9));
    ++compared;
  }
  CHECK(compared > 2000);
}

TEST_CASE("&&, || and comparisons of comparisons are refused, brackets make them clear") {
  for (const char* text : {"supply && 1", "0 || bits", "(bits > 4) && (bits < 8)"})
    CHECK_THAT(formula_problem(text), Catch::Contains("it has no '"));
  for (const char* text :
       {"3 > 2 > 1", "1 < bits == 1", "max(1, 2 < 3 <= 4)", "bits == 1 != 0", "1 ? 2 < 3 < 4 : 5"})
    CHECK_THAT(formula_problem(text), Catch::Contains("needs brackets"));
  for (const char* text : {"(3 > 2) > 1", "bits < 4 ? bits < 2 ? 1 : 2 : 3", "max(1 < 2, 3 < 4)",
                           "bits < 4 ? 1 : bits < 8", "(1 < 2) + (3 >= 4) * (5 != 6)"})
    CHECK(formula_problem(text).empty());
}

TEST_CASE("a converter and any other circuit take the same formulas") {
  const std::string keys = "kind: formula, energy: 10 * fJ * bits, delay: bits * 0.1 * ns" + kRest;
  const Duty at = duty(5, 1e9, 28);
  for (const Cost& cost : {converter_model(keys)->cost(at), circuit_model(keys)->cost(at)}) {
    CHECK(pj(cost.energy) == Approx(0.05));
    CHECK(um2(cost.area) == Approx(64));
    CHECK(cost.leakage.value() == Approx(3e-9));
    CHECK(cost.delay.value() == Approx(0.5e-9));
    CHECK(cost.source.find("a paper: energy 10 * fJ * bits") == 0);
    CHECK(cost.warnings.empty());
  }
  CHECK(
      pj(converter_model("kind: formula, enob: 4, energy: fJ * 2^enob" + kRest)->cost(at).energy) ==
      Approx(0.016));
}

TEST_CASE("a wrong formula is reported where it stands, with what is allowed") {
  const auto message = [](const std::string& energy) -> std::string {
    try {
      converter_model("kind: formula, energy: '" + energy + "'" + kRest);
    } catch (const InputError& error) {
      CHECK(error.problems().size() == 1);
      return error.what();
    }
    return "";
  };
  for (const char* wrong : {"2 * bit", "2 +", "bits = 3", "1, 2", "foo(3)", "2 fJ", "3 J",
                            "\"text\"", "log(2)", "sin(2)", "_pi"}) {
    INFO(wrong << " -> " << message(wrong));
    CHECK(message(wrong).find("test.yaml:1: model.energy: not a formula") == 0);
    CHECK(message(wrong).find("allowed: values bits, enob, rate, node_nm") != std::string::npos);
  }
  CHECK(message("2 * bit").find("Unexpected token \"bit\" found at position 4; allowed") !=
        std::string::npos);
  CHECK(message("2 * bits * fJ").empty());
}

TEST_CASE("a formula whose value is no cost is refused when it is used") {
  const auto cost = [](const std::string& energy) {
    return circuit_model("kind: formula, energy: " + energy + kRest)->cost(duty(5, 1e9, 28));
  };
  CHECK_THROWS_WITH(cost("fJ * (bits - 6)"), Catch::Contains("energy: formula") &&
                                                 Catch::Contains("5 bits at 28 nm") &&
                                                 Catch::Contains("allowed: 0 J to 1 uJ"));
  CHECK_THROWS_AS(cost("fJ / (bits - 5)"), InputError);
  CHECK_THROWS_AS(cost("sqrt(4 - bits)"), InputError);
  CHECK(cost("fJ * (bits - 5)").energy.value() == 0);
}

TEST_CASE("a formula may give what a stated constant may be, and no more") {
  const auto cost = [](const std::string& key, const std::string& text) {
    std::string keys = "kind: formula, source: a paper";
    for (const char* each : {"energy", "area", "leakage", "delay"})
      keys += std::string(", ") + each + ": '" + (each == key ? text : "0") + "'";
    return circuit_model(keys)->cost(duty(1, 0, 28));
  };
  for (const auto& [key, limit, more] : {std::tuple{"energy", "1e-6", "1.1e-6"},
                                         {"area", "1e-3", "1.1e-3"},
                                         {"leakage", "100", "101"},
                                         {"delay", "1e-3", "1.1e-3"}}) {
    INFO(key);
    CHECK_NOTHROW(cost(key, limit));
    CHECK_THROWS_WITH(cost(key, more), Catch::StartsWith(std::string(key) + ": formula"));
  }
}

TEST_CASE("all bad expressions of a model are reported together, and bounds in order") {
  const auto problems = [](const std::string& keys) {
    try {
      circuit_model("kind: formula, source: a paper, " + keys);
    } catch (const InputError& error) {
      return error.problems();
    }
    return std::vector<Problem>{};
  };
  const auto bad = problems("energy: bit, area: 2 +, leakage: 0 * nW, delay: foo(1)");
  REQUIRE(bad.size() == 3);
  CHECK(bad[0].key == "model.energy");
  CHECK(bad[1].key == "model.area");
  CHECK(bad[2].key == "model.delay");
  const std::string good = "energy: bits * fJ, area: um2 * 1, leakage: 0 * nW, ";
  CHECK(problems(good + "min_bits: 3, max_bits: 3, min_node: 22 nm").empty());
  CHECK(problems(good + "min_bits: 4, max_bits: 3").at(0).key == "model.max_bits");
  CHECK(problems(good + "min_node: 28 nm, max_node: 22 nm").at(0).key == "model.max_node");
}

TEST_CASE("a formula sees the supply where an expression names it") {
  const auto sees = [](const std::string& keys) {
    return circuit_model("kind: formula, area: um2 * 1, source: a paper, " + keys)->sees();
  };
  const Sees none = sees("energy: bits * fJ * temperature, leakage: 3 * nW, delay: bits * ns");
  CHECK_FALSE((none.energy || none.leakage || none.delay));
  const Sees all = sees("energy: fF * supply^2, leakage: nA * supply, delay: ns / supply");
  CHECK((all.energy && all.leakage && all.delay));
  CHECK(sees("energy: 1 * fJ, leakage: nW * temperature / 300").leakage);
}

TEST_CASE("a formula warns outside of the bits and nodes that it was stated for") {
  const auto model = circuit_model(
      "kind: formula, energy: fJ * bits, min_bits: 3, max_bits: 6, min_node: 22 nm, max_node: 65 "
      "nm" +
      kRest);
  for (const int bits : {3, 6}) CHECK(model->cost(duty(bits, 0, 28)).warnings.empty());
  for (const int bits : {2, 7})
    CHECK(warns(model->cost(duty(bits, 0, 28)), "hold for 3 to 6 bits"));
  for (const double node : {22.0, 65.0}) CHECK(model->cost(duty(4, 0, node)).warnings.empty());
  for (const double node : {21.0, 66.0})
    CHECK(warns(model->cost(duty(4, 0, node)), "hold for nodes of 22 nm to 65 nm"));
}

}  // namespace
}  // namespace mho
