#include "sim/run/cost_rows.hpp"

#include "sim/base/error.hpp"
#include "sim/chip/cost_keys.hpp"
#include "sim/run/cost_levels.hpp"
#include "sim/run/pricing.hpp"

namespace mho {

namespace {

const char* name_of(Part::Level level) {
  switch (level) {
    case Part::Level::macro:
      return "macro";
    case Part::Level::tile:
      return "tile";
    case Part::Level::chip:
      return "chip";
    case Part::Level::off_chip:
      return "off_chip";
  }
  throw Bug("a part without a level");
}

}  // namespace

std::vector<PartRow> part_rows(const Chip& chip) {
  const auto levels = cost_levels(chip);
  std::vector<PartRow> rows;
  for (const Part& part : chip.parts()) {
    PartRow row;
    row.component = part.component;
    row.holder = name_of(part.level);
    row.level = name_of(levels.at(part.component));
    const bool in_tiles = part.level == Part::Level::macro || part.level == Part::Level::tile;
    if (in_tiles) row.tile_kind = chip.kind_name(part.kind);
    row.per_holder = part.per_holder;
    row.instances = chip.instances(part);
    row.area_m2 = part.area.value();
    row.leakage_w = part.leakage.value();
    row.source = part.source;
    row.key = run_keys({part_key(chip, part)});
    row.static_key = run_keys({static_key(chip, part)});
    rows.push_back(std::move(row));
  }
  return rows;
}

PeakMacro peak_macro(const Chip& chip, const Peak& peak) {
  const auto levels = cost_levels(chip);
  const double mvms = static_cast<double>(peak.mvms);
  PeakMacro macro;
  macro.macs = static_cast<double>(peak.macs);
  macro.interval_s = peak.interval.value();
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (peak.actions[action] == 0) continue;
    const Price price = chip.price(action);
    const auto level = levels.find(price.component);
    if (level == levels.end() || level->second != Part::Level::macro) continue;
    macro.rows.push_back({price.component, price.action,
                          static_cast<double>(peak.actions[action]) / mvms, price.energy.value(),
                          price.source, run_keys(price_keys(chip, action))});
  }
  return macro;
}

}  // namespace mho
