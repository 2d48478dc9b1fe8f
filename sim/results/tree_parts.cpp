#include "sim/results/tree_parts.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

constexpr int kDigits = 4;

}  // namespace

std::string place_of(const Results& results, const std::string& key) {
  const auto place = results.places.find(key);
  return place == results.places.end() ? "" : place->second;
}

std::string times_text(double count) {
  constexpr double kExact = 1e15;
  if (count == std::floor(count) && count < kExact)
    return std::to_string(static_cast<std::int64_t>(count));
  return format_si_rounded(count, "", kDigits + 2);
}

std::string si_text(double value, const char* unit) {
  return format_si_rounded(value, unit, kDigits);
}

std::vector<Explanation> constants(const Results& results, const std::vector<std::string>& keys,
                                   std::optional<double> value, const char* unit,
                                   const std::string& source) {
  std::vector<Explanation> found;
  for (const std::string& key : keys) {
    Explanation constant;
    constant.name = key;
    constant.place = place_of(results, key);
    found.push_back(std::move(constant));
  }
  if (value && found.size() == 1) {
    found.front().value = value;
    found.front().unit = unit;
  }
  if (!found.empty()) found.front().source = source;
  return found;
}

std::vector<Explanation> tidied(std::vector<Explanation> parts, double whole, double least_share) {
  std::stable_sort(parts.begin(), parts.end(), [](const Explanation& a, const Explanation& b) {
    return a.value.value_or(0) > b.value.value_or(0);
  });
  // Sorted, so that the small parts are the last ones; one alone is told as it is.
  const auto small = std::find_if(parts.begin(), parts.end(), [&](const Explanation& part) {
    const double value = part.value.value_or(0);
    return value <= 0 || value < least_share * whole;
  });
  if (const auto number = parts.end() - small; number > 1) {
    Explanation others{std::to_string(number) + " smaller parts", 0.0, small->unit};
    for (auto part = small; part != parts.end(); ++part) *others.value += part->value.value_or(0);
    parts.erase(small, parts.end());
    parts.push_back(std::move(others));
  }
  if (whole > 0)
    for (Explanation& part : parts) part.share = *part.value / whole;
  return parts;
}

}  // namespace mho
