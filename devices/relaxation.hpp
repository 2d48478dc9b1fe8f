// Change with the logarithm of time: after age t > 0,
// g += m [a l + (b l + c) xi], l = ln(max(t, t0) / t0), xi standard normal, drawn once per device;
// m is the conductance (relative) or `scale` (absolute). Source of the form: Falcone et al.,
// CMO/HfOx ReRAM (2025), as AIHWKit's ReRamCMONoiseModel fits it. The deviation c arises within t0.
#pragma once

#include <span>

#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct Relaxation {
  Time reference_time;
  Conductance scale;
  double mean = 0;
  double deviation = 0;
  double initial_deviation = 0;

  void fields(Fields& f);
  /// Ages conductances (S); age_s in seconds.
  void apply(double age_s, const Stream& stream, std::span<float> conductance_s) const;
  /// Mean and standard deviation (S) of the change of a conductance.
  double mean_s(double age_s, double conductance_s) const;
  double deviation_s(double age_s, double conductance_s) const;
  bool is_zero() const { return mean == 0 && deviation == 0 && initial_deviation == 0; }

 private:
  double per_s(double conductance_s) const;
  double log_time(double age_s) const;
};

}  // namespace mho
