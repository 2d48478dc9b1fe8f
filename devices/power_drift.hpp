// Drift of phase-change memory: G(t) = G_prog (t / t0)^-nu, nu = |N(mu(x), sigma(x))| drawn once
// per device, x = target conductance / reference; t = t0 + age. Source of the form: Le Gallo et
// al., Adv. Electron. Mater. 4, 1700627 (2018); Nandakumar et al., ICECS (2019).
#pragma once

#include <span>
#include <vector>

#include "devices/curve.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"

namespace mho {

struct PowerDrift {
  Time reference_time;
  Conductance reference;
  std::vector<Curve> mean;
  std::vector<Curve> deviation;

  void fields(Fields& f);
  /// Ages conductances (S) that were programmed to target_s; age_s in seconds.
  void apply(double age_s, const Stream& stream, std::span<const float> target_s,
             std::span<float> conductance_s) const;
  /// What a drifted conductance (S) was before, on average.
  double undone_s(double age_s, double conductance_s) const;
  bool is_zero() const { return mho::is_zero(mean) && mho::is_zero(deviation); }
};

}  // namespace mho
