#include "devices/physical_cell.hpp"

#include <algorithm>
#include <cmath>

#include "devices/draws.hpp"

namespace mho {

namespace {

/// Of a normal, 3 draws in 10^7 lie above.
constexpr double kDeviations = 5;
constexpr double kTenYears_s = 10 * 365.25 * 86400;
/// Automotive range, where a cell states no temperatures.
constexpr double kCold_k = 233;
constexpr double kHot_k = 398;

double squared(double x) { return x * x; }

}  // namespace

bool PhysicalCell::ages() const {
  return (drift_ && !drift_->is_zero()) || (relaxation_ && !relaxation_->is_zero()) ||
         (retention_ && !retention_->is_zero()) || charge_loss_;
}

Effects PhysicalCell::effects() const {
  Effects on;
  const auto add = [&](bool models, Effect effect) {
    if (models) on = on.with({effect});
  };
  add(programming_ && !programming_->curve.is_zero(), Effect::programming_error);
  add(variation_ && variation_->sigma > 0, Effect::device_variation);
  add(stuck_ && !stuck_->is_zero(), Effect::stuck_cells);
  add(ages(), Effect::drift);
  add(temperature_ && !temperature_->is_zero(ages()), Effect::temperature);
  add((read_ && !read_->is_zero()) || (flicker_ && !flicker_->is_zero()), Effect::read_noise);
  add(telegraph_ && !telegraph_->is_zero(), Effect::telegraph_noise);
  add(voltage_terms() > 1, Effect::nonlinearity);
  return on;
}

/// The age (s) that the cells feel: faster when warm.
double PhysicalCell::aging_s(const Conditions& conditions, const Effects& on) const {
  if (!on.has(Effect::drift)) return 0;
  const double age_s = std::max(0.0, conditions.age.value());
  const bool warm = on.has(Effect::temperature) && conditions.temperature.value() > 0;
  return warm ? age_s * temperature_->acceleration(conditions.temperature.value()) : age_s;
}

void PhysicalCell::age(double age_s, const Stream& stream, std::span<const float> target_s,
                       std::span<float> conductance_s) const {
  if (age_s <= 0) return;
  if (retention_) retention_->apply(age_s, *programming_, range(), stream, target_s, conductance_s);
  for (float& each : conductance_s) each = std::max(each, 0.0F);
  if (drift_) drift_->apply(age_s, stream, target_s, conductance_s);
  if (relaxation_) relaxation_->apply(age_s, stream, conductance_s);
  if (charge_loss_) charge_loss_->apply(age_s, range(), stream, conductance_s);
}

void PhysicalCell::conductances(const CellGrid& grid, const Conditions& conditions,
                                std::span<const float> target_s, const Stream& stream,
                                std::span<float> conductance_s) const {
  const std::vector<float> target(target_s.begin(), target_s.end());
  std::copy(target.begin(), target.end(), conductance_s.begin());
  const Effects on = conditions.effects.among(effects());
  const bool errs = on.has(Effect::programming_error);
  const bool differs = on.has(Effect::device_variation);
  if (differs) variation_->apply(stream, conductance_s);
  const Stream written =
      conditions.writing == 0 ? stream : drawn_for(stream, Draw::writing).child(conditions.writing);
  // A loop also corrects devices that differ when its own pulses are exact.
  if (errs || (differs && verify_))
    program(errs ? *programming_ : ProgrammingError{}, verify_, range(), written, target,
            conductance_s, {});
  age(aging_s(conditions, on), stream, target, conductance_s);
  if (on.has(Effect::temperature) && conditions.temperature.value() > 0)
    temperature_->apply(conditions.temperature.value(), range(), target, conductance_s);
  if (on.has(Effect::telegraph_noise))
    telegraph_->apply(conditions.age.value(), range(), stream, conductance_s);
  if (on.has(Effect::stuck_cells)) stuck_->apply(grid, range(), stream, conductance_s);
  const auto ceiling = static_cast<float>(g_ceiling().value());
  for (float& each : conductance_s) each = std::clamp(each, 0.0F, ceiling);
}

void PhysicalCell::read_variance(const Conditions& conditions, std::span<const float> conductance_s,
                                 std::span<float> variance_s2) const {
  const Effects on = conditions.effects.among(effects());
  const bool reads = on.has(Effect::read_noise);
  const bool traps = on.has(Effect::telegraph_noise);
  const double drifted_s = drift_ ? aging_s(conditions, on) : 0;
  const ConductanceRange limits = range();
  for (std::size_t n = 0; n < conductance_s.size(); ++n) {
    const auto g = static_cast<double>(conductance_s[n]);
    double variance = 0;
    if (reads && read_) variance += squared(read_->sigma_s(g, limits));
    if (reads && flicker_) {
      const double programmed_s = drifted_s > 0 ? drift_->undone_s(drifted_s, g) : g;
      variance += squared(flicker_->sigma_s(conditions.age.value(), g, programmed_s));
    }
    if (traps) variance += telegraph_->variance_s2(g, limits);
    variance_s2[n] = static_cast<float>(variance);
  }
}

bool PhysicalCell::has_read_noise(const Effects& effects_on) const {
  const Effects on = effects_on.among(effects());
  return on.has(Effect::read_noise) ||
         (on.has(Effect::telegraph_noise) && telegraph_->speed == TelegraphNoise::Speed::fast);
}

void PhysicalCell::voltage_term(int term, std::span<const float> conductance_s,
                                std::span<float> coefficient) const {
  if (voltage_terms() == 1) return Cell::voltage_term(term, conductance_s, coefficient);
  nonlinearity_->coefficients(term, conductance_s, coefficient);
}

ProgrammingEffort PhysicalCell::effort(const CellGrid& grid, std::span<const float> target_s,
                                       const Stream& stream) const {
  if (!verify_) return Cell::effort(grid, target_s, stream);
  std::vector<float> conductance_s(target_s.begin(), target_s.end());
  if (variation_) variation_->apply(stream, conductance_s);
  std::vector<int> pulses(target_s.size());
  program(*programming_, verify_, range(), stream, target_s, conductance_s, pulses);
  return summed(grid, pulses);
}

/// Five deviations above the mean of cells with this target, at the worst age and temperature.
double PhysicalCell::highest_s(double target_s, const ConductanceRange& limits) const {
  const double sigma_s = programming_ ? programming_->curve.sigma_s(target_s, limits) : 0;
  const double factor = variation_ ? variation_->factor(kDeviations) : 1;
  double relaxed_s = 0;
  double relaxed_variance = 0;
  if (relaxation_) {
    const double stated_s = valid_ ? valid_->max_age.value() : 0;
    const double horizon_s = stated_s > 0 ? stated_s : kTenYears_s;
    relaxed_s = std::max(0.0, relaxation_->mean_s(horizon_s, target_s));
    relaxed_variance = squared(relaxation_->deviation_s(horizon_s, target_s));
  }
  const auto high = [&](double mean_s, double deviation_s) {
    const double spread = factor * mean_s - mean_s;
    const double error = squared(kDeviations) * (squared(deviation_s) + relaxed_variance);
    return mean_s + relaxed_s + std::sqrt(squared(spread) + error);
  };
  double highest = high(target_s, sigma_s);
  if (retention_) {
    for (const AgedDistribution& each : retention_->ages) {
      const auto aged =
          retention_->moments(each.age.value(), target_s, programming_->curve, limits);
      highest = std::max(highest, high(target_s + aged.shift_s, aged.deviation_s));
    }
  }
  if (telegraph_ && telegraph_->speed == TelegraphNoise::Speed::slow)
    highest *= 1 + telegraph_->filled * value_at(telegraph_->amplitude, target_s / limits.max_s);
  return highest;
}

Conductance PhysicalCell::g_ceiling() const {
  const ConductanceRange limits = range();
  double ceiling_s = limits.max_s;
  for (int level = 0; level < levels(); ++level) {
    const double target_s = std::lerp(limits.min_s, limits.max_s, 1.0 * level / (levels() - 1));
    double warm = 1;
    if (temperature_) {
      const bool stated = valid_ && valid_->max_temperature.value() > 0;
      const double low_k = stated ? valid_->min_temperature.value() : kCold_k;
      const double high_k = stated ? valid_->max_temperature.value() : kHot_k;
      warm = std::max({1.0, temperature_->factor(low_k, target_s, limits),
                       temperature_->factor(high_k, target_s, limits)});
    }
    ceiling_s = std::max(ceiling_s, warm * highest_s(target_s, limits));
  }
  return from_si<Conductance>(ceiling_s);
}

std::vector<std::string> PhysicalCell::warnings(const Conditions& conditions,
                                                Voltage read_voltage) const {
  std::vector<std::string> warnings;
  if (valid_) warnings = valid_->warnings(conditions, read_voltage, g_min(), g_max());
  const Effects modelled = effects();
  if (conditions.age.value() > 0 && !modelled.has(Effect::drift))
    warnings.push_back("the cell's description holds no change with age: the age has no effect");
  if (conditions.temperature.value() > 0 && !modelled.has(Effect::temperature))
    warnings.push_back(
        "the cell's description holds no dependence on temperature: the temperature has no effect");
  return warnings;
}

}  // namespace mho
