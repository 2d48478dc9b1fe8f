// A kind of memory cell: how a stored level becomes a conductance, with which errors, and what the
// cell costs. One .cpp in devices/cells/ is one kind; the build finds it by its file name (see
// devices/README.md). Models work on whole arrays: one virtual call a matrix, never one a cell. A
// Cell does not change; programmed conductances belong to the array that holds them.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "devices/cell_cost.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/config/fields.hpp"

namespace mho {

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
  /// The largest conductance that program() may leave, >= g_max; errors are cut off there.
  virtual Conductance g_ceiling() const = 0;

  /// Writes an array once: target_s[n] (S) -> conductance_s[n] (S) in [0, g_ceiling], one
  /// independent draw per cell, number n of `stream` belonging to cell n. Equal spans may alias.
  virtual void program(std::span<const float> target_s, const Stream& stream,
                       std::span<float> conductance_s) const = 0;

  /// The variance (S^2) of one reading of each programmed cell; the noise is normal, white from
  /// read to read and independent from cell to cell.
  virtual void read_variance(std::span<const float> conductance_s,
                             std::span<float> variance_s2) const = 0;
  virtual bool has_read_noise() const = 0;

  virtual const CellCost& cost() const = 0;
};

/// Every kind of cell that this build has, sorted by name.
const std::vector<Kind<Cell>>& cell_kinds();

}  // namespace mho
