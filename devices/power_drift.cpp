#include "devices/power_drift.hpp"

#include <algorithm>
#include <cmath>

#include "devices/draws.hpp"
#include "devices/remembered.hpp"

namespace mho {

void PowerDrift::fields(Fields& f) {
  f.quantity("reference_time", reference_time, {1e-9, 1e9},
             "t0: time after programming at which the programmed conductance was characterized.");
  f.quantity("reference", reference, {1e-15, 1}, "Conductance at which x is 1.");
  pieces_field(f, "mean", mean, "Mean of the exponent nu as a function of x = target / reference.");
  pieces_field(f, "deviation", deviation,
               "Standard deviation of the exponent nu as a function of x.");
}

void PowerDrift::apply(double age_s, const Stream& stream, std::span<const float> target_s,
                       std::span<float> conductance_s) const {
  if (age_s <= 0) return;
  const double log_time = std::log1p(age_s / reference_time.value());
  std::vector<float> xi(target_s.size());
  drawn_for(stream, Draw::drift).normals(0, xi);
  struct Exponent {
    double mean = 0;
    double deviation = 0;
  };
  auto exponent = remembered<Exponent>([&](float target) {
    const double x = static_cast<double>(target) / reference.value();
    return Exponent{value_at(mean, x), std::max(0.0, value_at(deviation, x))};
  });
  for (std::size_t n = 0; n < xi.size(); ++n) {
    const Exponent& e = exponent(target_s[n]);
    const double nu = std::abs(e.mean + e.deviation * static_cast<double>(xi[n]));
    conductance_s[n] =
        static_cast<float>(static_cast<double>(conductance_s[n]) * std::exp(-nu * log_time));
  }
}

double PowerDrift::undone_s(double age_s, double conductance_s) const {
  const double log_time = std::log1p(std::max(0.0, age_s) / reference_time.value());
  const double nu = std::abs(value_at(mean, conductance_s / reference.value()));
  return conductance_s * std::exp(nu * log_time);
}

}  // namespace mho
