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

const char* holder(Level level) {
  switch (level) {
    case Level::macro:
      return "a macro";
    case Level::tile:
      return "a tile";
    case Level::chip:
      return "the chip";
    case Level::off_chip:
      return "the chip's surroundings";
  }
  throw Bug("a part without a level");
}

void print_prices(std::ostream& out, const Part& part) {
  for (const Price& price : part.prices) {
    out << "    " << price.name << ": " << format_si(price.energy.value(), "J") << ", "
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
    if (chip.spec().kinds() > 1 && (part.level == Level::macro || part.level == Level::tile))
      out << " of " << printable(chip.kind(part.tile_kind).name());
    out << ": ";
    if (part.how_many.empty())
      out << part.per_holder << " in " << holder(part.level);
    else
      out << part.how_many;
    out << ", each " << format_si(part.area.value(), "m2") << " and "
        << format_si(part.leakage.value(), "W") << " static\n";
    if (&part == chip.kind(part.tile_kind).part_of(Action::cell_write)) {
      const CellCost& cell = chip.kind(part.tile_kind).macro().cell_cost;
      out << "    write: " << format_si(cell.write_energy.value(), "J") << " a cell, "
          << format_si(cell.write_time.value(), "s") << " a row\n";
    }
    print_prices(out, part);
    out << wrapped("from: " + part.source, 4, kLineWidth);
  }
}

}  // namespace mho
