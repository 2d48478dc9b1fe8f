// SI values <-> text. Both directions move the decimal point of the number's text instead of
// multiplying by a power of ten, so the only rounding is that of std::from_chars and the shortest
// text of std::to_chars reads back to the identical double with any prefix.
#include "sim/base/quantity.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <system_error>

namespace mho {

namespace {

struct Scale {
  std::string_view text;
  int exponent;
};

constexpr std::array<Scale, 16> kPrefixes{{{"P", 15},
                                           {"T", 12},
                                           {"G", 9},
                                           {"M", 6},
                                           {"k", 3},
                                           {"", 0},
                                           {"m", -3},
                                           {"u", -6},
                                           {"\u00b5", -6},  // micro sign
                                           {"\u03bc", -6},  // Greek mu
                                           {"n", -9},
                                           {"p", -12},
                                           {"f", -15},
                                           {"a", -18},
                                           {"z", -21},
                                           {"y", -24}}};

struct Multiple {
  std::string_view unit;
  double factor;
};

constexpr std::array<Multiple, 4> kTimes{
    {{"min", 60}, {"h", 3600}, {"day", 86400}, {"year", 365.25 * 86400}}};
constexpr std::array<Multiple, 4> kEnergies{
    {{"Wh", 3600}, {"kWh", 3.6e6}, {"MWh", 3.6e9}, {"GWh", 3.6e12}}};
constexpr std::array<Multiple, 4> kMasses{{{"t", 1e3}, {"kg", 1}, {"g", 1e-3}, {"mg", 1e-6}}};
constexpr std::array<Multiple, 4> kBinaryBytes{
    {{"TiB", 0x1p40}, {"GiB", 0x1p30}, {"MiB", 0x1p20}, {"KiB", 0x1p10}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_squared(std::string_view unit) {
  return unit.size() > 1 && unit.back() == '2' && unit.find('/') == std::string_view::npos;
}

/// Units that begin with a letter take prefixes; bytes take none below 1.
bool takes_prefix(std::string_view unit, int exponent) {
  if (exponent == 0) return true;
  if (unit == "B") return exponent > 0;
  if (unit == "kg") return false;
  return !unit.empty() && std::isalpha(static_cast<unsigned char>(unit.front())) != 0;
}

/// 0.DIGITS x 10^point.
struct Decimal {
  std::string digits;
  int point = 0;
};

/// The shortest digits that read back to `value`, which is finite and not zero.
Decimal shortest(double value) {
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = text.find('e');
  Decimal decimal;
  for (const char c : text.substr(0, e))
    if (is_digit(c)) decimal.digits += c;
  const std::size_t sign = text[e + 1] == '+' ? 2 : 1;
  std::from_chars(text.data() + e + sign, text.data() + text.size(), decimal.point);
  ++decimal.point;
  return decimal;
}

/// The decimal in positional notation.
std::string positional(const Decimal& decimal) {
  const int count = static_cast<int>(decimal.digits.size());
  if (decimal.point <= 0)
    return "0." + std::string(static_cast<std::size_t>(-decimal.point), '0') + decimal.digits;
  const auto point = static_cast<std::size_t>(decimal.point);
  if (decimal.point >= count)
    return decimal.digits + std::string(point - decimal.digits.size(), '0');
  return decimal.digits.substr(0, point) + '.' + decimal.digits.substr(point);
}

/// The decimal as d.ddde+x.
std::string scientific(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += '.' + decimal.digits.substr(1);
  return text + 'e' + std::to_string(decimal.point - 1);
}

std::string with_unit(const std::string& number, std::string_view prefix, std::string_view unit) {
  if (prefix.empty() && unit.empty()) return number;
  return number + ' ' + std::string(prefix) + std::string(unit);
}

/// A number below 10^-4 or from 10^15 on is easier to read with an exponent.
std::string plain(const Decimal& decimal) {
  return decimal.point < -3 || decimal.point > 15 ? scientific(decimal) : positional(decimal);
}

std::string format_magnitude(double magnitude, std::string_view unit) {
  if (unit == "B" && magnitude < 0x1p63)
    for (const auto& [name, factor] : kBinaryBytes)
      if (std::fmod(magnitude, factor) == 0)
        return positional(shortest(magnitude / factor)) + ' ' + std::string(name);
  const Decimal decimal = shortest(magnitude);
  const int power = is_squared(unit) ? 2 : 1;
  const auto fits = [&](const Scale& scale) {
    const int point = decimal.point - power * scale.exponent;
    return takes_prefix(unit, scale.exponent) && point >= 1 && point <= 3 * power;
  };
  for (const Scale& scale : kPrefixes)
    if (fits(scale))
      return with_unit(positional({decimal.digits, decimal.point - power * scale.exponent}),
                       scale.text, unit);
  return with_unit(plain(decimal), "", unit);
}

/// A number as it was written: [-]digits[.digits] x 10^exponent.
struct NumberText {
  std::string mantissa;
  int exponent = 0;
};

/// Takes [sign]digits[.digits][e[sign]digits] away from the front of `text`; empty if there is
/// none.
std::optional<NumberText> take_number(std::string_view& text) {
  NumberText number;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    if (text[at] == '-') number.mantissa += '-';
    ++at;
  }
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  std::size_t digits = at - first;
  if (digits > 1 && text[first] == '0') return std::nullopt;  // octal in YAML 1.1
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    digits += at - fraction;
  }
  if (digits == 0) return std::nullopt;
  number.mantissa += text.substr(first, at - first);
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t sign = at + 1 < text.size() && text[at + 1] == '+' ? at + 2 : at + 1;
    const auto [end, error] =
        std::from_chars(text.data() + sign, text.data() + text.size(), number.exponent);
    if (error == std::errc::result_out_of_range) return std::nullopt;
    if (error == std::errc()) at = static_cast<std::size_t>(end - text.data());
  }
  text.remove_prefix(at);
  return number;
}

std::optional<double> value_of(const NumberText& number, int exponent) {
  // Far beyond any double, and far from overflowing the sum.
  if (std::abs(number.exponent) > 100000) return std::nullopt;
  const std::string text = number.mantissa + 'e' + std::to_string(number.exponent + exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

template <std::size_t count>
std::optional<double> factor_of(const std::array<Multiple, count>& multiples,
                                std::string_view text) {
  for (const auto& [name, factor] : multiples)
    if (name == text) return factor;
  return std::nullopt;
}

/// Of a unit's other names, that are no prefix of it.
std::optional<double> multiple_of(std::string_view unit, std::string_view text) {
  if (unit == "s") return factor_of(kTimes, text);
  if (unit == "J") return factor_of(kEnergies, text);
  if (unit == "kg") return factor_of(kMasses, text);
  if (unit == "B") return factor_of(kBinaryBytes, text);
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string format_si(double value, std::string_view unit) {
  if (!std::isfinite(value))
    return with_unit(std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf", "", unit);
  const std::string sign = std::signbit(value) ? "-" : "";
  if (value == 0) return with_unit(sign + '0', "", unit);
  return sign + format_magnitude(std::abs(value), unit);
}

std::string format_si_rounded(double value, std::string_view unit, int digits) {
  if (!std::isfinite(value) || value == 0) return format_si(value, unit);
  std::array<char, 400> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific, std::clamp(digits, 1, 17) - 1)
                       .ptr;
  double rounded = value;
  std::from_chars(buffer.data(), end, rounded);
  return format_si(rounded, unit);
}

std::optional<double> parse_si(std::string_view text, std::string_view unit) {
  text = trimmed(text);
  const auto number = take_number(text);
  if (!number) return std::nullopt;
  text = trimmed(text);
  if (const auto factor = multiple_of(unit, text)) {
    const auto value = value_of(*number, 0);
    if (!value || !std::isfinite(*value * *factor)) return std::nullopt;
    return *value * *factor;
  }
  if (!text.ends_with(unit)) return std::nullopt;
  text.remove_suffix(unit.size());
  const int power = is_squared(unit) ? 2 : 1;
  const auto matches = [&](const Scale& scale) {
    return text == scale.text && takes_prefix(unit, scale.exponent);
  };
  for (const Scale& scale : kPrefixes)
    if (matches(scale)) return value_of(*number, power * scale.exponent);
  return std::nullopt;
}

}  // namespace mho
