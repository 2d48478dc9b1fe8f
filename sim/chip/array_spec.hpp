// What macros of every arithmetic have: an array of cells, and the registers around it.
#pragma once

#include <memory>
#include <optional>

#include "devices/cell.hpp"
#include "models/costs/component.hpp"

namespace mho {

struct ArraySpec {
  int rows = 0;
  int columns = 0;  ///< physical columns of cells; digital: columns of weights
  int active_rows = 0;
  std::shared_ptr<Cell> cell;
  CellCost cell_cost;  ///< of an evaluated chip (evaluation.hpp), at its technology and supply
  /// What writing needs of every row and column of cells: decoder, driver; no action. Absent: in
  /// the cells' area.
  std::optional<Component> lines;
  int register_bits = 8;      ///< of an input that the input register holds
  Component input_register;   ///< action: one input bit written and read; one instance per macro
  Component output_register;  ///< action: one partial sum written and read; one instance per macro
};

}  // namespace mho
