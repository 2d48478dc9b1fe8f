#include "devices/stuck_cells.hpp"

#include <cmath>
#include <vector>

#include "devices/draws.hpp"

namespace mho {

void StuckCells::fields(Fields& f) {
  f.gone("off", "allowed: stuck_off");
  f.gone("on", "allowed: stuck_on");
  f.number("stuck_off", off, {0, 1}, "Share of cells stuck at g_min.");
  f.number("stuck_on", on, {0, 1}, "Share of cells stuck at g_max.");
  f.rule(off + on <= 1, "stuck_on", "shares of stuck cells must not exceed 1 together");
  f.path("fault_map", fault_map,
         "A file of stuck cells, one a line: array row column on|off, numbers from 0; # begins a "
         "comment.",
         Presence::optional);
  if (fault_map == loaded_) return;
  std::vector<Problem> wrong;
  faults_ = load_fault_map(fault_map, wrong);
  loaded_ = fault_map;
  f.problems(wrong);
}

void StuckCells::apply(const CellGrid& grid, const ConductanceRange& range, const Stream& stream,
                       std::span<float> conductance_s) const {
  const auto g_off = static_cast<float>(range.min_s);
  const auto g_on = static_cast<float>(range.max_s);
  if (off > 0 || on > 0) {
    const auto below = static_cast<std::int64_t>(std::llround(off * kDrawBound));
    const auto from = static_cast<std::int64_t>(kDrawBound) - std::llround(on * kDrawBound);
    std::vector<std::int32_t> draws(conductance_s.size());
    drawn_for(stream, Draw::stuck).integers(0, kDrawBound, draws);
    for (std::size_t n = 0; n < draws.size(); ++n) {
      if (draws[n] < below)
        conductance_s[n] = g_off;
      else if (draws[n] >= from)
        conductance_s[n] = g_on;
    }
  }
  const auto known = faults_.find(grid.array);
  if (known == faults_.end()) return;
  for (const Fault& fault : known->second) {
    if (fault.row >= grid.rows || fault.column >= grid.columns) continue;
    conductance_s[static_cast<std::size_t>(fault.row) * grid.columns + fault.column] =
        fault.on ? g_on : g_off;
  }
}

}  // namespace mho
