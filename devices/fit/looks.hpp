// Measurements in the order in which they are fitted: by the level that was aimed at and by the
// look, a time and a temperature at which many cells were read. Readings of one device at one look
// are repeats: their mean is the cell's, their scatter the read noise.
#pragma once

#include <string>
#include <vector>

#include "devices/fit/measurements.hpp"

namespace mho {

struct CellLook {
  double time_s = 0;
  double temperature_k = 0;  ///< 0: not stated
};

/// One device at one look.
struct CellPoint {
  int device = 0;
  int level = 0;
  int look = 0;
  int reads = 0;
  double error_s = 0;     ///< mean of the reads, less the target
  double squares_s2 = 0;  ///< sum of the reads' squared deviations from their mean
  double change_s = 0;    ///< of the mean since the first look, if `has_change`
  bool has_change = false;
};

struct LookedAt {
  std::vector<double> level_s;  ///< targets, ascending; of targets in bins the bins' means
  std::vector<CellLook> looks;  ///< by temperature, then time
  std::vector<CellPoint> points;
  int devices = 0;
  bool in_bins = false;
  double first_s = 0;      ///< time of the first look
  double reference_s = 0;  ///< t0 of what changes: the first time above 0
  double coldest_k = 0;    ///< 0: no temperatures
  bool is_first(const CellPoint& point) const {
    return looks[static_cast<std::size_t>(point.look)].time_s == first_s;
  }
};

/// Times within 25 % of the earliest of them, at one temperature, are one look at their geometric
/// mean. More than 64 targets are put into at most 32 bins of equally many devices.
LookedAt looked_at(const Measurements& measurements);

/// What the points of one level at one look come to; robust: medians, and 1.4826 median absolute
/// deviations for standard deviations (Huber, Robust Statistics, 1981).
struct LookGroup {
  int level = 0;
  int look = 0;
  double count = 0;
  double error_s = 0;             ///< mean error
  double error_variance_s2 = 0;   ///< about that mean
  double changed = 0;             ///< points with a change
  double change_s = 0;            ///< mean change since the first look
  double change_variance_s2 = 0;  ///< about that mean
  double reads = 0;               ///< mean number of reads a point
  double repeats = 0;             ///< degrees of freedom of the read noise
  double squares_s2 = 0;          ///< sum over them
};

/// The mean square of `count` values about `about`, of their mean and the variance about that.
inline double mean_square(double count, double mean, double variance, double about) {
  return variance * (count - 1) / count + (mean - about) * (mean - about);
}

/// `weight` of each device: how often it counts (0: held out).
std::vector<LookGroup> groups_of(const LookedAt& data, const std::vector<double>& weight,
                                 bool robust);

}  // namespace mho
