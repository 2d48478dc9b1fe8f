// Numbers are written by std::to_chars, which knows no locale.
#include "sim/report/columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"

namespace mho {

namespace {

struct CodeRange {
  char32_t first, last;
};

bool is_in(char32_t code, std::span<const CodeRange> ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const CodeRange& range) {
    return code >= range.first && code <= range.last;
  });
}

/// Marks that stand on the character before them: the blocks that hold nothing else, of Unicode 15.
constexpr std::array<CodeRange, 10> kCombining{{{0x300, 0x36f},
                                                {0x483, 0x489},
                                                {0x591, 0x5bd},
                                                {0x610, 0x61a},
                                                {0x64b, 0x65f},
                                                {0x1ab0, 0x1aff},
                                                {0x1dc0, 0x1dff},
                                                {0x20d0, 0x20ff},
                                                {0xfe00, 0xfe0f},
                                                {0xfe20, 0xfe2f}}};

/// As wide as two letters: Hangul, CJK, full-width forms, emoji (Unicode's East Asian Width W and
/// F, by block).
constexpr std::array<CodeRange, 10> kWide{{{0x1100, 0x115f},
                                           {0x2e80, 0x303e},
                                           {0x3041, 0xa4cf},
                                           {0xa960, 0xa97c},
                                           {0xac00, 0xd7a3},
                                           {0xf900, 0xfaff},
                                           {0xfe30, 0xfe6f},
                                           {0xff00, 0xff60},
                                           {0x1f300, 0x1faff},
                                           {0x20000, 0x3fffd}}};

std::size_t character_width(const Character& character) {
  return is_in(character.code, kCombining) ? 0 : is_in(character.code, kWide) ? 2 : 1;
}

/// Bytes of `text` that fit a width, whole characters with their marks.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  for (std::size_t used = 0; at < text.size();) {
    const Character character = character_at(text, at);
    used += character_width(character);
    if (used > width) break;
    at += character.bytes;
  }
  return at;
}

/// As much as fits `width`, with "…" at its end if something is cut.
std::string cut(const std::string& text, std::size_t width) {
  if (width_of(text) <= width) return text;
  return text.substr(0, bytes_within(text, width - 1)) + "…";
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

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    width += character_width(character);
    at += character.bytes;
  }
  return width;
}

std::vector<std::string> pieces(const std::string& text, std::size_t width) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    // A character that is wider than the piece has one of its own.
    const std::size_t bytes = std::max(bytes_within(rest, width), character_at(rest, 0).bytes);
    found.emplace_back(rest.substr(0, bytes));
    at += bytes;
  }
  return found;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = width_of(text);
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
    word = printable(word);
    if (!empty && width_of(line) + 1 + width_of(word) > width) {
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
    const std::string cell = cut(printable(cells[i]), columns_[i].width - 1);
    const std::string blanks(columns_[i].width - 1 - width_of(cell), ' ');
    line += columns_[i].right ? blanks + cell + ' ' : cell + blanks + ' ';
  }
  text_ += without_trailing_blanks(line) + "\n";
}

}  // namespace mho
