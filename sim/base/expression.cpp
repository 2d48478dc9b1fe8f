#include "sim/base/expression.hpp"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace mho {

namespace {

constexpr std::array<std::pair<const char*, double>, 21> kUnits{
    {{"fJ", 1e-15}, {"pJ", 1e-12}, {"nJ", 1e-9},   {"fF", 1e-15}, {"pF", 1e-12}, {"nm", 1e-9},
     {"um", 1e-6},  {"mm", 1e-3},  {"um2", 1e-12}, {"mm2", 1e-6}, {"ps", 1e-12}, {"ns", 1e-9},
     {"us", 1e-6},  {"nW", 1e-9},  {"uW", 1e-6},   {"mW", 1e-3},  {"nA", 1e-9},  {"uA", 1e-6},
     {"mV", 1e-3},  {"MHz", 1e6},  {"GHz", 1e9}}};

/// Knows the units and the functions that expression_words() names, and no others: muParser's `log`
/// is the natural one in some of its builds and the decadic one in others.
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
  parser.DefineNameChars("0123456789_.[]abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
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

/// What muParser says, without its period.
std::string reason(const mu::ParserError& error) {
  std::string text = error.GetMsg();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

double evaluate_expression(const std::string& text, const NamedValues& names) {
  if (const std::string why = unclear(text); !why.empty()) throw ExpressionError(why);
  try {
    mu::Parser parser = parser_of(text);
    // Constants, so that an expression cannot assign to them.
    for (const auto& [name, value] : names) parser.DefineConst(name, value);
    int results = 0;
    const double* all = parser.Eval(results);
    if (results != 1) throw ExpressionError("one expression is needed, not several");
    return all[0];
  } catch (const mu::ParserError& error) {
    throw ExpressionError(reason(error));
  }
}

std::vector<std::string> names_in_expression(const std::string& text) {
  try {
    mu::Parser parser = parser_of(text);
    std::vector<std::string> names;
    for (const auto& [name, value] : parser.GetUsedVar()) names.push_back(name);
    return names;
  } catch (const mu::ParserError& error) {
    throw ExpressionError(reason(error));
  }
}

std::string expression_words() {
  std::string text = "units ";
  for (const auto& [name, value] : kUnits) text += std::string(name) + ", ";
  return text + "numbers, + - * / ^ ( ), a < b ? c : d, and sqrt, exp, ln, log2, log10, min, max";
}

}  // namespace mho
