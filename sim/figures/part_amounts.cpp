#include "sim/figures/part_amounts.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Instances of a part in, or for, one of a level; off_chip: the whole system.
std::function<double(const Part&)> instances_in(const Chip& chip, Level level) {
  const double macros = chip.main().macros();
  return [&chip, level, macros](const Part& part) -> double {
    const auto each = static_cast<double>(part.per_holder);
    const bool in_main_tile = part.tile_kind == 0;
    switch (level) {
      case Level::macro:
        return in_main_tile && part.level == Level::macro ? each : 0;
      case Level::tile:
        if (part.is_shared_by_tiles) return chip.routers_per_tile();
        if (!in_main_tile || part.level == Level::chip || part.level == Level::off_chip) return 0;
        return part.level == Level::macro ? macros * each : each;
      case Level::chip:
        return part.level == Level::off_chip ? 0 : static_cast<double>(chip.instances(part));
      case Level::off_chip:
        return static_cast<double>(chip.instances(part));
    }
    throw Bug("instances in no level");
  };
}

PartAmounts amounts_of(const Chip& chip, const Ledger& ledger, bool is_static) {
  PartAmounts amounts(chip);
  for (const LedgerLine& line : ledger.lines()) {
    if (line.is_static() != is_static) continue;
    const Part& part = chip.parts()[line.part];
    amounts.add(line.part,
                is_static ? part.modelled_static
                          : part.prices[static_cast<std::size_t>(line.price)].modelled,
                joules(line.energy()));
  }
  return amounts;
}

}  // namespace

PartAmounts::PartAmounts(const Chip& chip) : chip_(&chip), of_part_(chip.parts().size()) {}

void PartAmounts::add(std::size_t part, std::optional<ModelClass> modelled, double amount) {
  of_part_[part][modelled ? static_cast<std::size_t>(*modelled) : kConstant] += amount;
}

void PartAmounts::add_static(const std::function<double(const Part&)>& instances, double time) {
  for (std::size_t i = 0; i < of_part_.size(); ++i) {
    const Part& part = chip_->parts()[i];
    add(i, part.modelled_static, instances(part) * part.leakage.value() * time);
  }
}

void PartAmounts::add_actions(int tile_kind, const ActionCounts& counts, double factor) {
  const TileKind kind = chip_->kind(tile_kind);
  for (std::size_t i = 0; i < kActions; ++i) {
    const auto action = static_cast<Action>(i);
    if (counts[action] == 0) continue;
    const Price& price = kind.price(action);
    add(kind.priced_at(action).part, price.modelled,
        factor * static_cast<double>(counts[action]) * price.energy.value());
  }
}

void PartAmounts::add(const PartAmounts& other, double factor) {
  for (std::size_t i = 0; i < of_part_.size(); ++i)
    for (std::size_t c = 0; c < of_part_[i].size(); ++c)
      of_part_[i][c] += factor * other.of_part_[i][c];
  constant_ += factor * other.constant_;
}

PartAmounts PartAmounts::of(const std::function<bool(Level)>& takes) const {
  PartAmounts taken(*chip_);
  for (std::size_t i = 0; i < of_part_.size(); ++i)
    if (takes(chip_->parts()[i].counts_for)) taken.of_part_[i] = of_part_[i];
  return taken;
}

double PartAmounts::whole() const {
  double sum = constant_;
  for (const ByClass& part : of_part_)
    for (const double amount : part) sum += amount;
  return sum;
}

std::vector<ModelledShare> PartAmounts::shares(double (*spread)(ModelClass)) const {
  const double whole = this->whole();
  std::vector<ModelledShare> shares;
  for (std::size_t i = 0; i < of_part_.size(); ++i)
    for (std::size_t c = 0; c < kModelClasses; ++c) {
      if (of_part_[i][c] <= 0) continue;
      const Part& part = chip_->parts()[i];
      const auto model_class = static_cast<ModelClass>(c);
      const double share = of_part_[i][c] / whole;
      // Kinds of tile have parts of the same name.
      const auto same = std::find_if(shares.begin(), shares.end(), [&](const ModelledShare& each) {
        return each.component == part.component && each.model == part.model &&
               each.model_class == model_class;
      });
      if (same == shares.end())
        shares.push_back({part.component, part.model, model_class, share, spread(model_class)});
      else
        same->share += share;
    }
  return shares;
}

PartAmounts action_amounts(const Chip& chip, const Ledger& ledger) {
  return amounts_of(chip, ledger, false);
}

PartAmounts static_amounts(const Chip& chip, const Ledger& ledger) {
  return amounts_of(chip, ledger, true);
}

PartAmounts peak_amounts(const Chip& chip, const Peak& peak, Level level) {
  PartAmounts amounts(chip);
  const auto add = [&](const ArrayPeak& of, double arrays) {
    const double rate = arrays / (static_cast<double>(of.mvms) * of.interval.value());
    amounts.add_actions(of.tile_kind, of.actions, rate);
    if (level == Level::macro) return;
    amounts.add_actions(of.tile_kind, of.tile_actions, rate);
    if (level != Level::tile) amounts.add_actions(of.tile_kind, of.chip_actions, rate);
  };
  const bool of_one = level == Level::macro || level == Level::tile;
  const int macros = std::max(chip.main().macros(), 1);  // a MAC array is one
  add(peak, level == Level::macro ? 1 : of_one ? macros : static_cast<double>(peak.arrays));
  if (!of_one)
    for (const ArrayPeak& other : peak.others) add(other, static_cast<double>(other.arrays));
  // Of a MAC array in a tile, level macro counts what is the array's.
  const auto instances = instances_in(chip, level);
  amounts.add_static([&](const Part& part) {
    const bool of_mac_array = part.level == Level::tile && part.counts_for == Level::macro;
    return level == Level::macro && of_mac_array ? static_cast<double>(part.per_holder)
                                                 : instances(part);
  });
  return amounts;
}

PartAmounts area_amounts(const Chip& chip, Level level) {
  PartAmounts amounts(chip);
  const auto instances = instances_in(chip, level);
  for (std::size_t i = 0; i < chip.parts().size(); ++i) {
    const Part& part = chip.parts()[i];
    if (!part.is_white_space)
      amounts.add(i, part.modelled_area, instances(part) * part.area.value());
  }
  return amounts;
}

}  // namespace mho
