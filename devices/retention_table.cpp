#include "devices/retention_table.hpp"

#include <algorithm>
#include <cmath>

#include "devices/remembered.hpp"

namespace mho {

void AgedDistribution::fields(Fields& f) {
  f.quantity("age", age, {1e-9, 1e10}, "Time since programming.");
  f.sections("shift", shift, "Change of the mean as a function of x; absent: none.",
             Presence::optional);
  f.sections("deviation", deviation,
             "Standard deviation as a function of x, programming error included; absent: that of "
             "the programming error.",
             Presence::optional);
}

void RetentionTable::fields(Fields& f) {
  f.choice("interpolation", interpolation,
           {{"linear", "in the age, from 0"}, {"logarithmic", "in its logarithm, from first_age"}},
           "Between two ages.");
  f.quantity("first_age", first_age, {0, 1e9},
             "Age up to which programming_error describes the cells.");
  f.rule(interpolation == Interpolation::linear || first_age.value() > 0, "first_age",
         "must be above 0 for a logarithmic interpolation");
  f.quantity("reference", reference, {1e-15, 1}, "Conductance at which x is 1.");
  f.quantity("scale", scale, {1e-15, 1}, "Conductance that the value 1 of a curve stands for.");
  f.sections("ages", ages, "Measured distributions, in ascending order of age.");
  f.rule(!ages.empty(), "ages", "must have at least one");
  Time previous = first_age;
  for (const AgedDistribution& each : ages) {
    f.rule(each.age > previous, "ages", "must ascend, from above first_age");
    previous = each.age;
  }
}

bool RetentionTable::is_zero() const {
  return std::all_of(ages.begin(), ages.end(), [](const AgedDistribution& each) {
    return mho::is_zero(each.shift) && each.deviation.empty();
  });
}

RetentionTable::Moments RetentionTable::at(std::size_t entry, double target_s,
                                           const ErrorCurve& programmed,
                                           const ConductanceRange& range) const {
  const AgedDistribution& each = ages[entry];
  const double shift_s = scale.value() * value_at(each.shift, target_s / reference.value());
  const double shifted_s = std::max(0.0, target_s + shift_s);
  const double deviation_s =
      each.deviation.empty()
          ? programmed.sigma_s(target_s, range)
          : std::max(0.0, scale.value() * value_at(each.deviation, shifted_s / reference.value()));
  return {shift_s, deviation_s};
}

RetentionTable::Moments RetentionTable::moments(double age_s, double target_s,
                                                const ErrorCurve& programmed,
                                                const ConductanceRange& range) const {
  const Moments first{0, programmed.sigma_s(target_s, range)};
  if (age_s <= first_age.value()) return first;
  const auto later = std::find_if(ages.begin(), ages.end(), [&](const AgedDistribution& each) {
    return each.age.value() >= age_s;
  });
  if (later == ages.end()) return at(ages.size() - 1, target_s, programmed, range);
  const auto entry = static_cast<std::size_t>(later - ages.begin());
  const Moments right = at(entry, target_s, programmed, range);
  const Moments left = entry == 0 ? first : at(entry - 1, target_s, programmed, range);
  const double from_s = entry == 0 ? first_age.value() : ages[entry - 1].age.value();
  const double to_s = later->age.value();
  const double share = interpolation == Interpolation::linear
                           ? (age_s - from_s) / (to_s - from_s)
                           : std::log(age_s / from_s) / std::log(to_s / from_s);
  return {std::lerp(left.shift_s, right.shift_s, share),
          std::lerp(left.deviation_s, right.deviation_s, share)};
}

void RetentionTable::apply(double age_s, const ProgrammingError& programmed,
                           const ConductanceRange& range, const Stream& stream,
                           std::span<const float> target_s, std::span<float> conductance_s) const {
  if (age_s <= first_age.value()) return;
  std::vector<float> xi(target_s.size());
  first_draws(programmed.distribution, stream, xi);
  auto change = remembered<Moments>([&](float target) {
    Moments now = moments(age_s, static_cast<double>(target), programmed.curve, range);
    now.deviation_s -= programmed.curve.sigma_s(static_cast<double>(target), range);
    return now;
  });
  for (std::size_t n = 0; n < xi.size(); ++n) {
    const Moments& each = change(target_s[n]);
    conductance_s[n] = static_cast<float>(static_cast<double>(conductance_s[n]) + each.shift_s +
                                          each.deviation_s * static_cast<double>(xi[n]));
  }
}

}  // namespace mho
