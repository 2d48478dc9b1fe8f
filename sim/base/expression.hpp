// Expressions in YAML files: 50 * fF * bits * supply^2. Values are in SI units; units are
// constants, so `fF` is 1e-15. Parsed by muParser, without what it takes and does not mean.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace mho {

/// Names that an expression may use beside units and functions, with their values.
using NamedValues = std::vector<std::pair<std::string, double>>;

/// An expression that is none; what() says why.
class ExpressionError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Its value, which need not be finite. Names may be dotted keys. Throws ExpressionError.
double evaluate_expression(const std::string& text, const NamedValues& names);

/// The names that it uses, units and functions aside; throws ExpressionError.
std::vector<std::string> names_in_expression(const std::string& text);

/// What an expression is made of, beside names: units, operators, functions.
std::string expression_words();

}  // namespace mho
