#include "sim/config/allowed.hpp"

#include <cmath>
#include <limits>

namespace mho {

namespace {

/// A bound at the end of the doubles is none.
bool is_bound(double value) { return std::abs(value) < std::numeric_limits<double>::max(); }

}  // namespace

std::string range_text(Range range, std::string_view unit) {
  const bool low = is_bound(range.min);
  const bool high = is_bound(range.max);
  if (low && high) return format_si(range.min, unit) + " to " + format_si(range.max, unit);
  if (low) return "at least " + format_si(range.min, unit);
  if (high) return "at most " + format_si(range.max, unit);
  return "any";
}

std::string integer_text(Range range) { return "an integer, " + range_text(range, ""); }

std::string quantity_text(Range range, std::string_view unit) {
  const std::string what = unit.empty() ? "a number" : "a value in " + std::string(unit);
  return what + ", " + range_text(range, unit);
}

std::string words_text(const std::vector<Word>& words) {
  std::string text = "one of ";
  for (const Word& word : words) text += (text.size() > 7 ? ", " : "") + std::string(word.name);
  return text;
}

std::string example_text(const std::string& number, Range range, std::string_view unit) {
  const std::string bare = number + ' ' + std::string(unit);
  if (!is_bound(range.max) || parse_si(bare, unit) == 0.0) return bare;
  for (const char* prefix : {"G", "M", "k", "", "m", "u", "n", "p", "f", "a"}) {
    if (unit == "s" && std::string_view("GMk").find(*prefix) != std::string_view::npos && *prefix)
      continue;  // nobody writes kiloseconds
    const std::string text = number + ' ' + prefix + std::string(unit);
    const auto value = parse_si(text, unit);
    if (value && *value >= range.min && *value <= range.max) return text;
  }
  return format_si(range.max, unit);
}

std::string sentence_text(const std::string& sentence, const std::string& allowed) {
  std::string text = "; " + sentence;
  if (text.ends_with('.')) text.pop_back();
  return text + " (" + allowed + ')';
}

}  // namespace mho
