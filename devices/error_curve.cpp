#include "devices/error_curve.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

namespace {

bool is_generic(ErrorCurve::Form form) { return form <= ErrorCurve::Form::inverse; }

const std::vector<Word>& error_forms() {
  static const std::vector<Word> words = [] {
    std::vector<Word> all{
        {"constant", "standard deviation sigma x g_max, whatever the level"},
        {"proportional", "standard deviation sigma x g"},
        {"inverse", "standard deviation sigma x g_max^2 / g, from g_min on"},
    };
    all.insert(all.end(), curve_forms().begin(), curve_forms().end());
    return all;
  }();
  return words;
}

}  // namespace

void ErrorCurve::fields(Fields& f) {
  f.choice("form", form, error_forms(),
           "How the error depends on the conductance g; forms with coefficients are "
           "scale x form(x), x = g / reference.");
  if (is_generic(form) || f.documents()) {
    f.number("sigma", sigma, {0, 1},
             "Relative standard deviation; 0 switches the error off (forms constant, "
             "proportional, inverse).");
  }
  if (!is_generic(form) || f.documents()) {
    f.quantity("scale", scale, {1e-15, 1},
               "Standard deviation that the value 1 of the curve stands for.");
    f.quantity("reference", reference, {1e-15, 1}, "Conductance at which x is 1.");
    if (!is_generic(form))
      curve.form =
          static_cast<Curve::Form>(static_cast<int>(form) - static_cast<int>(Form::polynomial));
    curve.shape_fields(f);
  }
}

double ErrorCurve::sigma_s(double conductance_s, const ConductanceRange& range) const {
  switch (form) {
    case Form::constant:
      return sigma * range.max_s;
    case Form::proportional:
      return sigma * conductance_s;
    case Form::inverse: {
      const double floor_s = range.min_s > 0 ? range.min_s : 1e-3 * range.max_s;
      return sigma * range.max_s * range.max_s / std::max(conductance_s, floor_s);
    }
    case Form::polynomial:
    case Form::logarithm:
    case Form::power:
    case Form::saturating:
    case Form::table:
      return std::max(0.0, scale.value() * curve(conductance_s / reference.value()));
  }
  throw Bug("an error curve without form");
}

bool ErrorCurve::is_zero() const { return is_generic(form) ? sigma == 0 : curve.is_zero(); }

}  // namespace mho
