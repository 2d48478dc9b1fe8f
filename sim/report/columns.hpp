// Fixed-width text: tables, bars, wrapped paragraphs. Widths are those of a terminal, not bytes: a
// combining mark takes no room, a wide character (CJK, emoji) two letters. Cells and words are made
// printable().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mho {

/// What `text` takes of a line, in letters.
std::size_t width_of(std::string_view text);

/// `text` in pieces of at most `width`, broken between characters.
std::vector<std::string> pieces(const std::string& text, std::size_t width);

/// Blanks appended up to `width`; text that is wider stays.
std::string padded(const std::string& text, std::size_t width);

/// "12.35": `decimals` digits after the point.
std::string fixed(double value, int decimals);

/// `digits` significant digits, without exponent between 1e-4 and 1e7.
std::string significant(double value, int digits);

/// A whole number as such, anything else with four significant digits.
std::string count_text(double value);

/// A count of things that there may be none of: "-", a whole number, or one with a prefix.
std::string some(std::int64_t count);

/// A bar of at most `width` characters for a share in [0, 1], in steps of an eighth.
std::string bar(double share, int width);

/// One text after the other.
std::string listed(const std::vector<std::string>& texts, const std::string& between = ", ");

/// Lines of at most `width` characters, broken at blanks, all but the first indented by 2 more than
/// `indent`.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width);

class Columns {
 public:
  struct Column {
    std::string title;
    std::size_t width;  ///< with one of gap; wider cells are cut and end in "…"
    bool right;
  };

  explicit Columns(std::vector<Column> columns);
  /// One cell for each column.
  void row(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::vector<Column> columns_;
  std::string text_;
};

}  // namespace mho
