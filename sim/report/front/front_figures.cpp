#include "sim/report/front/front_figures.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/report/columns.hpp"
#include "sim/report/json_values.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

/// The last `words` words of a dotted key.
std::string ending(const std::string& key, int words) {
  std::size_t at = key.size();
  for (; words > 0 && at != std::string::npos; --words)
    at = at == 0 ? std::string::npos : key.rfind('.', at - 1);
  return at == std::string::npos ? key : key.substr(at + 1);
}

}  // namespace

std::vector<std::string> short_keys(const std::vector<std::string>& keys) {
  std::vector<std::string> names;
  for (const std::string& key : keys) {
    int words = 2;
    const auto is_shared = [&](const std::string& other) {
      return other != key && ending(other, words) == ending(key, words);
    };
    while (ending(key, words) != key && std::any_of(keys.begin(), keys.end(), is_shared)) ++words;
    names.push_back(ending(key, words));
  }
  return names;
}

std::string figure_text(const FrontFigure& figure, const std::string& unit) {
  return metric_text({"", figure.value, unit, "", ""});
}

std::string noise_text(const FrontFigure& figure) {
  if (!figure.ci95) return "";
  return " ± " + fixed((figure.ci95->high - figure.ci95->low) / 2, 2);
}

std::string exact_text(double value) {
  std::array<char, 32> digits;
  return {digits.data(),
          std::to_chars(digits.data(), digits.data() + digits.size(), finite(value)).ptr};
}

std::string aim_text(const FrontObjective& objective) {
  return (objective.maximize ? "maximize " : "minimize ") + objective.metric;
}

}  // namespace mho
