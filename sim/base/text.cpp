#include "sim/base/text.hpp"

#include <algorithm>
#include <array>

namespace mho {

namespace {

struct CodeRange {
  char32_t first, last;
};

/// Control characters, invisible formatting (Unicode's categories Cc, Cf, Zl, Zp without Arabic
/// number signs), and codes that are no characters.
constexpr std::array<CodeRange, 14> kUnprintable{{{0x0, 0x1f},
                                                  {0x7f, 0x9f},
                                                  {0xad, 0xad},
                                                  {0x61c, 0x61c},
                                                  {0x180e, 0x180e},
                                                  {0x200b, 0x200f},
                                                  {0x2028, 0x202e},
                                                  {0x2060, 0x206f},
                                                  {0xfdd0, 0xfdef},
                                                  {0xfeff, 0xfeff},
                                                  {0xfff9, 0xfffb},
                                                  {0x1bca0, 0x1bca3},
                                                  {0x1d173, 0x1d17a},
                                                  {0xe0000, 0xe007f}}};

bool is_printable(char32_t code) {
  if ((code & 0xfffe) == 0xfffe) return false;  // the last two codes of every plane
  return std::none_of(kUnprintable.begin(), kUnprintable.end(), [&](const CodeRange& range) {
    return code >= range.first && code <= range.last;
  });
}

std::string hexadecimal(char32_t code, int digits) {
  constexpr const char* kHex = "0123456789abcdef";
  std::string text;
  for (int i = digits - 1; i >= 0; --i) text += kHex[(code >> (4 * i)) & 15];
  return text;
}

std::string escape(const Character& character) {
  const char32_t code = character.code;
  if (code == '\n') return "\\n";
  if (code == '\t') return "\\t";
  if (code == '\r') return "\\r";
  if (!character.valid || code < 0x80) return "\\x" + hexadecimal(code, 2);
  return code <= 0xffff ? "\\u" + hexadecimal(code, 4) : "\\U" + hexadecimal(code, 8);
}

/// `text` with escapes for the characters that `stays` is false of, and for bytes that are none.
template <class Stays>
std::string escaped_unless(std::string_view text, const Stays& stays) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.valid && stays(character.code))
      result += text.substr(at, character.bytes);
    else
      result += escape(character);
    at += character.bytes;
  }
  return result;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {true, first, 1};
  const Character no_character{false, first, 1};
  const std::size_t bytes = first < 0xc2   ? 0
                            : first < 0xe0 ? 2
                            : first < 0xf0 ? 3
                            : first < 0xf5 ? 4
                                           : 0;
  if (bytes == 0 || at + bytes > text.size()) return no_character;
  char32_t code = first & (0x7fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return no_character;
    code = (code << 6) | (byte(at + i) & 0x3f);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kSmallest[bytes] || surrogate || code > 0x10ffff) return no_character;
  return {true, code, bytes};
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!character.valid) return false;
    at += character.bytes;
  }
  return true;
}

std::string as_utf8(std::string_view text) {
  return escaped_unless(text, [](char32_t) { return true; });
}

std::string printable(std::string_view text) { return escaped_unless(text, is_printable); }

std::string printable_lines(std::string_view text) {
  return escaped_unless(text, [](char32_t code) { return code == '\n' || is_printable(code); });
}

std::string distinct_printable(std::string_view name) {
  std::string doubled;
  for (const char letter : name) doubled.append(letter == '\\' ? 2 : 1, letter);
  return printable(doubled);
}

}  // namespace mho
