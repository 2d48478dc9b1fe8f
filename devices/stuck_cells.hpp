// Cells that do not switch: stuck at g_min (off) or g_max (on) whatever is written, however old.
// Drawn once per chip with a probability, or named one by one in a file. Clusters (whole rows,
// columns) occur only through the file.
#pragma once

#include <span>
#include <string>

#include "devices/cell.hpp"
#include "devices/error_curve.hpp"
#include "devices/fault_map.hpp"

namespace mho {

struct StuckCells {
  double off = 0;
  double on = 0;
  std::string fault_map;

  /// Reads the fault map as well, once for a path.
  void fields(Fields& f);
  void apply(const CellGrid& grid, const ConductanceRange& range, const Stream& stream,
             std::span<float> conductance_s) const;
  bool is_zero() const { return off == 0 && on == 0 && faults_.empty(); }

 private:
  FaultMap faults_;
  std::string loaded_;
};

}  // namespace mho
