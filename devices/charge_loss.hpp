// Retention of a cell that stores charge on a node that leaks: the conductance above g_min decays
// as exp(-(t / tau)^beta), tau = median x exp(sigma xi) drawn once per device. beta = 1 is a
// constant leak; below 1 the leak slows down. Voltage dependence of the leak beyond beta is
// ignored.
#pragma once

#include <span>

#include "devices/error_curve.hpp"
#include "sim/base/random.hpp"

namespace mho {

struct ChargeLoss {
  Time lifetime;
  double spread = 0;
  double stretch = 1;

  void fields(Fields& f);
  /// Ages conductances (S); age_s in seconds.
  void apply(double age_s, const ConductanceRange& range, const Stream& stream,
             std::span<float> conductance_s) const;
};

}  // namespace mho
