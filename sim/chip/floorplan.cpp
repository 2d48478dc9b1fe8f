#include "sim/chip/floorplan.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

/// Length of the strip that circuits take, each `cells` pitches wide; those that do not fit are
/// told.
Length strip_length(const FloorplanSpec& plan, const std::vector<StripCircuit>& circuits,
                    Length pitch, const char* lines, std::vector<std::string>& misfits) {
  Length sum;
  for (const StripCircuit& circuit : circuits) {
    if (circuit.area.value() == 0) continue;
    const Length width = circuit.cells * pitch;
    const Length length = circuit.area / width;
    sum += length;
    if (length > plan.longest_strip * width)
      misfits.push_back(std::string(circuit.component) + " of " +
                        format_si_rounded(circuit.area.value(), "m2", 3) + " does not fit the " +
                        format_si_rounded(width.value(), "m", 3) + " of its " + lines +
                        ": it would be " + format_si_rounded(length.value(), "m", 3) +
                        " long, more than floorplan.longest_strip times its width");
  }
  return sum;
}

}  // namespace

void FloorplanSpec::fields(Fields& f) {
  f.number("cell_aspect", cell_aspect, {0.05, 20},
           "Width of a cell, along a row, over its height.");
  f.number("longest_strip", longest_strip, {1, 1e6},
           "Length over width up to which a circuit fits the pitch of its columns or rows.");
  f.number("macro_utilization", macro_utilization, {0.05, 1},
           "Share of a macro's outline outside of array and strips that its other parts fill.");
  f.number("tile_utilization", tile_utilization, {0.05, 1},
           "Share of a tile's area that macros and parts fill; the rest is white space.");
  f.number("chip_utilization", chip_utilization, {0.05, 1},
           "Share of a chip's area that tiles and parts fill; the rest is white space.");
  f.text("source", source, "Where these shares come from.");
}

CellEdges cell_edges(Area cell, double aspect) {
  const auto height = from_si<Length>(std::sqrt(cell.value() / aspect));
  return {aspect * height, height};
}

MacroOutline macro_outline(const FloorplanSpec& plan, int rows, int columns, Area cell,
                           const std::vector<StripCircuit>& at_columns,
                           const std::vector<StripCircuit>& at_rows, Area corner) {
  MacroOutline outline;
  const CellEdges edges = cell_edges(cell, plan.cell_aspect);
  const Length array_width = static_cast<double>(columns) * edges.width;
  const Length array_height = static_cast<double>(rows) * edges.height;
  const Length below = strip_length(plan, at_columns, edges.width, "columns", outline.misfits);
  const Length beside = strip_length(plan, at_rows, edges.height, "rows", outline.misfits);
  outline.width = array_width + beside;
  outline.height = array_height + below;
  // Registers and control first fill the corner between both strips, then lie below everything.
  const Area needed = corner / plan.macro_utilization;
  const Area left = beside * below;
  if (needed > left) outline.height += (needed - left) / outline.width;
  return outline;
}

}  // namespace mho
