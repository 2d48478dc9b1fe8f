// 1/f noise of reading, integrated from the read time to twice the time since programming:
// sigma(t) = m Q(x) sqrt(ln((t + t_read) / (2 t_read))), with m the present conductance (scale
// relative) or a constant (scale absolute), x = programmed conductance / reference, t = age + t0.
// Source: Nandakumar et al., ICECS (2019). Taken as white from read to read; its correlation in
// time is ignored, and so is a chip's slow common part.
#pragma once

#include <vector>

#include "devices/curve.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

struct FlickerNoise {
  Time read_time;
  Time reference_time;
  Conductance reference;
  Conductance scale;
  std::vector<Curve> amplitude;

  void fields(Fields& f);
  /// Standard deviation (S) of reading conductance_s, which was programmed_s before it aged.
  double sigma_s(double age_s, double conductance_s, double programmed_s) const;
  bool is_zero() const { return mho::is_zero(amplitude); }
};

}  // namespace mho
