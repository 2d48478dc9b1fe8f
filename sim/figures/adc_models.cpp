#include "sim/figures/adc_models.hpp"

#include <algorithm>

#include "models/costs/converter_survey/alternative_converters.hpp"
#include "models/technology/technology.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/chip/evaluation.hpp"
#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

/// What the converters of a kind of tile do in a run.
struct ConverterUse {
  double dynamic_j = 0;
  double powered_s = 0;  ///< sum over the converters
};

bool converts(const TileSpec& tile) {
  return tile.macros > 0 && tile.macro.analog() &&
         tile.macro.analog()->adc->cost().energy.value() > 0;
}

std::vector<ConverterUse> converter_uses(const Chip& chip, const Ledger& ledger) {
  std::vector<ConverterUse> uses(chip.kinds().size());
  for (const LedgerLine& line : ledger.lines()) {
    const Part& part = chip.parts()[line.part];
    const TileKind kind = chip.kind(part.tile_kind);
    if (&part != kind.part_of(Action::adc_convert)) continue;
    ConverterUse& use = uses[static_cast<std::size_t>(part.tile_kind)];
    if (line.is_static())
      use.powered_s +=
          static_cast<double>(line.count) * kFemto * kind.adcs_per_macro() * kind.macros();
    else
      use.dynamic_j += to_energy(line.energy()).value();
  }
  return uses;
}

/// Alternatives to a kind's converters: what they cost where prices hold, moved to the chip's
/// supply as its own are.
std::vector<AlternativeCost> alternatives(const Chip& chip, const TileKind& kind) {
  if (!converts(kind.spec())) return {};
  const OperatingPoint point = operating_point(chip.spec());
  const bool moves = moved(chip.nominal(), point);
  const Adc& adc = *kind.macro().analog()->adc;
  Duty duty;
  duty.point = chip.nominal();
  duty.bits = adc.bits();
  duty.time = adc.cost().delay;
  if (moves) duty.time /= delay_factor(chip.nominal(), point);
  std::vector<AlternativeCost> all = alternative_converter_costs(duty);
  if (!moves) return all;
  const double voltage = point.supply / chip.nominal().supply;
  for (AlternativeCost& each : all) {
    each.cost.energy *= voltage * voltage;
    each.cost.leakage *= voltage;
  }
  return all;
}

/// Power of a macro's converters at its peak, dynamic and static.
Power converter_power(const Chip& chip, const Peak& peak, Energy conversion, Power leakage) {
  const Energy own = chip.spec().tile.macro.analog()->adc->cost().energy;
  ActionCounts conversions;
  for (const Action action : {Action::adc_convert, Action::adc_step})
    conversions[action] = peak.actions[action];
  const Energy all =
      to_energy(energy_of(chip.main(), conversions)) / static_cast<double>(peak.mvms);
  return all * (conversion / own) / peak.interval +
         static_cast<double>(chip.main().adcs_per_macro()) * leakage;
}

}  // namespace

std::vector<AdcModelRow> adc_model_rows(const Chip& chip, const Ledger& ledger, const Peak& peak,
                                        double operations, Energy chip_energy) {
  const TileSpec& tile = chip.spec().tile;
  if (!converts(tile)) return {};
  const TimedComponent& own = tile.macro.analog()->adc->cost();
  const Power own_power = converter_power(chip, peak, own.energy, own.leakage);
  std::vector<AdcModelRow> rows{{"the chip's", true, own.energy.value(), own.area.value(),
                                 peak.macro.operations_per_joule() / kTera,
                                 operations / chip_energy.value() / kTera, own.source}};
  const std::vector<ConverterUse> uses = converter_uses(chip, ledger);
  std::vector<std::vector<AlternativeCost>> by_kind;
  for (const TileKind& kind : chip.kinds()) by_kind.push_back(alternatives(chip, kind));
  for (const AlternativeCost& main : by_kind[0]) {
    double change_j = 0;
    for (const TileKind& kind : chip.kinds()) {
      const auto index = static_cast<std::size_t>(kind.index());
      // Few bits have fewer alternatives: a kind of tile without this one keeps its own.
      const auto same =
          std::find_if(by_kind[index].begin(), by_kind[index].end(),
                       [&](const AlternativeCost& each) { return each.model == main.model; });
      if (same == by_kind[index].end()) continue;
      const TimedComponent& cost = kind.macro().analog()->adc->cost();
      const ConverterUse& use = uses[index];
      change_j += use.dynamic_j * (same->cost.energy / cost.energy - 1) +
                  use.powered_s * (same->cost.leakage - cost.leakage).value();
    }
    const Power power = peak.macro.power - own_power +
                        converter_power(chip, peak, main.cost.energy, main.cost.leakage);
    rows.push_back({main.model, main.in_range, main.cost.energy.value(), main.cost.area.value(),
                    peak.macro.operations_per_second / power.value() / kTera,
                    operations / (chip_energy.value() + change_j) / kTera, main.cost.source});
  }
  return rows;
}

}  // namespace mho
