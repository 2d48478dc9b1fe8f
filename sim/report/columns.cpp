// Numbers are written by std::to_chars, which knows no locale.
#include "sim/report/columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

/// The first `width` characters, the last one being "…" if something is cut.
std::string cut(const std::string& text, std::size_t width) {
  if (characters(text) <= width) return text;
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end)
    if (!continues(text[end]) && seen++ == width - 1) break;
  return text.substr(0, end) + "…";
}

std::string written(double value, std::chars_format format, int precision) {
  std::array<char, 400> digits;  // the longest fixed double has 309 digits before its point
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, format, precision).ptr;
  return {digits.data(), end};
}

std::string without_trailing_blanks(const std::string& text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = characters(text);
  return length < width ? text + std::string(width - length, ' ') : text;
}

std::string listed(const std::vector<std::string>& texts, const std::string& between) {
  std::string list;
  for (const std::string& text : texts) list += (&text == texts.data() ? "" : between) + text;
  return list;
}

std::string fixed(double value, int decimals) {
  const std::string text = written(value, std::chars_format::fixed, decimals);
  // A small negative number rounds to zero, which has no sign.
  return text.find_first_not_of("-0.") == std::string::npos && text[0] == '-' ? text.substr(1)
                                                                              : text;
}

std::string significant(double value, int digits) {
  if (value == 0) return "0";
  const double magnitude = std::fabs(value);
  if (magnitude < 1e-4 || magnitude >= 1e7)
    return written(value, std::chars_format::scientific, digits - 1);
  const int exponent = static_cast<int>(std::floor(std::log10(magnitude)));
  return fixed(value, std::max(0, digits - 1 - exponent));
}

std::string count_text(double value) {
  return value == std::floor(value) && std::fabs(value) < 1e15 ? fixed(value, 0)
                                                               : significant(value, 4);
}

std::string some(std::int64_t count) {
  constexpr std::int64_t kLongest = 9'999'999;
  if (count == 0) return "-";
  return count <= kLongest ? std::to_string(count)
                           : format_si_rounded(static_cast<double>(count), "", 4);
}

std::string bar(double share, int width) {
  static const std::array<const char*, 8> kPart{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 8 * width));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + kPart[static_cast<std::size_t>(eighths % 8)];
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
  std::istringstream words(text);
  std::string result;
  std::string line(indent, ' ');
  bool empty = true;
  for (std::string word; words >> word;) {
    if (!empty && characters(line) + 1 + characters(word) > width) {
      result += line + "\n";
      line = std::string(indent + 2, ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  return result + line + "\n";
}

Columns::Columns(std::vector<Column> columns) : columns_(std::move(columns)) {
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  row(titles);
}

void Columns::row(const std::vector<std::string>& cells) {
  require(cells.size() == columns_.size(), "one cell for each column");
  std::string line = "  ";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = cut(cells[i], columns_[i].width - 1);
    const std::string blanks(columns_[i].width - 1 - characters(cell), ' ');
    line += columns_[i].right ? blanks + cell + ' ' : cell + blanks + ' ';
  }
  text_ += without_trailing_blanks(line) + "\n";
}

}  // namespace mho
