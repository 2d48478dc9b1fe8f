#include "devices/temperature.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/physical_constants.hpp"

namespace mho {

void TemperatureDependence::fields(Fields& f) {
  f.quantity("reference", reference, {1, 1000}, "T0: temperature of the characterization.");
  f.number("coefficient_g_min", coefficient_g_min, {-0.1, 0.1},
           "Relative change per kelvin of a cell at g_min.");
  f.number("coefficient_g_max", coefficient_g_max, {-0.1, 0.1},
           "Relative change per kelvin of a cell at g_max.");
  f.quantity("activation", activation, {0, 1e-18},
             "Energy E of Arrhenius' law for aging; 0: aging does not depend on temperature.");
}

double TemperatureDependence::factor(double temperature_k, double target_s,
                                     const ConductanceRange& range) const {
  const double place = std::clamp((target_s - range.min_s) / (range.max_s - range.min_s), 0.0, 1.0);
  const double c = std::lerp(coefficient_g_min, coefficient_g_max, place);
  return std::max(0.0, 1 + c * (temperature_k - reference.value()));
}

void TemperatureDependence::apply(double temperature_k, const ConductanceRange& range,
                                  std::span<const float> target_s,
                                  std::span<float> conductance_s) const {
  for (std::size_t n = 0; n < target_s.size(); ++n)
    conductance_s[n] =
        static_cast<float>(static_cast<double>(conductance_s[n]) *
                           factor(temperature_k, static_cast<double>(target_s[n]), range));
}

double TemperatureDependence::acceleration(double temperature_k) const {
  return std::exp(activation.value() / kBoltzmann * (1 / reference.value() - 1 / temperature_k));
}

}  // namespace mho
