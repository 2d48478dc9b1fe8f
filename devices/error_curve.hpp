// The standard deviation of an error as a function of the conductance. The first three forms are
// the generic ones of CrossSim's device models, restated; the others take published coefficients
// verbatim: sigma = scale x curve(g / reference), cut off at 0.
#pragma once

#include "devices/curve.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

/// The conductances between which a cell's levels lie, in S.
struct ConductanceRange {
  double min_s = 0;
  double max_s = 0;
};

struct ErrorCurve {
  enum class Form {
    constant,
    proportional,
    inverse,
    polynomial,
    logarithm,
    power,
    saturating,
    table
  };

  Form form = Form::constant;
  double sigma = 0;
  Conductance scale;
  Conductance reference;
  Curve curve;

  void fields(Fields& f);

  /// In S, for a conductance in S; not negative.
  double sigma_s(double conductance_s, const ConductanceRange& range) const;
  bool is_zero() const;
};

}  // namespace mho
