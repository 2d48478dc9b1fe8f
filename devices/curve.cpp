#include "devices/curve.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Logarithms and powers end here: a conductance of zero has none.
constexpr double kSmallest = 1e-7;

double interpolated(const std::vector<double>& at, const std::vector<double>& y, double x) {
  const auto right = std::upper_bound(at.begin(), at.end(), x);
  if (right == at.begin()) return y.front();
  if (right == at.end()) return y.back();
  const auto i = static_cast<std::size_t>(right - at.begin());
  return y[i - 1] + (y[i] - y[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
}

}  // namespace

double polynomial(const std::vector<double>& coefficients, double x) {
  double y = 0;
  for (auto each = coefficients.rbegin(); each != coefficients.rend(); ++each) y = y * x + *each;
  return y;
}

const std::vector<Word>& curve_forms() {
  static const std::vector<Word> words{
      {"polynomial", "c0 + c1 x + c2 x^2 + ..."},
      {"logarithm", "c0 + c1 ln x"},
      {"power", "c0 x^c1"},
      {"saturating", "c0 (1 - exp(-x / c1))"},
      {"table", "linear between the points (at, coefficients), constant beyond them"}};
  return words;
}

void Curve::fields(Fields& f) {
  f.choice("form", form, curve_forms(), "How the value depends on x.");
  f.number("above", above, {0, 1e9}, "Of several pieces, this one holds from this x on.",
           Presence::optional);
  shape_fields(f);
}

void Curve::shape_fields(Fields& f) {
  f.numbers("coefficients", coefficients, {-1e30, 1e30}, "The form's coefficients c0, c1, ...");
  switch (form) {
    case Form::polynomial:
      f.rule(!coefficients.empty(), "coefficients", "must have at least one");
      break;
    case Form::logarithm:
    case Form::power:
      f.rule(coefficients.size() == 2, "coefficients", "must be two for this form");
      break;
    case Form::saturating:
      f.rule(coefficients.size() == 2 && coefficients[1] > 0, "coefficients",
             "must be two for this form, the second above 0");
      break;
    case Form::table:
      break;
  }
  if (form == Form::table || f.documents()) {
    f.numbers("at", at, {0, 1e9}, "The x of a table's points, ascending (form table).");
    const bool ascending =
        std::adjacent_find(at.begin(), at.end(), std::greater_equal<>()) == at.end();
    f.rule(!at.empty() && ascending, "at", "must ascend, with at least one");
    f.rule(at.size() == coefficients.size(), "at", "must be as many as coefficients");
  }
  f.number("min", min, {-1e9, 1e9}, "Values below are cut off.", Presence::optional);
  f.number("max", max, {-1e9, 1e9}, "Values above are cut off.", Presence::optional);
  f.rule(min <= max, "min", "must not be above max");
}

double Curve::operator()(double x) const {
  double y = 0;
  switch (form) {
    case Form::polynomial:
      y = polynomial(coefficients, x);
      break;
    case Form::logarithm:
      y = coefficients[0] + coefficients[1] * std::log(std::max(x, kSmallest));
      break;
    case Form::power:
      y = coefficients[0] * std::pow(std::max(x, kSmallest), coefficients[1]);
      break;
    case Form::saturating:
      y = coefficients[0] * -std::expm1(-x / coefficients[1]);
      break;
    case Form::table:
      y = interpolated(at, coefficients, x);
      break;
  }
  return std::clamp(y, min, max);
}

bool Curve::is_zero() const {
  // Coefficients after the first of these forms do not scale the value.
  const bool first_scales = form == Form::power || form == Form::saturating;
  const auto end =
      first_scales && !coefficients.empty() ? coefficients.begin() + 1 : coefficients.end();
  return min <= 0 && max >= 0 &&
         std::all_of(coefficients.begin(), end, [](double c) { return c == 0; });
}

double value_at(const std::vector<Curve>& pieces, double x) {
  if (pieces.empty()) return 0;
  std::size_t piece = pieces.size() - 1;
  while (piece > 0 && x < pieces[piece].above) --piece;
  return pieces[piece](x);
}

bool is_zero(const std::vector<Curve>& pieces) {
  return std::all_of(pieces.begin(), pieces.end(), [](const Curve& c) { return c.is_zero(); });
}

void pieces_field(Fields& f, const char* key, std::vector<Curve>& pieces, const char* sentence) {
  f.sections(key, pieces, sentence);
  f.rule(!pieces.empty(), key, "must have at least one piece");
  const auto later = [](const Curve& a, const Curve& b) { return a.above >= b.above; };
  f.rule(std::adjacent_find(pieces.begin(), pieces.end(), later) == pieces.end(), key,
         "must be in ascending order of 'above'");
}

}  // namespace mho
