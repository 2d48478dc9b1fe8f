#include "models/costs/cost_formula.hpp"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "models/costs/analog_limits.hpp"

namespace mho {

namespace {

constexpr std::array<std::pair<const char*, double>, 21> kUnits{
    {{"fJ", 1e-15}, {"pJ", 1e-12}, {"nJ", 1e-9},   {"fF", 1e-15}, {"pF", 1e-12}, {"nm", 1e-9},
     {"um", 1e-6},  {"mm", 1e-3},  {"um2", 1e-12}, {"mm2", 1e-6}, {"ps", 1e-12}, {"ns", 1e-9},
     {"us", 1e-6},  {"nW", 1e-9},  {"uW", 1e-6},   {"mW", 1e-3},  {"nA", 1e-9},  {"uA", 1e-6},
     {"mV", 1e-3},  {"MHz", 1e6},  {"GHz", 1e9}}};

std::vector<std::pair<const char*, double>> names_and_values(const FormulaValues& values) {
  return {{"bits", values.bits},
          {"enob", values.enob},
          {"rate", values.rate},
          {"node_nm", values.point.node.value() * 1e9},
          {"supply", values.point.supply.value()},
          {"temperature", values.point.temperature.value()},
          {"rows", values.array.rows},
          {"columns", values.array.columns},
          {"cell_width", values.array.cell_width.value()},
          {"cell_height", values.array.cell_height.value()},
          {"k_B", kBoltzmann}};
}

/// Knows the units and the functions that formula_names() names, and no others: muParser's `log` is
/// the natural one in some of its builds and the decadic one in others.
mu::Parser parser_of(const std::string& text) {
  mu::Parser parser;
  parser.ClearConst();
  parser.ClearFun();
  parser.DefineFun(
      "sqrt", +[](double x) { return std::sqrt(x); });
  parser.DefineFun(
      "exp", +[](double x) { return std::exp(x); });
  parser.DefineFun(
      "ln", +[](double x) { return std::log(x); });
  parser.DefineFun(
      "log2", +[](double x) { return std::log2(x); });
  parser.DefineFun(
      "log10", +[](double x) { return std::log10(x); });
  parser.DefineFun(
      "min", +[](const double* x, int n) { return *std::min_element(x, x + n); });
  parser.DefineFun(
      "max", +[](const double* x, int n) { return *std::max_element(x, x + n); });
  for (const auto& [name, value] : kUnits) parser.DefineConst(name, value);
  parser.SetExpr(text);
  return parser;
}

/// What muParser would take, and would not mean: && and || cut their operands to whole numbers, so
/// that 0.9 is false; a < b < c compares the outcome of a < b. "" when the text has neither.
std::string unclear(const std::string& text) {
  std::vector<int> comparisons{0};  // so far, in each of the open brackets
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string two = text.substr(i, 2);
    if (two == "&&" || two == "||")
      return "it has no '" + two + "', instead: a < b ? (c < d ? x : y) : y";
    if (text[i] == '(') comparisons.push_back(0);
    if (text[i] == ')' && comparisons.size() > 1) comparisons.pop_back();
    if (text[i] == '?' || text[i] == ':' || text[i] == ',') comparisons.back() = 0;
    const bool equality = two == "==" || two == "!=";
    if (!equality && text[i] != '<' && text[i] != '>') continue;
    if (++comparisons.back() > 1) return "one comparison follows another, needs brackets";
    if (equality || two == "<=" || two == ">=") ++i;
  }
  return "";
}

/// Throws mu::ParserError.
double evaluate(const std::string& text, const FormulaValues& values) {
  if (const std::string why = unclear(text); !why.empty()) throw mu::ParserError(why);
  mu::Parser parser = parser_of(text);
  // Constants, so that an expression cannot assign to them.
  for (const auto& [name, value] : names_and_values(values)) parser.DefineConst(name, value);
  int results = 0;
  const double* all = parser.Eval(results);
  if (results != 1) throw mu::ParserError("one expression is needed, not several");
  return all[0];
}

/// What muParser says, without its period.
std::string reason(const mu::ParserError& error) {
  std::string text = error.GetMsg();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// Any values at which ordinary formulas are finite.
FormulaValues sample() {
  FormulaValues values;
  values.bits = 8;
  values.enob = 8;
  values.rate = 1e9;
  values.point.node = from_si<Length>(28e-9);
  values.point.supply = from_si<Voltage>(0.9);
  values.array = {128, 128, from_si<Length>(0.1e-6), from_si<Length>(0.1e-6)};
  return values;
}

}  // namespace

std::string formula_names() {
  std::string text = "values ";
  for (const auto& [name, value] : names_and_values({})) text += std::string(name) + ", ";
  text += "units ";
  for (const auto& [name, value] : kUnits) text += std::string(name) + ", ";
  return text + "numbers, + - * / ^ ( ), a < b ? c : d, and sqrt, exp, ln, log2, log10, min, max";
}

std::string formula_problem(const std::string& text) {
  try {
    evaluate(text, sample());
  } catch (const mu::ParserError& error) {
    return "not a formula: " + reason(error) + "; allowed: " + formula_names();
  }
  return "";
}

bool formula_uses(const std::string& text, std::initializer_list<const char*> names) {
  mu::Parser parser = parser_of(text);
  const mu::varmap_type& used = parser.GetUsedVar();
  return std::any_of(names.begin(), names.end(),
                     [&](const char* name) { return used.contains(name); });
}

double formula_value(const std::string& key, const std::string& text, const FormulaValues& values,
                     Range allowed, std::string_view unit) {
  double value = 0;
  try {
    value = evaluate(text, values);
  } catch (const mu::ParserError& error) {
    throw InputError({}, key, "formula '" + text + "': " + reason(error));
  }
  // So written that what is no number is refused.
  if (!(value >= allowed.min && value <= allowed.max))
    throw InputError({}, key,
                     "formula '" + text + "' gives " + format_si_rounded(value, unit, 6) + " for " +
                         format_si_rounded(values.bits, "", 3) + " bits at " +
                         format_si_rounded(values.point.node.value(), "m", 3) + " and " +
                         format_si_rounded(values.point.supply.value(), "V", 3) + "; allowed: " +
                         format_si(allowed.min, unit) + " to " + format_si(allowed.max, unit));
  return value;
}

}  // namespace mho
