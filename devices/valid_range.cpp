#include "devices/valid_range.hpp"

#include <cmath>

namespace mho {

namespace {

std::string time_text(Time time) {
  constexpr double kDay = 86400;
  if (time.value() < kDay) return format_si_rounded(time.value(), "s", 3);
  if (time.value() < 365.25 * kDay) return format_si_rounded(time.value() / kDay, "", 3) + " day";
  return format_si_rounded(time.value() / (365.25 * kDay), "", 3) + " year";
}

template <class Quantity>
std::string text(Quantity value) {
  return format_si_rounded(value.value(), unit_of<Quantity>(), 4);
}

/// Rounding of g_max / on_off_ratio is not a reason to warn.
constexpr double kRounding = 1e-6;

}  // namespace

void ValidRange::fields(Fields& f) {
  f.quantity("min_conductance", min_conductance, {0, 1}, "Lowest conductance measured.");
  f.quantity("max_conductance", max_conductance, {1e-15, 1}, "Highest conductance measured.");
  f.quantity("max_age", max_age, {0, 1e10}, "Longest time after programming measured.",
             Presence::optional);
  f.quantity("min_temperature", min_temperature, {0, 1000}, "Lowest temperature measured.",
             Presence::optional);
  f.quantity("max_temperature", max_temperature, {0, 1000}, "Highest temperature measured.",
             Presence::optional);
  f.quantity("max_voltage", max_voltage, {0, 100}, "Highest read voltage measured.",
             Presence::optional);
  f.rule(min_conductance < max_conductance, "min_conductance", "must be below max_conductance");
  f.rule(min_temperature <= max_temperature, "min_temperature",
         "must not be above max_temperature");
}

std::vector<std::string> ValidRange::warnings(const Conditions& conditions, Voltage read_voltage,
                                              Conductance g_min, Conductance g_max) const {
  std::vector<std::string> warnings;
  if (g_min < min_conductance * (1 - kRounding) || g_max > max_conductance * (1 + kRounding))
    warnings.push_back("the cell's conductances, " + text(g_min) + " to " + text(g_max) +
                       ", leave the range that its source measured, " + text(min_conductance) +
                       " to " + text(max_conductance));
  if (max_age.value() > 0 && conditions.age > max_age)
    warnings.push_back("age " + time_text(conditions.age) + " is beyond the " + time_text(max_age) +
                       " that the cell's source covers");
  const Temperature t = conditions.temperature;
  if (t.value() > 0 && max_temperature.value() > 0 && (t < min_temperature || t > max_temperature))
    warnings.push_back("temperature " + text(t) + " leaves the range that the cell's source " +
                       "measured, " + text(min_temperature) + " to " + text(max_temperature));
  if (max_voltage.value() > 0 && read_voltage > max_voltage)
    warnings.push_back("read voltage " + text(read_voltage) + " is above the " + text(max_voltage) +
                       " that the cell's source measured");
  return warnings;
}

}  // namespace mho
