#include "sim/cli/constants.hpp"

#include <ostream>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/chip/chip.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

constexpr std::size_t kLineWidth = 98;

const char* holder(Part::Level level) {
  switch (level) {
    case Part::Level::macro:
      return "a macro";
    case Part::Level::tile:
      return "a tile";
    case Part::Level::chip:
      return "the chip";
    case Part::Level::off_chip:
      return "the chip's surroundings";
  }
  throw Bug("a part without a level");
}

/// Of the two ways to price the reading of cells a chip uses one; few converters end early.
bool is_used(Action action, const TileSpec& tile) {
  if (tile.macros == 0) return true;
  const MacroSpec& macro = tile.macro;
  if (action == Action::cell_read) return macro.read_energy != ReadEnergy::constant;
  if (action == Action::array_read) return macro.read_energy != ReadEnergy::ohmic;
  if (action == Action::adc_step) return macro.adc && macro.adc->early_termination() != nullptr;
  return true;
}

void print_number(std::ostream& out, const ChipSpec& spec, const Part& part) {
  const std::string component = part.component;
  // How many routers and how much wire there is follows from the tiles.
  if (component == "noc_wire")
    out << "micrometres as the topology needs";
  else if (component != "noc" && component != "noc_adder")
    out << part.per_holder << " in " << holder(part.level);
  else
    out << spec.noc.topology->routers_in_words();
}

void print_actions(std::ostream& out, const Chip& chip, const Part& part) {
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    const Price price = chip.price(action, part.kind);
    if (std::string(price.component) != part.component ||
        !is_used(action, chip.tile_kind(part.kind)))
      continue;
    out << "    " << price.action << ": " << format_si(price.energy.value(), "J") << ", "
        << price.sentence << "\n";
    if (price.source != part.source) out << wrapped("from: " + price.source, 6, kLineWidth);
  }
}

}  // namespace

void print_constants(std::ostream& out, const ChipSpec& spec) {
  // The number of tiles multiplies instances; no constant depends on it.
  const Chip chip(spec, 1);
  out << "\nConstants of " << printable(spec.name) << " ("
      << format_si(spec.technology.value(), "m") << "):\n";
  for (const Part& part : chip.parts()) {
    out << "  " << part.component;
    if (chip.kinds() > 1 && (part.level == Part::Level::macro || part.level == Part::Level::tile))
      out << " of " << printable(chip.kind_name(part.kind));
    out << ": ";
    print_number(out, spec, part);
    out << ", each " << format_si(part.area.value(), "m2") << " and "
        << format_si(part.leakage.value(), "W") << " static\n";
    if (std::string(part.component) == "cell") {
      const CellCost& cell = chip.tile_kind(part.kind).macro.cell_cost;
      out << "    write: " << format_si(cell.write_energy.value(), "J") << " a cell, "
          << format_si(cell.write_time.value(), "s") << " a row\n";
    }
    print_actions(out, chip, part);
    out << wrapped("from: " + part.source, 4, kLineWidth);
  }
}

}  // namespace mho
