#include "sim/report/csv_line.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "sim/base/text.hpp"

namespace mho {

namespace {

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

/// What a spreadsheet would compute stays text behind an apostrophe; the rule names every text but
/// one way, as apostrophes before such a character get one more.
bool is_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@").find(text[first]) != std::string_view::npos && !is_number(text);
}

/// Most fields: nothing in them needs quotes, an apostrophe or an escape.
bool is_plain(const std::string& text) {
  const auto is_word = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' || letter == ' ' ||
           letter == ':' || letter == '/';
  };
  return std::all_of(text.begin(), text.end(), is_word);
}

std::string field(const std::string& given) {
  if (is_plain(given)) return given;
  const std::string text = (is_formula(given) ? "'" : "") + printable_lines(given);
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text)
    quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& each : fields) {
    if (&each != fields.data()) text += ',';
    text += field(each);
  }
  return text + "\n";
}

}  // namespace mho
