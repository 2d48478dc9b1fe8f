// The cell that is fitted: the blocks of the kinds that have programming error, retention,
// relaxation and read noise (rram, sonos, flash), as values. Written as YAML it is a file of
// configs/cells; predict() is what such a cell does on average.
#pragma once

#include <optional>
#include <string>

#include "devices/cell_cost.hpp"
#include "devices/error_curve.hpp"
#include "devices/fit/looks.hpp"
#include "devices/programming.hpp"
#include "devices/relaxation.hpp"
#include "devices/retention_table.hpp"
#include "devices/temperature.hpp"
#include "devices/valid_range.hpp"

namespace mho {

struct FittedCell {
  std::string kind = "rram";
  int levels = 2;
  Conductance g_max;
  double on_off_ratio = 1;
  std::optional<ProgrammingError> programming;
  std::optional<RetentionTable> retention;
  std::optional<Relaxation> relaxation;
  std::optional<ErrorCurve> read_noise;
  std::optional<TemperatureDependence> temperature;
  std::optional<ValidRange> valid;
  CellCost cost;

  void fields(Fields& f);
  ConductanceRange range() const { return {g_max.value() / on_off_ratio, g_max.value()}; }

  struct Prediction {
    double mean_s = 0;       ///< change of the mean since programming
    double deviation_s = 0;  ///< of one conductance, without read noise
    double changed_s = 0;    ///< standard deviation of the change alone
    double noise_s = 0;      ///< of one read
  };
  /// Of cells with this target, `look.time_s` after programming.
  Prediction predict(double target_s, const CellLook& look) const;
};

}  // namespace mho
