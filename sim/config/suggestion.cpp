#include "sim/config/suggestion.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

constexpr std::array<const char*, 14> kPrefixes{"P", "T", "G", "M", "k", "",  "m",
                                                "u", "n", "p", "f", "a", "z", "y"};

/// Words for a unit, as it is written here.
constexpr std::array<std::pair<const char*, const char*>, 18> kWords{{{"Ohms", "Ohm"},
                                                                      {"ohms", "Ohm"},
                                                                      {"\u03a9", "Ohm"},
                                                                      {"\u2126", "Ohm"},
                                                                      {"seconds", "s"},
                                                                      {"second", "s"},
                                                                      {"sec", "s"},
                                                                      {"minutes", "min"},
                                                                      {"minute", "min"},
                                                                      {"hours", "h"},
                                                                      {"hour", "h"},
                                                                      {"days", "day"},
                                                                      {"years", "year"},
                                                                      {"bytes", "B"},
                                                                      {"byte", "B"},
                                                                      {"^2", "2"},
                                                                      {"\u00b2", "2"},
                                                                      {"kelvin", "K"}}};

constexpr std::array<const char*, 6> kCelsius{"C",    "\u00b0C", "deg C",
                                              "degC", "Celsius", "celsius"};
constexpr double kIcePoint = 273.15;  // K

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The number that `text` begins with, and what follows; no number: empty.
std::pair<std::string, std::string> number_and_rest(const std::string& text) {
  constexpr std::size_t kLongest = 60;
  for (std::size_t length = std::min(text.size(), kLongest); length > 0; --length) {
    const char last = text[length - 1];
    if (std::isdigit(static_cast<unsigned char>(last)) == 0 && last != '.') continue;
    if (!parse_si(text.substr(0, length), "")) continue;
    const std::size_t rest = std::min(text.find_first_not_of(' ', length), text.size());
    return {text.substr(0, length), text.substr(rest)};
  }
  return {};
}

/// Units that differ in case from `rest`, first those with its very prefix: "mhz" is mHz or MHz.
std::vector<std::string> spellings(const std::string& rest, std::string_view unit) {
  // A b is a bit, which is no B.
  const bool any_case = unit != "B";
  std::vector<std::string> same_prefix, other;
  for (const char* prefix : kPrefixes) {
    const std::string whole = prefix + std::string(unit);
    const std::string own = rest.substr(std::min(std::string_view(prefix).size(), rest.size()));
    const bool is_unit = own == unit || (any_case && lower(own) == lower(std::string(unit)));
    if (rest.starts_with(prefix) && is_unit)
      same_prefix.push_back(whole);
    else if (lower(rest) == lower(whole) && (any_case || rest.ends_with(unit)))
      other.push_back(whole);
  }
  same_prefix.insert(same_prefix.end(), other.begin(), other.end());
  return same_prefix;
}

/// The prefix of another unit: "p" of "pV".
std::string other_prefix(const std::string& rest) {
  constexpr std::array<const char*, 9> kUnits{"J", "V", "A", "W", "S", "F", "s", "m", "Hz"};
  for (const char* prefix : kPrefixes)
    for (const char* unit : kUnits)
      if (*prefix && rest == std::string(prefix) + unit) return prefix;
  return "";
}

std::string in_words(std::string rest) {
  for (const auto& [word, unit] : kWords)
    if (rest.ends_with(word))
      return rest.replace(rest.size() - std::string_view(word).size(), std::string::npos, unit);
  return rest;
}

}  // namespace

std::string suggestion(const std::string& text, Range range, std::string_view unit) {
  const auto accepted = [&](const std::string& candidate) {
    const auto value = parse_si(candidate, unit);
    return value && *value >= range.min && *value <= range.max &&
           (unit != "B" || *value == std::trunc(*value));
  };
  const auto [number, rest] = number_and_rest(text);
  if (number.empty()) return "";
  std::vector<std::string> candidates;
  if (rest.empty()) {
    const std::string bare = number + ' ' + std::string(unit);
    // Whoever writes an exponent, or zero, or where all is in range, means the unit itself.
    if (number.find_first_of("eE") != std::string::npos || parse_si(bare, unit) == 0.0 ||
        range.max == std::numeric_limits<double>::max() || std::isinf(range.max))
      candidates.push_back(bare);
    for (const std::string prefix : kPrefixes) {
      const bool large = !prefix.empty() && std::string_view("PTGMk").find(prefix) < 5;
      // Nobody writes kiloseconds.
      if (unit != "s" || !large) candidates.push_back(number + ' ' + prefix + std::string(unit));
    }
  } else {
    const std::string said = in_words(rest);
    candidates.push_back(number + ' ' + said);
    for (const std::string& each : spellings(said, unit)) candidates.push_back(number + ' ' + each);
    const bool celsius = std::find(kCelsius.begin(), kCelsius.end(), rest) != kCelsius.end();
    if (unit == "K" && celsius)
      candidates.push_back(format_si_rounded(*parse_si(number, "") + kIcePoint, "K", 12));
    if (const std::string prefix = other_prefix(rest); !prefix.empty())
      candidates.push_back(number + ' ' + prefix + std::string(unit));
  }
  const auto found = std::find_if(candidates.begin(), candidates.end(), accepted);
  return found == candidates.end() ? "" : *found;
}

}  // namespace mho
