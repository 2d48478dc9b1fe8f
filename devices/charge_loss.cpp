#include "devices/charge_loss.hpp"

#include <cmath>
#include <vector>

#include "devices/draws.hpp"

namespace mho {

void ChargeLoss::fields(Fields& f) {
  f.quantity("lifetime", lifetime, {1e-9, 1e12},
             "Median tau: time after which 1/e of the conductance above g_min is left.");
  f.number("spread", spread, {0, 3}, "Standard deviation of ln tau between devices.");
  f.number("stretch", stretch, {0.1, 2}, "Exponent beta; 1 is exponential decay.");
}

void ChargeLoss::apply(double age_s, const ConductanceRange& range, const Stream& stream,
                       std::span<float> conductance_s) const {
  if (age_s <= 0) return;
  std::vector<float> xi(conductance_s.size());
  drawn_for(stream, Draw::lifetime).normals(0, xi);
  const double log_ratio = std::log(age_s / lifetime.value());
  for (std::size_t n = 0; n < xi.size(); ++n) {
    const double exponent = std::exp(stretch * (log_ratio - spread * static_cast<double>(xi[n])));
    const double above = static_cast<double>(conductance_s[n]) - range.min_s;
    conductance_s[n] = static_cast<float>(range.min_s + above * std::exp(-exponent));
  }
}

}  // namespace mho
