// Where the parts of a macro lie: the cells in the middle, column circuits below in strips as wide
// as the columns that they serve, row drivers beside them as high as their rows, registers and what
// else there is in the corner. What the corner leaves empty, and the white space of routing and
// placement at each level, is area too. A circuit whose strip would be much longer than wide does
// not fit its pitch: it is warned of, and lies in the corner, where lines fan out to it. Wires
// between macros and tiles are in the white space.
#pragma once

#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct FloorplanSpec {
  double cell_aspect = 1;        ///< width (along a row) / height of a cell
  double longest_strip = 0;      ///< length / width of a column's or row's circuit that still fits
  double macro_utilization = 1;  ///< area of parts / outline, of what is not in strips
  double tile_utilization = 1;
  double chip_utilization = 1;
  std::string source;

  void fields(Fields& f);
};

struct CellEdges {
  Length width, height;
};

/// Edges of a cell of this area and width over height.
CellEdges cell_edges(Area cell, double aspect);

/// A circuit that stands at every so many columns or rows.
struct StripCircuit {
  const char* component;
  Area area;         ///< of one instance
  double cells = 1;  ///< columns (or rows) of cells that one instance serves
};

struct MacroOutline {
  Length width, height;
  std::vector<std::string> misfits{};  ///< circuits that do not fit their pitch
};

/// The outline of an array of rows x columns cells of `cell` with the circuits at its columns and
/// rows, and `corner` of other parts, with which lies what does not fit. Circuits whose area is 0
/// are left out.
MacroOutline macro_outline(const FloorplanSpec& plan, int rows, int columns, Area cell,
                           const std::vector<StripCircuit>& at_columns,
                           const std::vector<StripCircuit>& at_rows, Area corner);

/// What a level adds to parts of this area.
inline Area white_space(Area parts, double utilization) { return (1 / utilization - 1) * parts; }

}  // namespace mho
