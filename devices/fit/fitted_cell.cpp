#include "devices/fit/fitted_cell.hpp"

#include <cmath>

namespace mho {

void FittedCell::fields(Fields& f) {
  f.text("kind", kind, "The kind of cell.");
  f.integer("levels", levels, {2, 256}, "Conductance levels.");
  f.quantity("g_max", g_max, {1e-12, 1e-1}, "Conductance of the highest level.");
  f.number("on_off_ratio", on_off_ratio, {1.1, 1e9}, "g_max / g_min.");
  f.section("programming_error", programming, "Error of a programmed conductance.");
  f.section("retention", retention, "Distributions at several ages.");
  f.section("relaxation", relaxation, "Change with the logarithm of time.");
  f.section("read_noise", read_noise, "Noise of the conductance, drawn at every read.");
  f.section("temperature", temperature, "What the temperature changes.");
  f.section("valid", valid, "Where the measurements lie.");
  cost.fields(f);
}

FittedCell::Prediction FittedCell::predict(double target_s, const CellLook& look) const {
  Prediction p;
  const double programmed_s = programming ? programming->curve.sigma_s(target_s, range()) : 0;
  p.deviation_s = programmed_s;
  const double faster =
      temperature && look.temperature_k > 0 ? temperature->acceleration(look.temperature_k) : 1;
  const double age_s = look.time_s * faster;
  if (retention) {
    const auto moments = retention->moments(age_s, target_s, programming->curve, range());
    p.mean_s = moments.shift_s;
    p.deviation_s = moments.deviation_s;
    p.changed_s = std::abs(moments.deviation_s - programmed_s);
  }
  if (relaxation) {
    p.mean_s = relaxation->mean_s(age_s, target_s);
    p.changed_s = relaxation->deviation_s(age_s, target_s);
    p.deviation_s = std::hypot(programmed_s, p.changed_s);
  }
  if (read_noise) p.noise_s = read_noise->sigma_s(target_s + p.mean_s, range());
  return p;
}

}  // namespace mho
