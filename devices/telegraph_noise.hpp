// Random telegraph noise: a trap that is filled for a share p of the time lowers its cell's
// conductance by dG = a(x) g, x = g / g_max. Around the mean over time, which programming sees,
// the cell conducts g [1 - a (s - p)], s = 1 with probability p, else 0. A slow trap keeps its
// state over one look at the chip (drawn per chip and age); a fast one is read noise of the
// variance p (1 - p) dG^2, as a normal. One trap a cell at most. Source of the two-level form:
// Ielmini et al., Appl. Phys. Lett. 96, 053503 (2010).
#pragma once

#include <span>
#include <vector>

#include "devices/curve.hpp"
#include "devices/error_curve.hpp"
#include "sim/base/random.hpp"

namespace mho {

struct TelegraphNoise {
  enum class Speed { slow, fast };

  Speed speed = Speed::slow;
  double cells = 0;
  double filled = 0;
  std::vector<Curve> amplitude;

  void fields(Fields& f);
  /// Of slow traps: puts each cell into the state that it has at this age.
  void apply(double age_s, const ConductanceRange& range, const Stream& stream,
             std::span<float> conductance_s) const;
  /// Of fast traps (S^2): averaged over cells with and without one.
  double variance_s2(double conductance_s, const ConductanceRange& range) const;
  bool is_zero() const;
};

}  // namespace mho
