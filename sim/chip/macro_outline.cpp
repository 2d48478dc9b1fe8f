#include "sim/chip/macro_outline.hpp"

#include <algorithm>

namespace mho {

MacroOutline outline_of_macro(const FloorplanSpec& plan, const std::vector<Part>& parts, int kind,
                              int rows) {
  Area cell, corner;
  std::int64_t cells = 0;
  std::vector<StripCircuit> at_columns, at_rows;
  for (const Part& part : parts) {
    if (part.level != Level::macro || part.tile_kind != kind) continue;
    switch (part.lies) {
      case Lies::in_cell:
        cell += part.area / part.serves;
        cells = std::max(cells, part.per_holder);
        break;
      case Lies::at_columns:
        at_columns.push_back({part.component, part.area, part.serves});
        break;
      case Lies::at_rows:
        at_rows.push_back({part.component, part.area, part.serves});
        break;
      case Lies::in_corner:
        corner += static_cast<double>(part.per_holder) * part.area;
        break;
    }
  }
  return macro_outline(plan, rows, static_cast<int>(cells / rows), cell, at_columns, at_rows,
                       corner);
}

}  // namespace mho
