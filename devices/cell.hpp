// A kind of memory cell: how a stored level becomes a conductance, with which errors, and what the
// cell costs. One .cpp in devices/cells/ is one kind; the build finds it by its file name (see
// devices/README.md). Models work on whole arrays: one virtual call a matrix, never one a cell. A
// Cell does not change; programmed conductances belong to the array that holds them.
//
// What conducts is a conductance; a cell that stores charge is described by the conductance that
// its switched capacitor stands for, C / T.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "devices/cell_cost.hpp"
#include "devices/conditions.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// The cells that a call is about: a rectangle of the array of this number, row-major.
struct CellGrid {
  int array = 0;
  int rows = 0;
  int columns = 0;
};

/// What it took to program an array, for its energy and time.
struct ProgrammingEffort {
  std::int64_t pulses = 0;      ///< write pulses, all cells together
  std::int64_t row_pulses = 0;  ///< of each row's slowest cell, all rows together
};

class Cell {
 public:
  virtual ~Cell() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  /// Number of levels, a power of two from 2 to 256. Level n (0 .. levels-1) stands for the
  /// conductance g_min + n (g_max - g_min) / (levels - 1).
  virtual int levels() const = 0;
  virtual Conductance g_min() const = 0;  ///< >= 0
  virtual Conductance g_max() const = 0;  ///< > g_min
  /// The largest conductance that conductances() may leave, >= g_max; errors are cut off there.
  virtual Conductance g_ceiling() const = 0;

  /// The conductances (S), in [0, g_ceiling], under `conditions`, of cells programmed once to
  /// target_s (S): one independent draw of every error per cell, number n of `stream` (and of its
  /// children) belonging to cell n. The same stream is the same chip under all conditions. Equal
  /// spans may alias.
  virtual void conductances(const CellGrid& grid, const Conditions& conditions,
                            std::span<const float> target_s, const Stream& stream,
                            std::span<float> conductance_s) const = 0;

  /// The variance (S^2) of one reading of each cell, from what conductances() found; the noise is
  /// normal, white from read to read and independent from cell to cell.
  virtual void read_variance(const Conditions& conditions, std::span<const float> conductance_s,
                             std::span<float> variance_s2) const = 0;
  /// Whether read_variance is not zero everywhere under these effects.
  virtual bool has_read_noise(const Effects& effects) const = 0;

  /// A cell's current is V (g + g_2 V + g_3 V^2 + ...): the number of terms; 1 for an ohmic cell.
  virtual int voltage_terms() const { return 1; }
  /// The coefficient g_term (S / V^(term - 1)) of each cell, term from 2 to voltage_terms(), from
  /// what conductances() found.
  virtual void voltage_term(int term, std::span<const float> conductance_s,
                            std::span<float> coefficient) const;

  /// The effects that this cell models and has not set to zero.
  virtual Effects effects() const = 0;
  /// Pulses that programming took; one for each cell and row without a write-verify loop.
  virtual ProgrammingEffort effort(const CellGrid& grid, std::span<const float> target_s,
                                   const Stream& stream) const;
  /// One sentence for each way in which the conditions lie outside of what the cell's source
  /// covers, naming the range.
  virtual std::vector<std::string> warnings(const Conditions& conditions,
                                            Voltage read_voltage) const;

  virtual const CellCost& cost() const = 0;
};

/// Every kind of cell that this build has, sorted by name.
const std::vector<Kind<Cell>>& cell_kinds();

}  // namespace mho
