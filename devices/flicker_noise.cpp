#include "devices/flicker_noise.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

void FlickerNoise::fields(Fields& f) {
  f.quantity("read_time", read_time, {1e-12, 1}, "Duration of one read, t_read.");
  f.quantity("reference_time", reference_time, {0, 1e9},
             "t0: time after programming that age 0 stands for.");
  f.quantity("reference", reference, {1e-15, 1}, "Conductance at which x is 1.");
  f.quantity("scale", scale, {0, 1},
             "Standard deviation that the value 1 of the amplitude stands for; absent: the "
             "conductance that is read.",
             Presence::optional);
  pieces_field(f, "amplitude", amplitude, "Q as a function of x = programmed / reference.");
}

double FlickerNoise::sigma_s(double age_s, double conductance_s, double programmed_s) const {
  const double t_s = std::max(0.0, age_s) + reference_time.value();
  const double ratio = (t_s + read_time.value()) / (2 * read_time.value());
  if (ratio <= 1) return 0;
  const double per = scale.value() > 0 ? scale.value() : conductance_s;
  const double q = std::max(0.0, value_at(amplitude, programmed_s / reference.value()));
  return per * q * std::sqrt(std::log(ratio));
}

}  // namespace mho
