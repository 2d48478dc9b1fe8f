#include "sim/config/allowed.hpp"

#include <cmath>
#include <limits>

namespace mho {

namespace {

/// A bound at the end of the doubles is none.
bool is_bound(double value) { return std::abs(value) < std::numeric_limits<double>::max(); }

/// A limit of integers, digit by digit as they have to be written.
std::string whole_text(double value) {
  constexpr double kBeyond = 0x1p63;
  return std::abs(value) < kBeyond && value == std::trunc(value)
             ? std::to_string(static_cast<std::int64_t>(value))
             : format_si(value, "");
}

template <class Text>
std::string between(Range range, const Text& text_of) {
  const bool low = is_bound(range.min);
  const bool high = is_bound(range.max);
  if (low && high) return text_of(range.min) + " to " + text_of(range.max);
  if (low) return "at least " + text_of(range.min);
  if (high) return "at most " + text_of(range.max);
  return "any";
}

}  // namespace

std::string range_text(Range range, std::string_view unit) {
  return between(range, [&](double value) { return format_si(value, unit); });
}

std::string integer_range_text(Range range) { return between(range, whole_text); }

std::string integer_text(Range range) { return "an integer, " + integer_range_text(range); }

std::string quantity_text(Range range, std::string_view unit) {
  const std::string what = unit.empty() ? "a number" : "a value in " + std::string(unit);
  return what + ", " + range_text(range, unit);
}

std::string words_text(const std::vector<Word>& words) {
  std::string text = "one of ";
  for (const Word& word : words) text += (text.size() > 7 ? ", " : "") + std::string(word.name);
  return text;
}

std::string sentence_text(const std::string& sentence, const std::string& allowed) {
  std::string text = "; " + sentence;
  if (text.ends_with('.')) text.pop_back();
  return text + " (" + allowed + ')';
}

}  // namespace mho
