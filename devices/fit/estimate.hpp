// The coefficients of a cell of chosen forms, from groups: what is done once for the data, and once
// for each resample. Conductances count in units of g_max here.
#pragma once

#include <vector>

#include "devices/fit/cell_fit.hpp"

namespace mho {

/// A standard deviation as a function of x = g / g_max: forms constant, proportional, or polynomial
/// of a degree from 1.
struct CurveShape {
  ErrorCurve::Form form = ErrorCurve::Form::constant;
  int degree = 0;
  int terms() const { return degree + 1; }
};

/// The forms of a cell's blocks, without their coefficients.
struct CellRecipe {
  CurveShape programming;
  bool uniform = false;
  DriftForm drift = DriftForm::none;
  bool relative = false;  ///< a relaxation in proportion to the conductance
  int mean_degree = 0;    ///< of trend and table, over the levels
  int deviation_degree = 0;
  bool activates = false;                             ///< ages by Arrhenius' law
  double activation_ev = 0, activation_reach_ev = 0;  ///< where its energy is looked for
  double most_activation_ev = 0;
  bool reads = false;  ///< has read noise
  CurveShape read;
  double end_s = 0;  ///< age of a trend's last entry, at the coldest temperature

  bool begins_later = false;  ///< t0 lies behind the first look

  /// Coefficients of the drift, and of its means, at one look or in all.
  int drift_terms() const;
  int mean_terms() const;
};

/// `cell` with the blocks of the recipe.
FittedCell estimated(const LookedAt& data, const std::vector<LookGroup>& groups,
                     const CellRecipe& recipe, FittedCell cell);

/// The log-likelihood of the groups' errors, all looks but the first (or the first alone).
double drift_likelihood(const LookedAt& data, const std::vector<LookGroup>& groups,
                        const FittedCell& cell);

/// The best shapes by Schwarz's criterion.
CurveShape chosen_programming(const LookedAt& data, const std::vector<LookGroup>& groups,
                              const FittedCell& cell);
CurveShape chosen_read(const LookedAt& data, const std::vector<LookGroup>& groups,
                       const FittedCell& cell);

double acceleration(double activation_ev, double temperature_k, double coldest_k);

}  // namespace mho
