#include "devices/cell.hpp"

#include "sim/base/error.hpp"

namespace mho {

void Cell::voltage_term(int, std::span<const float>, std::span<float>) const {
  throw Bug("voltage_term: an ohmic cell has one term");
}

ProgrammingEffort Cell::effort(const CellGrid& grid, std::span<const float>, const Stream&) const {
  return {static_cast<std::int64_t>(grid.rows) * grid.columns, grid.rows};
}

std::vector<std::string> Cell::warnings(const Conditions&, Voltage) const { return {}; }

}  // namespace mho
