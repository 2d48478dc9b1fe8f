// A file of configs/cells by itself, read as the section that a chip takes it for.
#pragma once

#include <memory>
#include <string>

#include "devices/cell.hpp"
#include "sim/config/config.hpp"

namespace mho {

struct CellFile {
  std::shared_ptr<Cell> cell;
  void fields(Fields& f) { f.kind("cell", cell, cell_kinds(), "The memory cell."); }
};

/// The cell that a YAML file describes; throws InputError with every problem.
inline std::shared_ptr<Cell> read_cell_file(const std::string& file) {
  Document chip = Document::parse("{}", file);
  chip.set("cell=" + file);
  return read_spec<CellFile>(chip).cell;
}

}  // namespace mho
