#include "sim/base/error.hpp"

#include <algorithm>
#include <numeric>

namespace mho {

namespace {

std::string joined(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += problem.text();
  }
  return text;
}

/// Levenshtein distance: insertions, deletions and substitutions.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
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
  return text + message;
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

InputError::InputError(Place place, std::string key, std::string message)
    : InputError(std::vector<Problem>{{std::move(place), std::move(key), std::move(message)}}) {}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& allowed) {
  std::string nearest;
  // Two edits are one swap of letters; a word that shares no letter is never near.
  const std::size_t limit = std::max<std::size_t>(2, word.size() / 3);
  std::size_t smallest = std::min(limit + 1, word.size());
  for (const std::string& candidate : allowed) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest.empty() ? "" : ", did you mean '" + nearest + "'?";
}

}  // namespace mho
