// A cell from measurements: programming error, what becomes of it with time and temperature, and
// read noise, by maximum likelihood of normal distributions (or of their robust stand-ins), with
// 95 % intervals by resampling devices (Efron and Tibshirani, An Introduction to the Bootstrap,
// 1993). Devices are resampled whole, as their readings depend on one another (the likelihood of
// the looks is composite: Varin, Reid and Firth, Statistica Sinica 21 (2011)). Forms are chosen by
// Schwarz's criterion (Ann. Stat. 6 (1978)).
//
// What the data do not support is left out of the cell, and said in a sentence.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "devices/fit/fitted_cell.hpp"

namespace mho {

/// How a conductance changes after programming.
enum class DriftForm {
  choose,      ///< the likeliest of the others, by Schwarz's criterion
  none,        ///< not at all
  relaxation,  ///< with ln t, the same for all levels, in S or relative to the conductance
  trend,       ///< with ln t, by level: a retention table of two ages
  table        ///< whatever was measured at each time: a retention table of them all
};

const std::vector<Word>& drift_forms();

/// Readings that are kept from the fit and predicted by it.
struct HoldOut {
  enum class Quantity { devices, target, time, temperature };
  Quantity quantity = Quantity::devices;
  char relation = '=';  ///< '<', '>' or '='
  double value = 0;     ///< SI; of devices the share
};

struct CellFitOptions {
  std::string kind = "rram";
  DriftForm drift = DriftForm::choose;
  bool robust = false;
  int resamples = 200;
  int levels = 0;  ///< 0: as many as were measured, rounded down to a power of two
  std::uint64_t seed = 1;
  double horizon_s = 0;  ///< age that a trend is continued to; 0: the longest one measured
  std::vector<HoldOut> hold_out;
  CellCost cost;  ///< which no measurement here tells
};

/// A figure with its 95 % interval; `unit` is that of format_si.
struct FittedFigure {
  std::string name;
  double value = 0;
  double low = 0;
  double high = 0;
  std::string unit;
};

/// How well a block describes what it was fitted to. Chi-squared compares the groups (level, look)
/// with groups that are free: means by their standard errors, deviations by twice the difference
/// of likelihoods. The Kolmogorov distance is that of all standardized values from the distribution
/// that the cell draws from; its chance is of parameters that were not fitted, so it flatters.
struct Goodness {
  double values = 0;
  double chi_mean = 0, freedom_mean = 0;
  double chi_deviation = 0, freedom_deviation = 0;
  double r2_mean = 0;       ///< of the groups' means; NaN where the block says 0 for all
  double r2_deviation = 0;  ///< of the groups' standard deviations
  double kolmogorov = 0;
  double beyond_three = 0;  ///< share beyond three deviations; of a normal 0.27 %
  double within_95 = 0;     ///< share within 1.96 deviations
};

struct FittedBlock {
  std::string name;  ///< the YAML's key, or "retention, 1 h"
  std::string form;
  Goodness goodness;
  std::vector<FittedFigure> figures;
};

/// Measured and predicted, of one level at one look.
struct Residual {
  double target_s = 0;
  CellLook look;
  double count = 0;
  bool held_out = false;
  double mean_s = 0, predicted_mean_s = 0;            ///< error of the mean, since the target
  double deviation_s = 0, predicted_deviation_s = 0;  ///< of one cell's mean over its reads
};

/// The same of one look, over its levels.
struct LookSummary {
  CellLook look;
  bool held_out = false;
  Goodness goodness;
  double mean_error_s = 0;  ///< root mean square, over levels, of mean less predicted mean
  double deviation_s = 0, predicted_deviation_s = 0;  ///< root mean squares over levels
};

struct CellFit {
  FittedCell cell;
  double devices = 0, readings = 0;
  std::size_t levels = 0;
  bool in_bins = false;
  std::vector<FittedBlock> blocks;
  std::vector<std::string> left_out;  ///< sentences: what was not fitted, and why
  std::vector<std::string> notes;     ///< sentences: what the cell cannot say of these data
  std::vector<LookSummary> looks;     ///< fitted ones, then held out ones
  std::vector<Residual> residuals;
  std::string yaml() const;
};

/// Throws InputError when there is no cell in the data: fewer than two targets, fewer than five
/// devices a target at the first time, nothing left by `hold_out`.
CellFit fit_cell(const Measurements& measurements, const CellFitOptions& options);

}  // namespace mho
