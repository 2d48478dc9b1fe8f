// Writing: each pulse leaves an error, drawn once per cell; a write-verify loop repeats pulses
// until the cell reads within a tolerance of its target or the pulses run out. A pulse corrects all
// that the last read showed and errs afresh: what pulses of incremental loops have in common with
// one another is ignored, and so is the noise of the verifying read.
#pragma once

#include <optional>
#include <span>

#include "devices/cell.hpp"
#include "devices/error_curve.hpp"

namespace mho {

struct ProgrammingError {
  enum class Distribution { normal, uniform };

  ErrorCurve curve;  ///< of one pulse
  Distribution distribution = Distribution::normal;

  void fields(Fields& f);
};

struct WriteVerify {
  enum class RelativeTo { g_max, target };

  double tolerance = 0;
  RelativeTo relative_to = RelativeTo::g_max;
  int max_pulses = 1;

  void fields(Fields& f);
  double tolerance_s(double target_s, const ConductanceRange& range) const;
};

/// Adds the error of the last pulse (S) to conductance_s, which holds what a pulse without error
/// would leave in this device: the target, or the target of a device that differs. A loop's later
/// pulses correct that difference as well. `pulses`, if not empty, receives each cell's count.
void program(const ProgrammingError& error, const std::optional<WriteVerify>& verify,
             const ConductanceRange& range, const Stream& stream, std::span<const float> target_s,
             std::span<float> conductance_s, std::span<int> pulses);

/// The number of standard normals (uniform ones: of deviations), per cell, of the first pulse.
void first_draws(ProgrammingError::Distribution distribution, const Stream& stream,
                 std::span<float> draws);

/// The sums over all cells, and over each row's slowest.
ProgrammingEffort summed(const CellGrid& grid, std::span<const int> pulses);

}  // namespace mho
