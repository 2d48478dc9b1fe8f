// The contract of every kind of cell that the build has and of every file in configs/cells (STYLE:
// a catalogue entry keeps a contract).
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "tests/devices/cells.hpp"

namespace mho {
namespace {

/// An age at which every shipped cell still holds its weights: gain cells lose them within hours.
constexpr double kMinute = 60;
constexpr double kHour = 3600;
constexpr double kYear = 365.25 * kDay;
constexpr double kWarm = 350;
constexpr std::size_t kCells = 6000;

const std::vector<Effect> kCellEffects{Effect::programming_error, Effect::device_variation,
                                       Effect::stuck_cells,       Effect::drift,
                                       Effect::temperature,       Effect::read_noise,
                                       Effect::telegraph_noise,   Effect::nonlinearity};

std::vector<float> variance(const Cell& cell, const std::vector<float>& conductance,
                            const Conditions& at) {
  std::vector<float> found(conductance.size(), -1);
  cell.read_variance(at, conductance, found);
  return found;
}

bool any(const std::vector<float>& values) {
  return std::any_of(values.begin(), values.end(), [](float v) { return v != 0; });
}

TEST_CASE("every cell without effects programs its targets exactly and reads without noise") {
  for (const auto& [name, cell] : every_cell()) {
    INFO(name);
    const std::vector<float> targets = level_targets(*cell, kCells);
    for (const double age_s : {0.0, kYear}) {
      const Conditions at = conditions(age_s, {}, kWarm);
      CHECK(programmed(*cell, targets, at) == targets);
      CHECK_FALSE(any(variance(*cell, targets, at)));
    }
    CHECK_FALSE(cell->has_read_noise({}));
  }
}

TEST_CASE("every kind of cell without any error has no effect to switch off") {
  for (const auto& [name, cell] : every_cell()) {
    if (!name.starts_with("plain ")) continue;
    INFO(name);
    CHECK("plain " + std::string(cell->kind()) == name);
    CHECK(cell->effects().empty());
    const std::vector<float> targets = level_targets(*cell, kCells);
    CHECK(programmed(*cell, targets, conditions(kYear, Effects::all(), kWarm)) == targets);
    CHECK_FALSE(cell->has_read_noise(Effects::all()));
    CHECK(cell->voltage_terms() == 1);
  }
}

TEST_CASE("each effect alone changes something if and only if the cell lists it") {
  for (const auto& [name, cell] : every_cell()) {
    // Enough for the rarest stuck cells shipped, 2 in 10^5, to be there.
    const bool rare = cell->effects().has(Effect::stuck_cells);
    const std::vector<float> targets = level_targets(*cell, rare ? 500000 : kCells);
    for (const Effect effect : kCellEffects) {
      // Aging counts as the effect `drift` alone; warmth acts on aging only beside it.
      const Conditions at = conditions(kDay, {effect}, kWarm);
      const bool changes = programmed(*cell, targets, at) != targets ||
                           any(variance(*cell, targets, at)) ||
                           (effect == Effect::nonlinearity && cell->voltage_terms() > 1);
      INFO(name << ": " << name_of(effect));
      CHECK(changes == cell->effects().has(effect));
    }
  }
}

TEST_CASE("every cell says that it has read noise exactly when a variance is not zero") {
  for (const auto& [name, cell] : every_cell()) {
    INFO(name);
    const std::vector<float> targets = level_targets(*cell, kCells);
    for (const Effects& on :
         {Effects::all(), Effects{Effect::read_noise}, Effects{Effect::telegraph_noise},
          Effects::all().without({Effect::read_noise, Effect::telegraph_noise})}) {
      const std::vector<float> found = variance(*cell, targets, conditions(kDay, on));
      CHECK(any(found) == cell->has_read_noise(on));
      for (const float each : found) REQUIRE((std::isfinite(each) && each >= 0));
    }
  }
}

TEST_CASE("the error that an effect causes keeps its draws whatever other effects are on") {
  // The same draws correlate near 1 also where other effects scale or shift them; other draws would
  // correlate within 4 / sqrt(6000) = 0.05 of zero.
  const std::vector<Effect> drawn{Effect::programming_error, Effect::device_variation,
                                  Effect::drift};
  for (const auto& [name, cell] : every_cell()) {
    const Effects listed = cell->effects();
    const std::vector<float> targets = level_targets(*cell, kCells);
    const auto change = [&](Effects with, Effect effect) {
      const auto on = programmed(*cell, targets, conditions(kMinute, with, kWarm));
      const auto off =
          programmed(*cell, targets, conditions(kMinute, with.without({effect}), kWarm));
      std::vector<double> changes;
      for (std::size_t n = 0; n < on.size(); ++n)
        changes.push_back(static_cast<double>(on[n]) - static_cast<double>(off[n]));
      return changes;
    };
    for (const Effect effect : drawn) {
      if (!listed.has(effect)) continue;
      INFO(name << ": " << name_of(effect));
      const Effects others{Effect::programming_error, Effect::device_variation, Effect::drift,
                           Effect::telegraph_noise, Effect::temperature};
      CHECK(correlation(change({effect}, effect), change(others, effect)) > 0.8);
    }
  }
}

TEST_CASE("a cell that is not stuck is the same to the bit whether or not others are") {
  for (const auto& [name, cell] : every_cell()) {
    if (!cell->effects().has(Effect::stuck_cells)) continue;
    INFO(name);
    const std::vector<float> targets = level_targets(*cell, 200000);
    const auto with = programmed(*cell, targets, conditions(kMinute, Effects::all()));
    const auto without = programmed(
        *cell, targets, conditions(kMinute, Effects::all().without({Effect::stuck_cells})));
    const auto g_min = static_cast<float>(cell->g_min().value());
    const auto g_max = static_cast<float>(cell->g_max().value());
    for (std::size_t n = 0; n < with.size(); ++n)
      REQUIRE((with[n] == without[n] || with[n] == g_min || with[n] == g_max));
  }
}

TEST_CASE("every cell repeats itself under the same stream, also in place") {
  for (const auto& [name, cell] : every_cell()) {
    INFO(name);
    const std::vector<float> targets = level_targets(*cell, kCells);
    const Conditions at = conditions(kMinute, Effects::all(), kWarm);
    const std::vector<float> first = programmed(*cell, targets, at, 7);
    CHECK(programmed(*cell, targets, at, 7) == first);
    const bool random =
        !cell->effects()
             .among({Effect::programming_error, Effect::device_variation, Effect::drift})
             .empty();
    CHECK((programmed(*cell, targets, at, 8) != first) == random);
    std::vector<float> aliased = targets;
    cell->conductances({0, 1, static_cast<int>(targets.size())}, at, aliased, Stream(7), aliased);
    CHECK(aliased == first);
  }
}

TEST_CASE("a cell's draws belong to its number, not to the size of the array") {
  for (const auto& [name, cell] : every_cell()) {
    INFO(name);
    const std::vector<float> many = level_targets(*cell, 1000);
    const std::vector<float> few(many.begin(), many.begin() + 99);
    const Conditions at = conditions(kMinute, Effects::all());
    const std::vector<float> all = programmed(*cell, many, at);
    const std::vector<float> some = programmed(*cell, few, at);
    CHECK(std::equal(some.begin(), some.end(), all.begin()));
  }
}

TEST_CASE("every cell orders its conductances, and its ceiling cuts fewer than 1 draw in 10^4") {
  for (const auto& [name, cell] : every_cell()) {
    INFO(name);
    CHECK(cell->g_min().value() >= 0);
    CHECK(cell->g_min() < cell->g_max());
    CHECK(cell->g_max() <= cell->g_ceiling());
    CHECK(is_power_of_two(cell->levels()));
    const std::vector<float> targets = level_targets(*cell, 20000);
    const auto ceiling = static_cast<float>(cell->g_ceiling().value());
    for (const double age_s : {0.0, kHour, kDay, kYear}) {
      int cut = 0;
      for (const float g : programmed(*cell, targets, conditions(age_s, Effects::all(), kWarm))) {
        REQUIRE((g >= 0 && g <= ceiling));
        if (g == ceiling && cell->g_ceiling() > cell->g_max()) ++cut;
      }
      CHECK(cut < 2);
    }
  }
}

TEST_CASE("aging alone changes nothing at age 0, and no less at a day than at an hour") {
  for (const auto& [name, cell] : every_cell()) {
    INFO(name);
    const std::vector<float> targets = level_targets(*cell, kCells);
    double previous = 0;
    for (const double age_s : {0.0, kHour, kDay}) {
      const auto aged = programmed(*cell, targets, conditions(age_s, {Effect::drift}));
      double change = 0;
      for (std::size_t n = 0; n < aged.size(); ++n)
        change += static_cast<double>(std::abs(aged[n] - targets[n]));
      if (age_s == 0) CHECK(change == 0);
      CHECK(change >= previous);
      previous = change;
    }
  }
}

TEST_CASE("every shipped cell is quiet within its range and warns of an age of a thousand years") {
  for (const std::string& name : shipped_cells()) {
    INFO(name);
    const auto cell = shipped_cell(name);
    CHECK(cell->warnings({}, from_si<Voltage>(0.1)).empty());
    const bool exact = std::string(cell->kind()) == "ideal";
    const auto warnings = cell->warnings(conditions(1000 * kYear, {}), from_si<Voltage>(0.1));
    CHECK(warnings.empty() == exact);
  }
}

TEST_CASE("every shipped cell written back reads to the same cell, and names its source") {
  std::set<std::string> kinds;
  for (const std::string& name : shipped_cells()) {
    INFO(name);
    const CellSection section{shipped_cell(name)};
    kinds.insert(section.cell->kind());
    CHECK(section.cell->cost().source.size() > 40);
    const std::string text = write_spec(section);
    const auto again = read_spec<CellSection>(Document::parse(text, "again"));
    CHECK(write_spec(again) == text);
    const std::vector<float> targets = level_targets(*section.cell, 500);
    const Conditions at = conditions(kDay, Effects::all(), kWarm);
    CHECK(programmed(*again.cell, targets, at) == programmed(*section.cell, targets, at));
  }
  for (const Kind<Cell>& kind : cell_kinds()) {
    INFO("a file in configs/cells of kind " << kind.name);
    CHECK(kinds.contains(kind.name));
  }
}

}  // namespace
}  // namespace mho
