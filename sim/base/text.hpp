// Text from outside - names in networks and YAML files, names of files, what libraries say - made
// safe for where it is shown. Characters are those of UTF-8 (RFC 3629: no overlong forms, no
// surrogates, nothing beyond U+10FFFF).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mho {

/// What stands at one place of a text.
struct Character {
  bool valid;         ///< false: a byte that is no part of UTF-8
  char32_t code;      ///< the character, or the value of the byte
  std::size_t bytes;  ///< that it takes, 1 to 4
};

/// The character at `at` < text.size().
Character character_at(std::string_view text, std::size_t at);

/// Whether all of `text` is UTF-8.
bool is_utf8(std::string_view text);

/// UTF-8, for formats that have escapes of their own for control characters (JSON): a byte that is
/// no part of it becomes "\xff", all else stays.
std::string as_utf8(std::string_view text);

/// As a part of one line that a terminal, an XML parser and a reader's eye take as it is: control
/// characters become "\n", "\t", "\r" or "\x1b", characters that cannot be seen or that turn the
/// direction of others "\u202e", bytes that are no UTF-8 "\xff". The result stays as it is when
/// passed again.
std::string printable(std::string_view text);

/// The same for a whole text, whose line breaks stay.
std::string printable_lines(std::string_view text);

/// printable(), with every backslash doubled first: different names stay different. Once only.
std::string distinct_printable(std::string_view name);

}  // namespace mho
