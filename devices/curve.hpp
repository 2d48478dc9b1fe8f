// A measured dependence y(x) as papers print it, on a conductance relative to a reference
// (x = g / reference) unless the owner says otherwise: a form, its coefficients verbatim, and
// bounds. Several pieces make a curve with branches. Computed in double: polynomials of degree ten
// in nanoamperes cancel over a dozen digits.
#pragma once

#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

struct Curve {
  enum class Form { polynomial, logarithm, power, saturating, table };

  Form form = Form::polynomial;
  double above = 0;  ///< a piece of several holds from this x on
  std::vector<double> coefficients;
  std::vector<double> at;  ///< of a table: ascending x, a coefficient each; constant beyond
  double min = -1e9;
  double max = 1e9;

  void fields(Fields& f);
  /// The coefficients, abscissas and bounds of a curve whose form stands in the owner's own key.
  void shape_fields(Fields& f);

  double operator()(double x) const;
  bool is_zero() const;
};

/// c0 + c1 x + c2 x^2 + ...
double polynomial(const std::vector<double>& coefficients, double x);

/// The words of Curve::Form, in its order.
const std::vector<Word>& curve_forms();

/// The value of the last piece that begins at or below x; 0 without pieces.
double value_at(const std::vector<Curve>& pieces, double x);
bool is_zero(const std::vector<Curve>& pieces);

/// A list of pieces as the field `key`, at least one, in ascending order of `above`.
void pieces_field(Fields& f, const char* key, std::vector<Curve>& pieces, const char* sentence);

}  // namespace mho
