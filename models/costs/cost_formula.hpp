// A cost as an expression (sim/base/expression.hpp) of what the block has to do, in the words of a
// YAML file:
//   energy: 50 * fF * bits * supply^2
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "models/costs/cost_model.hpp"

namespace mho {

/// What an expression can name, beside units and functions.
struct FormulaValues {
  double bits = 0;  ///< of the block
  double enob = 0;  ///< effective, of a converter
  double rate = 0;  ///< actions per second; 0: not known
  OperatingPoint point;
  ArrayGeometry array;
};

/// What is wrong with an expression and what is allowed; empty: nothing. A value that is known only
/// in use (a division by zero) is not seen here.
std::string formula_problem(const std::string& text);

/// Whether an expression without a problem uses one of these values.
bool formula_uses(const std::string& text, std::initializer_list<const char*> names);

/// The value in SI units, `text` without a problem. Throws InputError with `key` unless it lies in
/// `allowed`; `unit` is for its message.
double formula_value(const std::string& key, const std::string& text, const FormulaValues& values,
                     Range allowed, std::string_view unit);

/// Names and units that an expression may use, as text.
std::string formula_names();

}  // namespace mho
