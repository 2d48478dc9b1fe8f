#include "sim/base/error.hpp"

#include <algorithm>
#include <numeric>

#include "sim/base/text.hpp"

namespace mho {

namespace {

/// The first of them, a line each: a file can have as many problems as lines.
std::string joined(const std::vector<Problem>& problems) {
  constexpr std::size_t kShown = 100;
  const std::size_t shown = std::min(problems.size(), kShown);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : "\n") + problems[i].text();
  if (problems.size() > shown)
    text += "\n... and " + std::to_string(problems.size() - shown) + " more problems";
  return text;
}

/// Insertions, deletions, substitutions and swaps of neighbors (optimal string alignment).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substituted});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

/// The shortest of `allowed` that begins with `word`; "" when that says little.
std::string completed(const std::string& word, const std::vector<std::string>& allowed) {
  constexpr std::size_t kLeast = 3;
  std::string shortest;
  if (word.size() < kLeast) return shortest;
  for (const std::string& candidate : allowed)
    if (candidate.starts_with(word) && (shortest.empty() || candidate.size() < shortest.size()))
      shortest = candidate;
  return shortest;
}

}  // namespace

std::string Problem::text() const {
  std::string text;
  if (!place.file.empty()) {
    text += place.file;
    if (place.line > 0) text += ':' + std::to_string(place.line);
    text += ": ";
  }
  if (!key.empty()) text += key + ": ";
  return printable(text + message);
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

InputError::InputError(Place place, std::string key, std::string message)
    : InputError(std::vector<Problem>{{std::move(place), std::move(key), std::move(message)}}) {}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& allowed) {
  const std::size_t limit = (word.size() + 2) / 3;
  std::string nearest;
  // A word that shares no letter is never near.
  std::size_t smallest = std::min(limit + 1, word.size());
  for (const std::string& candidate : allowed) {
    // The distance is at least the difference of the lengths.
    if (std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size()) > limit)
      continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  if (nearest.empty()) nearest = completed(word, allowed);
  return nearest.empty() ? "" : ", did you mean '" + nearest + "'?";
}

}  // namespace mho
