#include "models/costs/cost_formula.hpp"

#include <algorithm>
#include <vector>

#include "models/costs/analog_limits.hpp"
#include "sim/base/expression.hpp"

namespace mho {

namespace {

NamedValues names_and_values(const FormulaValues& values) {
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
  for (const auto& [name, value] : names_and_values({})) text += name + ", ";
  return text + expression_words();
}

std::string formula_problem(const std::string& text) {
  try {
    evaluate_expression(text, names_and_values(sample()));
  } catch (const ExpressionError& error) {
    return "not a formula: " + std::string(error.what()) + "; allowed: " + formula_names();
  }
  return "";
}

bool formula_uses(const std::string& text, std::initializer_list<const char*> names) {
  const std::vector<std::string> used = names_in_expression(text);
  return std::any_of(names.begin(), names.end(), [&](const char* name) {
    return std::find(used.begin(), used.end(), name) != used.end();
  });
}

double formula_value(const std::string& key, const std::string& text, const FormulaValues& values,
                     Range allowed, std::string_view unit) {
  double value = 0;
  try {
    value = evaluate_expression(text, names_and_values(values));
  } catch (const ExpressionError& error) {
    throw InputError({}, key, "formula '" + text + "': " + error.what());
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
