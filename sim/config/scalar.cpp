#include "sim/config/scalar.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

constexpr std::size_t kShown = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t sign_length(const std::string& text) {
  return !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
}

}  // namespace

std::string trap(const std::string& text) {
  const std::size_t first = sign_length(text);
  if (text.size() < first + 2 || !is_digit(text[first])) return "";
  if (text.find('_') != std::string::npos) return "without '_'";
  if (text.find(',') != std::string::npos) return "without ','";
  if (text[first] == '0' && (text[first + 1] == 'x' || text[first + 1] == 'o')) return "in decimal";
  if (text[first] == '0' && is_digit(text[first + 1])) return "without leading zeros";
  return "";
}

Scalar<std::int64_t> parse_integer(const std::string& text) {
  if (std::string why = trap(text); !why.empty()) return why;
  const std::size_t sign = sign_length(text);
  if (text.size() == sign ||
      !std::all_of(text.begin() + static_cast<int>(sign), text.end(), is_digit))
    return parse_si(text, "") ? "in digits only" : "";
  std::int64_t value = 0;
  const char* begin = text.data() + (text[0] == '+' ? 1 : 0);
  const auto error = std::from_chars(begin, text.data() + text.size(), value).ec;
  if (error == std::errc::result_out_of_range)
    value = text[0] == '-' ? std::numeric_limits<std::int64_t>::min()
                           : std::numeric_limits<std::int64_t>::max();
  return value;
}

Scalar<double> parse_number(const std::string& text) {
  if (std::string why = trap(text); !why.empty()) return why;
  if (const auto value = parse_si(text, "")) return *value;
  return "";
}

std::optional<bool> parse_flag(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::string quoted(const std::string& text) {
  std::string shown = text.substr(0, kShown);
  if (text.size() > kShown) {
    // Not in the middle of a UTF-8 character.
    while (!shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xc0) == 0x80)
      shown.pop_back();
    shown += "...";
  }
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return '\'' + shown + '\'';
}

}  // namespace mho
