#include "sim/explore/design/goal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "sim/base/quantity.hpp"
#include "sim/config/scalar.hpp"
#include "sim/figures/metric_catalogue.hpp"

namespace mho {

namespace {

/// Units that metrics are prefixes of: "mm2", "nJ".
constexpr std::array<const char*, 8> kSiUnits{"J", "W", "s", "m2", "m", "Hz", "V", "K"};

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// The unit without its plural.
std::string singular(const std::string& unit) { return unit == "points" ? "point" : unit; }

/// "10 mm2" in `unit`; none when it is another unit, or no number.
std::optional<double> value_in(const std::string& text, const std::string& unit) {
  for (const char* si : kSiUnits) {
    const std::optional<double> one = parse_si("1 " + unit, si);
    if (!one) continue;
    const std::optional<double> value = parse_si(text, si);
    return value ? std::optional(*value / *one) : std::nullopt;
  }
  std::size_t end = text.find_first_not_of("+-.0123456789eE");
  if (end == std::string::npos) end = text.size();
  const auto number = parse_number(trimmed(text.substr(0, end)));
  const double* value = std::get_if<double>(&number);
  if (value == nullptr || singular(trimmed(text.substr(end))) != singular(unit))
    return std::nullopt;
  return *value;
}

}  // namespace

double Constraint::violation(double value) const {
  const double beyond = relation == Relation::at_most ? value - limit : limit - value;
  if (beyond <= 0) return 0;
  return beyond / (limit == 0 ? 1 : std::fabs(limit));
}

void check_metric(const std::string& metric, const Place& place, const std::string& key) {
  std::vector<std::string> names;
  for (const MetricRow& row : metric_catalogue()) names.push_back(row.name);
  if (std::find(names.begin(), names.end(), metric) == names.end())
    throw InputError(
        place, key,
        "no run has a metric '" + metric + "'" + did_you_mean(metric, names) +
            " (mho explain METRIC says what each is; a report's JSON has all of them)");
}

Constraint constraint_of(const std::string& metric, const std::string& text, const Place& place,
                         const std::string& key) {
  check_metric(metric, place, key);
  const std::string unit = metric_row(metric).unit;
  Constraint constraint{metric, Constraint::Relation::at_most, 0, text, place};
  const std::string all = trimmed(text), relation = all.substr(0, 2);
  if (relation == ">=") constraint.relation = Constraint::Relation::at_least;
  const auto limit =
      relation == "<=" || relation == ">=" ? value_in(trimmed(all.substr(2)), unit) : std::nullopt;
  if (!limit)
    throw InputError(place, key,
                     "is '" + text + "', must be '<= NUMBER" + (unit.empty() ? "" : " " + unit) +
                         "' or '>= NUMBER" + (unit.empty() ? "" : " " + unit) + "'");
  constraint.limit = *limit;
  return constraint;
}

bool is_of_trials(const std::string& metric) {
  return metric.starts_with("accuracy.") || metric.starts_with("output.");
}

}  // namespace mho
