// What is suggested for a physical value that cannot be read.
#include "sim/config/suggestion.hpp"

#include <catch2/catch.hpp>
#include <cctype>
#include <cmath>
#include <limits>

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

constexpr Range kAny{-std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};

std::string in_lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string in_upper_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

TEST_CASE("a suggestion is accepted and has the magnitude that was written, for every unit") {
  int suggested = 0;
  for (const char* unit : {"J", "V", "A", "W", "S", "F", "Hz", "Ohm", "m", "m2", "s", "K"})
    for (const char* prefix : {"T", "G", "M", "k", "", "m", "u", "n", "p", "f", "a"})
      for (const char* number : {"1.2", "3", "0.25", "4e2", "+7"}) {
        const double meant = *parse_si(number + (' ' + std::string(prefix)) + unit, unit);
        const Range near{meant / 100, meant * 100};
        // The prefix as it is: the unit alone is spelt wrong, or glued to words.
        for (const std::string& spelt : {in_lower_case(unit), in_upper_case(unit)}) {
          const std::string typed = number + (' ' + std::string(prefix)) + spelt;
          if (parse_si(typed, unit)) continue;
          for (const Range& range : {kAny, near}) {
            INFO(typed << " in " << unit);
            const std::string text = suggestion(typed, range, unit);
            REQUIRE_FALSE(text.empty());
            CHECK(*parse_si(text, unit) == meant);
            ++suggested;
          }
        }
        // The prefix in the wrong case, where only the right one is in range.
        const std::string typed = number + in_upper_case(prefix) + unit;
        if (const auto other = parse_si(typed, unit); other && *other >= near.min) continue;
        INFO(typed << " in " << unit);
        const std::string text = suggestion(typed, near, unit);
        if (!text.empty()) CHECK(*parse_si(text, unit) == meant);
      }
  CHECK(suggested > 500);
}

TEST_CASE("nothing is suggested that would be refused") {
  for (const char* typed :
       {"-3", "1.2 pj", "5 nV", "2", "1e-3", "25 C", "7 kb", "1.5", "0.1 B", "x", ""})
    for (const char* unit : {"J", "K", "B", "s", "Hz"})
      for (const Range& range : {Range{0, 1e-9}, Range{1, 10}, Range{200, 500}, kAny}) {
        const std::string text = suggestion(typed, range, unit);
        if (text.empty()) continue;
        INFO(typed << " in " << unit << ": " << text);
        const auto value = parse_si(text, unit);
        REQUIRE(value);
        CHECK((*value >= range.min && *value <= range.max));
        if (std::string(unit) == "B") CHECK(*value == std::trunc(*value));
      }
}

TEST_CASE("what people write for a unit is understood") {
  const auto meant = [](const char* typed, const char* unit) {
    return suggestion(typed, kAny, unit);
  };
  CHECK(meant("1.2 pj", "J") == "1.2 pJ");
  CHECK(meant("1.2pj", "J") == "1.2 pJ");
  CHECK(meant("1.2 pV", "J") == "1.2 pJ");
  CHECK(meant("5 kohms", "Ohm") == "5 kOhm");
  CHECK(meant("5 k\u03a9", "Ohm") == "5 kOhm");
  CHECK(meant("2 hours", "s") == "2 h");
  CHECK(meant("64 KIB", "B") == "");
  CHECK(meant("100 um^2", "m2") == "100 um2");
  CHECK(meant("25 C", "K") == "298.15 K");
  CHECK(meant("-40 \u00b0C", "K") == "233.15 K");
  CHECK(suggestion("25 C", {400, 500}, "K") == "");
  CHECK(suggestion("1 mhz", {1e3, 1e10}, "Hz") == "1 MHz");
  CHECK(suggestion("1 mhz", {1e-4, 1}, "Hz") == "1 mHz");
  // A bit is no byte, a period no frequency.
  CHECK(meant("64 kb", "B") == "");
  CHECK(suggestion("1.2 ns", {1e6, 1e10}, "Hz") == "");
}

}  // namespace mho
