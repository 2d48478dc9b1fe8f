#include "devices/nonlinearity.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Below this conductance (S) a cell is taken as open and ohmic: the polynomials were not fitted.
constexpr double kOpen_s = 1e-9;

bool all_zero(const std::vector<double>& c) {
  return std::all_of(c.begin(), c.end(), [](double each) { return each == 0; });
}

}  // namespace

void Nonlinearity::fields(Fields& f) {
  f.choice("form", form,
           {{"cubic", "I = g (V - k V^3)"},
            {"logarithmic", "I = g V + g2 V^2 + g3 V^3, g2 and g3 polynomials in log10(g / 1 S)"}},
           "How the current of a cell depends on its voltage.");
  if (form == Form::cubic || f.documents())
    f.number("k", k, {-100, 100}, "Curvature in 1/V^2 (form cubic).");
  if (form == Form::logarithmic || f.documents()) {
    f.numbers("second", second, {-1e3, 1e3},
              "Coefficients c0, c1, ... of g2 in A/V^2 (form logarithmic).");
    f.numbers("third", third, {-1e3, 1e3},
              "Coefficients c0, c1, ... of g3 in A/V^3 (form logarithmic).");
  }
}

bool Nonlinearity::is_zero() const {
  return form == Form::cubic ? k == 0 : all_zero(second) && all_zero(third);
}

void Nonlinearity::coefficients(int term, std::span<const float> conductance_s,
                                std::span<float> coefficient) const {
  require(term == 2 || term == 3, "Nonlinearity: terms are 2 and 3");
  for (std::size_t n = 0; n < conductance_s.size(); ++n) {
    const auto g = static_cast<double>(conductance_s[n]);
    double value = 0;
    switch (form) {
      case Form::cubic:
        value = term == 2 ? 0 : -k * g;
        break;
      case Form::logarithmic:
        if (g >= kOpen_s) value = polynomial(term == 2 ? second : third, std::log10(g));
        break;
    }
    coefficient[n] = static_cast<float>(value);
  }
}

}  // namespace mho
