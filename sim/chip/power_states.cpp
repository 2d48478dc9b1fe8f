#include "sim/chip/power_states.hpp"

#include "sim/chip/chip_spec.hpp"

namespace mho {

namespace {

bool has_volatile_cells(const ChipSpec& chip) {
  const auto in = [](const TileSpec& tile) {
    return tile.macros > 0 && tile.macro.cell != nullptr && tile.macro.cell->cost().is_volatile;
  };
  bool any = in(chip.tile);
  for (const OtherTilesSpec& other : chip.other_tiles) any = any || in(other.tile);
  return any;
}

}  // namespace

void PowerSpec::fields(Fields& f) {
  f.quantity("power", power, {0, 1000}, "What it draws while it is on.");
  f.quantity("area", area, {0, 1e-2}, "Area of what draws it.", Presence::optional);
  f.text("source", source, "Where these values come from.");
}

void PowerGatingSpec::fields(Fields& f) {
  f.number("share", share, {0, 1},
           "Share of the static power behind the switches that they take away: of all parts but "
           "the controller and the host link.");
  f.choice("weights", weights,
           {{"nonvolatile", "the cells keep them without power"},
            {"retained", "the cells stay powered"},
            {"lost",
             "they are loaded again at each wake-up: from off_chip memory, or over the host link"}},
           "What becomes of the weights in the arrays.");
  f.number("retention", retention, {0, 1},
           "weights retained: share of the cells' static power that remains (a lower supply).",
           Presence::optional);
  f.rule(weights == GatedWeights::retained || retention == 1, "retention",
         "is used with weights: retained alone");
  f.quantity("wake_energy", wake_energy, {0, 1},
             "Energy of one wake-up of the chip, without loading weights.");
  f.quantity("wake_time", wake_time, {0, 10},
             "Time of one wake-up of the chip, without loading weights.");
  f.text("source", source, "Where these values come from.");
}

void PowerStatesSpec::fields(Fields& f) {
  f.section("clock", clock,
            "The chip's clock tree; absent: its power is within the parts' leakage.");
  f.section("controller", controller,
            "What stays on between inferences and wakes the chip; absent: its power is within the "
            "parts' leakage.");
  f.flag("clock_gating", clock_gating, "The clock tree stops between inferences.",
         Presence::optional);
  f.rule(!clock_gating || clock, "clock_gating", "needs a clock, whose power it stops");
  f.section("power_gating", power_gating,
            "Switches that take power away between inferences; absent: all parts leak on.");
  f.section("memory_idle", memory_idle,
            "The memory beside the chip between inferences (self-refresh); absent: its background "
            "power.");
}

void power_state_rules(Fields& f, const ChipSpec& chip) {
  if (!chip.power_states) return;
  const auto& gating = chip.power_states->power_gating;
  f.rule(!gating || gating->weights != GatedWeights::nonvolatile || !has_volatile_cells(chip),
         "power_states",
         "power_gating.weights is nonvolatile, but the cells forget; allowed: retained, lost");
  f.rule(!chip.power_states->memory_idle || chip.off_chip, "power_states",
         "memory_idle needs off_chip memory");
}

}  // namespace mho
