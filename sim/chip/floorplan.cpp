#include "sim/chip/floorplan.hpp"

#include <cmath>

namespace mho {

namespace {

/// The columns or the rows of an array.
struct Lines {
  const char* name;
  int count;
  Length pitch;
};

/// What stands at the lines, and what found no place there.
struct Strip {
  Length length;
  Area displaced;
  std::vector<std::string> misfits;
};

Strip strip(const FloorplanSpec& plan, const std::vector<StripCircuit>& circuits,
            const Lines& lines) {
  Strip strip;
  for (const StripCircuit& circuit : circuits) {
    if (circuit.area.value() == 0) continue;
    const Length width = circuit.cells * lines.pitch;
    const Length length = circuit.area / width;
    if (length <= plan.longest_strip * width) {
      strip.length += length;
      continue;
    }
    strip.displaced += lines.count / circuit.cells * circuit.area;
    strip.misfits.push_back(
        std::string(circuit.component) + " of " + format_si_rounded(circuit.area.value(), "m2", 3) +
        " does not fit the " + format_si_rounded(width.value(), "m", 3) + " of its " + lines.name +
        ": it would be " + format_si_rounded(length.value(), "m", 3) +
        " long, more than floorplan.longest_strip times its width; it lies beside, with the "
        "registers");
  }
  return strip;
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
  const Strip below = strip(plan, at_columns, {"columns", columns, edges.width});
  const Strip beside = strip(plan, at_rows, {"rows", rows, edges.height});
  for (const Strip* each : {&below, &beside})
    outline.misfits.insert(outline.misfits.end(), each->misfits.begin(), each->misfits.end());
  outline.width = array_width + beside.length;
  outline.height = array_height + below.length;
  // Registers and what is displaced first fill the corner between both strips, then lie below
  // everything.
  const Area needed = (corner + below.displaced + beside.displaced) / plan.macro_utilization;
  const Area left = beside.length * below.length;
  if (needed > left) outline.height += (needed - left) / outline.width;
  return outline;
}

}  // namespace mho
