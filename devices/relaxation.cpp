#include "devices/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "devices/draws.hpp"

namespace mho {

void Relaxation::fields(Fields& f) {
  f.quantity("reference_time", reference_time, {1e-9, 1e9},
             "t0: time after programming at which the logarithm is 0.");
  f.quantity("scale", scale, {0, 1},
             "Change that the value 1 of the coefficients stands for; absent: the conductance.",
             Presence::optional);
  f.number("mean", mean, {-10, 10}, "Mean change, times ln(t / t0).");
  f.number("deviation", deviation, {0, 10}, "Standard deviation of the change, times ln(t / t0).");
  f.number("initial_deviation", initial_deviation, {0, 10},
           "Standard deviation of the change at t0.");
}

double Relaxation::per_s(double conductance_s) const {
  return scale.value() > 0 ? scale.value() : conductance_s;
}

double Relaxation::log_time(double age_s) const {
  return std::log(std::max(1.0, age_s / reference_time.value()));
}

double Relaxation::mean_s(double age_s, double conductance_s) const {
  return age_s > 0 ? per_s(conductance_s) * mean * log_time(age_s) : 0;
}

double Relaxation::deviation_s(double age_s, double conductance_s) const {
  if (age_s <= 0) return 0;
  return per_s(conductance_s) * (deviation * log_time(age_s) + initial_deviation);
}

void Relaxation::apply(double age_s, const Stream& stream, std::span<float> conductance_s) const {
  if (age_s <= 0) return;
  std::vector<float> xi(conductance_s.size());
  drawn_for(stream, Draw::relaxation).normals(0, xi);
  for (std::size_t n = 0; n < xi.size(); ++n) {
    const auto g = static_cast<double>(conductance_s[n]);
    conductance_s[n] = static_cast<float>(g + mean_s(age_s, g) +
                                          deviation_s(age_s, g) * static_cast<double>(xi[n]));
  }
}

}  // namespace mho
