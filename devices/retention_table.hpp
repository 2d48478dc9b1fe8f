// Programmed distributions measured at several ages: at each, the mean shift and the standard
// deviation of the conductance as functions of the target, x = g / reference. Between ages both are
// interpolated; beyond the last they stay. A device keeps its place in the distribution: the error
// at every age is the same standard normal that the write drew, so
//   g(t) = g_programmed + shift(t) + (sigma(t) - sigma_programming) xi.
// How devices trade places with time is ignored: a table does not tell.
#pragma once

#include <span>
#include <vector>

#include "devices/programming.hpp"

namespace mho {

struct AgedDistribution {
  Time age;
  std::vector<Curve> shift;      ///< empty: none
  std::vector<Curve> deviation;  ///< empty: as programmed

  void fields(Fields& f);
};

struct RetentionTable {
  enum class Interpolation { linear, logarithmic };

  Interpolation interpolation = Interpolation::linear;
  Time first_age;
  Conductance reference;
  Conductance scale;
  std::vector<AgedDistribution> ages;

  void fields(Fields& f);

  /// Shift and standard deviation (S) at an age of cells programmed to target_s; `programmed` is
  /// the curve of the programming error, which holds up to first_age.
  struct Moments {
    double shift_s = 0;
    double deviation_s = 0;
  };
  Moments moments(double age_s, double target_s, const ErrorCurve& programmed,
                  const ConductanceRange& range) const;

  /// Ages conductances (S) that were programmed to target_s with the first pulse's draws of
  /// `stream`.
  void apply(double age_s, const ProgrammingError& programmed, const ConductanceRange& range,
             const Stream& stream, std::span<const float> target_s,
             std::span<float> conductance_s) const;
  bool is_zero() const;

 private:
  Moments at(std::size_t entry, double target_s, const ErrorCurve& programmed,
             const ConductanceRange& range) const;
};

}  // namespace mho
