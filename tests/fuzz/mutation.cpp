#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace mho::fuzz {

const std::vector<std::int64_t> kEdges{0,
                                       1,
                                       2,
                                       3,
                                       7,
                                       8,
                                       16,
                                       31,
                                       32,
                                       63,
                                       64,
                                       127,
                                       128,
                                       255,
                                       256,
                                       1024,
                                       4096,
                                       32767,
                                       65535,
                                       65536,
                                       1 << 20,
                                       1 << 24,
                                       2147483647LL,
                                       2147483648LL,
                                       -1,
                                       -2,
                                       -128,
                                       -32768,
                                       4294967295,
                                       4294967296,
                                       1LL << 40,
                                       1LL << 53,
                                       9007199254740993LL,
                                       std::numeric_limits<std::int64_t>::max(),
                                       std::numeric_limits<std::int64_t>::min()};

namespace {

using Offset = std::ptrdiff_t;

Offset place(const Bytes& bytes, Dice& dice) {
  return static_cast<Offset>(dice.below(bytes.size()));
}

/// An edge over 1, 2, 4 or 8 bytes.
void write_edge(Bytes& bytes, Dice& dice) {
  const std::size_t width = std::size_t{1} << dice.below(4);
  if (bytes.size() < width) return;
  const std::size_t at = dice.below(bytes.size() - width + 1);
  const auto value = static_cast<std::uint64_t>(dice.of(kEdges));
  const bool big_endian = dice.one_in(2);
  for (std::size_t i = 0; i < width; ++i)
    bytes[at + (big_endian ? width - 1 - i : i)] = static_cast<std::uint8_t>(value >> (8 * i));
}

void copy_part(Bytes& bytes, Dice& dice) {
  const Offset from = place(bytes, dice);
  const auto most = std::min<std::size_t>(64, bytes.size() - static_cast<std::size_t>(from));
  const Bytes part(bytes.begin() + from,
                   bytes.begin() + from + static_cast<Offset>(1 + dice.below(most)));
  bytes.insert(bytes.begin() + place(bytes, dice), part.begin(), part.end());
}

void cut_part(Bytes& bytes, Dice& dice) {
  const Offset from = place(bytes, dice);
  const auto most = std::min<std::size_t>(64, bytes.size() - static_cast<std::size_t>(from));
  bytes.erase(bytes.begin() + from,
              bytes.begin() + from + static_cast<Offset>(1 + dice.below(most)));
}

const std::vector<std::string> kValues{"0",
                                       "-1",
                                       "1",
                                       "1e308",
                                       "-1e308",
                                       "1e-308",
                                       "5e-324",
                                       "nan",
                                       ".nan",
                                       "inf",
                                       "-.inf",
                                       "1e999",
                                       "true",
                                       "no",
                                       "null",
                                       "~",
                                       "''",
                                       "\"\\0\"",
                                       "\"\\x1b[31m\"",
                                       "\"\\uD800\"",
                                       "[]",
                                       "{}",
                                       "[1, 2]",
                                       "{a: 1}",
                                       "[[[[]]]]",
                                       "&a 1",
                                       "*a",
                                       "!!int 3",
                                       "0x10",
                                       "010",
                                       "1_000",
                                       "1 nV",
                                       "1e30 V",
                                       "0 V",
                                       "1 fs",
                                       "300 y",
                                       "1e-30 J",
                                       "9007199254740993",
                                       "18446744073709551616",
                                       "-9223372036854775808",
                                       "2147483648",
                                       "65536",
                                       "1000000",
                                       "0.5",
                                       "1.0000000000000001",
                                       "9999 K",
                                       "1 mm2",
                                       "x.yaml",
                                       "|\n  text",
                                       ">-\n  text",
                                       "\"caf\xc3\xa9\"",
                                       "'\xe2\x80\xae'",
                                       "-",
                                       ":",
                                       "?",
                                       "%",
                                       "@",
                                       "`"};

std::vector<std::string> lines_of(const Bytes& bytes) {
  std::vector<std::string> lines(1);
  for (const std::uint8_t byte : bytes)
    if (byte == '\n')
      lines.emplace_back();
    else
      lines.back() += static_cast<char>(byte);
  return lines;
}

Bytes joined(const std::vector<std::string>& lines) {
  Bytes bytes;
  for (const std::string& line : lines) {
    if (&line != lines.data()) bytes.push_back('\n');
    bytes.insert(bytes.end(), line.begin(), line.end());
  }
  return bytes;
}

void replace_value(std::string& line, Dice& dice) {
  const std::size_t colon = line.find(": ");
  if (colon != std::string::npos) line = line.substr(0, colon + 2) + dice.of(kValues);
}

/// Digits of the first number, which keep their unit.
void replace_number(std::string& line, Dice& dice) {
  const std::size_t first = line.find_first_of("0123456789");
  if (first == std::string::npos) return;
  const std::size_t end = std::min(line.find_first_not_of("0123456789.", first), line.size());
  constexpr std::array kNumbers{"0",    "1",   "2", "3",  "1e-9", "1e9",
                                "1e18", "0.1", "7", "64", "1000"};
  line = line.substr(0, first) + dice.of(kNumbers) + line.substr(end);
}

}  // namespace

void mutate_bytes(Bytes& bytes, Dice& dice) {
  if (bytes.empty()) bytes.push_back(0);
  switch (dice.below(8)) {
    case 0:
    case 1:
      bytes[dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1u << dice.below(8));
      return;
    case 2:
      bytes[dice.below(bytes.size())] = static_cast<std::uint8_t>(dice.word());
      return;
    case 3:
    case 4:
      return write_edge(bytes, dice);
    case 5:
      return copy_part(bytes, dice);
    case 6:
      return cut_part(bytes, dice);
    default:
      if (dice.one_in(4))
        bytes.resize(dice.below(bytes.size()));
      else
        bytes.insert(bytes.begin() + place(bytes, dice), static_cast<std::uint8_t>(dice.word()));
  }
}

void mutate_yaml(Bytes& bytes, Dice& dice) {
  std::vector<std::string> lines = lines_of(bytes);
  std::string& line = lines[dice.below(lines.size())];
  const std::string other = dice.of(lines);
  switch (dice.below(9)) {
    case 0:
    case 1:
      replace_value(line, dice);
      break;
    case 2:
    case 3:
      replace_number(line, dice);
      break;
    case 4:
      line.clear();
      break;
    case 5:
      line += "\n" + other;
      break;
    case 6:
      std::swap(line, lines[dice.below(lines.size())]);
      break;
    case 7:
      line = dice.one_in(2) ? "  " + line : line.substr(std::min<std::size_t>(2, line.size()));
      break;
    default:
      return mutate_bytes(bytes, dice);
  }
  bytes = joined(lines);
}

}  // namespace mho::fuzz
