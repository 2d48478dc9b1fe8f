#include "sim/chip/chip.hpp"

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/chip/evaluation.hpp"
#include "sim/chip/macro_outline.hpp"

namespace mho {

namespace {

/// Refuses what models, or a supply that moves constants, make of inputs that each lie within their
/// range: no circuit is like that, and sums over a run would be beyond what is counted.
void check_costs(const std::vector<Part>& parts) {
  std::vector<Problem> problems;
  const auto check = [&](double value, const char* unit, double most, const std::string& key,
                         const char* of) {
    if (value <= most) return;  // no number is not
    problems.push_back({{},
                        "chip." + key,
                        std::string(of) + " is " + format_si_rounded(value, unit, 3) +
                            "; allowed: up to " + format_si_rounded(most, unit, 3)});
  };
  for (const Part& part : parts) {
    for (const Price& price : part.prices)
      check(price.energy.value(), "J", 1, price.keys.front(), "the energy of an action");
    check(part.area.value(), "m2", 1, part.section, "the area of an instance");
    check(part.leakage.value(), "W", 1e6, part.section, "the static power of an instance");
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace

Chip::Chip(ChipSpec spec, int tiles) {
  if (spec.tiles == 0) spec.tiles = ceil_divide(tiles, spec.chips);
  require(spec.tiles > 0, "a chip needs a number of tiles");
  nominal_ = nominal_point(spec);
  EvaluatedChip with_numbers = evaluated(std::move(spec));
  spec_ = std::move(with_numbers.spec);
  warnings_ = std::move(with_numbers.warnings);
  table_ = parts_of(spec_);
  check_costs(table_.parts);
  number_tiles();
  if (spec_.floorplan) add_white_space(*spec_.floorplan);
  index_prices();
}

void Chip::number_tiles() {
  int next_tile = 0;
  int next_array = 0;
  for (int kind = 0; kind < spec_.kinds(); ++kind) {
    TileKind::Data of;
    of.first_tile = next_tile;
    of.tiles = kind == 0 ? spec_.chips * spec_.tiles
                         : spec_.other_tiles[static_cast<std::size_t>(kind - 1)].count;
    of.first_array = next_array;
    of.arrays = of.tiles * spec_.tile_kind(kind).macros;
    of.delays = stage_delays(table_.parts, kind);
    next_tile += of.tiles;
    next_array += of.arrays;
    of_kind_.push_back(of);
  }
}

void Chip::index_prices() {
  for (std::size_t i = 0; i < table_.parts.size(); ++i) {
    const Part& part = table_.parts[i];
    const bool of_one_kind = part.level == Level::macro || part.level == Level::tile;
    for (std::size_t k = 0; k < part.prices.size(); ++k)
      for (const TileKind& kind : kinds()) {
        if (of_one_kind && kind.index() != part.tile_kind) continue;
        PricedAt& at = of_kind_[static_cast<std::size_t>(kind.index())]
                           .priced_at[static_cast<std::size_t>(part.prices[k].action)];
        require(at.price < 0, "an action has two prices");
        at = {i, static_cast<int>(k)};
      }
  }
}

std::vector<TileKind> Chip::kinds() const {
  std::vector<TileKind> kinds;
  for (int kind = 0; kind < spec_.kinds(); ++kind) kinds.emplace_back(*this, kind);
  return kinds;
}

const Price& Chip::price(Action action) const {
  const PricedAt at = main().priced_at(action);
  const Level level = table_.parts[at.part].level;
  require(level == Level::chip || level == Level::off_chip, "an action that is a tile's");
  return main().price(action);
}

void Chip::add_white_space(const FloorplanSpec& plan) {
  const auto add = [&](Level level, int kind, Area area) {
    // What parts fill wholly leaves only the rounding of their sum.
    if (constexpr double kRounding = 1e-12; area < kRounding * area_of(level, kind)) return;
    Part part{"white_space", level, kind, 1, area, Power(), plan.source, false};
    part.section = part.area_key = "floorplan";
    part.static_key = "floorplan.leakage";
    part.counts_for = Level::chip;  // it draws nothing
    part.is_white_space = true;
    table_.parts.push_back(std::move(part));
  };
  for (const TileKind& kind : kinds()) {
    const int index = kind.index();
    if (kind.macros() > 0) {
      const MacroOutline outline = outline_of_macro(plan, table_.parts, index, kind.macro().rows);
      add(Level::macro, index, outline.width * outline.height - kind.macro_area());
      for (const std::string& misfit : outline.misfits) warnings_.push_back(misfit);
    }
    const Area parts =
        area_of(Level::tile, index) + static_cast<double>(kind.macros()) * kind.macro_area();
    add(Level::tile, index, white_space(parts, plan.tile_utilization));
  }
  add(Level::chip, 0,
      white_space(area() / static_cast<double>(spec_.chips), plan.chip_utilization));
}

TileKind Chip::kind_of_tile(int tile) const {
  int kind = 0;
  while (tile >= of_kind_[static_cast<std::size_t>(kind)].first_tile +
                     of_kind_[static_cast<std::size_t>(kind)].tiles)
    ++kind;
  return {*this, kind};
}

int Chip::macro_of_array(int array) const {
  const int tile = tile_of_array(array);
  const TileKind kind = kind_of_tile(tile);
  return array - kind.first_array() - (tile - kind.first_tile()) * kind.macros();
}

int Chip::tile_of_array(int array) const {
  for (const TileKind& kind : kinds())
    if (array < kind.first_array() + kind.arrays())
      return kind.first_tile() + (array - kind.first_array()) / kind.macros();
  throw Bug("an array that the chip does not have");
}

Time Chip::memory_transfer(std::int64_t bits) const {
  const double wide = static_cast<double>(bits);
  if (spec_.off_chip) return from_si<Time>(wide / 8 / spec_.off_chip->bandwidth());
  return wide / spec_.host_link.width_bits / spec_.host_link.clock;
}

bool Chip::exact() const {
  for (const TileKind& kind : kinds())
    if (kind.macros() > 0 && (kind.macro().analog() || kind.macro().digital()->floating_point))
      return false;
  return true;
}

Effects Chip::effects() const {
  Effects all;
  for (const TileKind& kind : kinds())
    if (kind.macros() > 0) all = all.with(kind.macro().effects());
  return all;
}

std::int64_t Chip::instances(const Part& part) const {
  switch (part.level) {
    case Level::macro:
      return part.per_holder * kind(part.tile_kind).arrays();
    case Level::tile:
      return part.per_holder * kind(part.tile_kind).tiles();
    case Level::chip:
      return part.per_holder * spec_.chips;
    case Level::off_chip:
      return part.per_holder;
  }
  throw Bug("a part without a level");
}

Area Chip::area_of(Level level, int kind) const {
  Area sum;
  for (const Part& part : table_.parts) {
    if (part.level == level && part.tile_kind == kind)
      sum += static_cast<double>(part.per_holder) * part.area;
  }
  return sum;
}

Power Chip::leakage_of(Level level, int kind) const {
  Power sum;
  for (const Part& part : table_.parts) {
    if (part.level == level && part.tile_kind == kind)
      sum += static_cast<double>(part.per_holder) * part.leakage;
  }
  return sum;
}

double Chip::routers_per_tile() const {
  if (spec_.sequenced()) return 0;
  return spec_.noc.topology->routers_per_tile(tiles_per_chip());
}

Area Chip::area() const {
  Area sum = static_cast<double>(spec_.chips) * area_of(Level::chip, 0);
  for (const TileKind& kind : kinds())
    sum += static_cast<double>(kind.tiles()) * area_of(Level::tile, kind.index()) +
           static_cast<double>(kind.arrays()) * kind.macro_area();
  return sum;
}

Power Chip::leakage() const {
  Power sum = static_cast<double>(spec_.chips) * leakage_of(Level::chip, 0);
  for (const TileKind& kind : kinds())
    sum += static_cast<double>(kind.tiles()) * leakage_of(Level::tile, kind.index()) +
           static_cast<double>(kind.arrays()) * kind.macro_leakage();
  return sum;
}

Power Chip::off_chip_leakage() const { return leakage_of(Level::off_chip, 0); }

}  // namespace mho
