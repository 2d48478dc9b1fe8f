#include "validation/population/population.hpp"

#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/peak.hpp"
#include "validation/population/agreement.hpp"
#include "validation/population/rules.hpp"

namespace mho {

namespace {

constexpr std::uint64_t kSeed = 1;

double& part(ComparedFigure& figure, ModelClass model_class) {
  return figure.parts[static_cast<std::size_t>(model_class)];
}

/// Operations of 1 b x 1 b in the executed MVMs of one array.
double bit_operations(const ModelledMacro& modelled, const MeasuredMacro& measured,
                      const Peak& peak) {
  if (modelled.reading == Reading::digital)
    return 2.0 * static_cast<double>(peak.macs * peak.mvms) * modelled.weight_bits *
           modelled.activation_bits;
  return 2.0 * static_cast<double>(peak.actions[Action::adc_convert]) * modelled.rows *
         measured.weight_bits * measured.input_bits;
}

/// Simulates one macro, and keeps what the table has beside it.
class Comparison {
 public:
  Comparison(const MeasuredMacro& measured, const ModelledMacro& modelled)
      : measured_(measured),
        modelled_(modelled),
        chip_(read_spec<ChipSpec>(
            Document::parse(modelled.chip, "the rules' chip of " + measured.name()))),
        peak_(peak_of(chip_, modelled.weight_bits, modelled.activation_bits, kSeed)),
        operations_(bit_operations(modelled, measured, peak_)),
        seconds_(peak_.interval.value() * static_cast<double>(peak_.mvms)) {}

  std::optional<ComparedFigure> energy() const {
    if (!measured_.tops_per_watt || *measured_.tops_per_watt <= 0) return std::nullopt;
    ComparedFigure figure{1 / (kTera * *measured_.tops_per_watt), 0, {}};
    add(figure, peak_.actions);
    if (is_chip()) add(figure, peak_.tile_actions);
    const double per_operation = seconds_ / (operations_ * arrays());
    const double in_macros = chip_.main().macro_leakage().value() * arrays();
    part(figure, static_class_of(Level::macro)) += in_macros * per_operation;
    if (is_chip())
      part(figure, static_class_of(Level::chip)) +=
          (chip_.leakage().value() - in_macros) * per_operation;
    sum_up(figure);
    return figure;
  }

  std::optional<ComparedFigure> area() const {
    if (!measured_.area_mm2()) return std::nullopt;
    ComparedFigure figure{*measured_.area_mm2(), 0, {}};
    for (const Part& each : chip_.parts()) {
      if (each.level == Level::off_chip || (!is_chip() && each.level != Level::macro)) continue;
      const double count = is_chip() ? static_cast<double>(chip_.instances(each))
                                     : static_cast<double>(each.per_holder) * measured_.cores;
      part(figure, model_class_of(each.component, each.level)) += count * each.area.value() / kMm2;
    }
    sum_up(figure);
    return figure;
  }

  /// Where the table states the time of an invocation by itself.
  std::optional<ComparedFigure> throughput() const {
    if (!measured_.invocation_ns || !measured_.tops || *measured_.tops <= 0) return std::nullopt;
    ComparedFigure figure{*measured_.tops, 0, {}};
    // A narrower or wider weight than a digital macro takes stands for the measured one.
    const double bits =
        modelled_.reading == Reading::digital ? measured_.weight_bits / modelled_.weight_bits : 1;
    part(figure, ModelClass::array) = bits * operations_ / seconds_ / kTera;
    sum_up(figure);
    return figure;
  }

 private:
  bool is_chip() const { return modelled_.level == Level::chip; }
  double arrays() const { return is_chip() ? static_cast<double>(peak_.arrays) : 1; }

  static void sum_up(ComparedFigure& figure) {
    for (const double each : figure.parts) figure.simulated += each;
  }

  void add(ComparedFigure& figure, const ActionCounts& counts) const {
    for (std::size_t i = 0; i < kActions; ++i) {
      const auto action = static_cast<Action>(i);
      if (counts[action] == 0) continue;
      const Part& of = *chip_.main().part_of(action);
      part(figure, model_class_of(of.component, of.level)) +=
          static_cast<double>(counts[action]) * chip_.main().price(action).energy.value() /
          operations_;
    }
  }

  const MeasuredMacro& measured_;
  const ModelledMacro& modelled_;
  Chip chip_;
  Peak peak_;
  double operations_;
  double seconds_;
};

/// The clock that the models give a digital macro that states none.
double fastest_clock(const ModelledMacro& modelled, const char* pipeline_cycles) {
  Document document = Document::parse(modelled.chip, "the rules' chip");
  document.set("tile.macro.clock=0 Hz");
  document.set(std::string("tile.macro.pipeline_cycles=") + pipeline_cycles);
  const Chip chip(read_spec<ChipSpec>(document), 1);
  return chip.spec().tile.macro.digital()->clock.value();
}

std::optional<ComparedClock> compared_clock(const MeasuredMacro& measured,
                                            const ModelledMacro& modelled) {
  if (modelled.reading != Reading::digital || !measured.invocation_ns) return std::nullopt;
  return ComparedClock{1e9 / *measured.invocation_ns, fastest_clock(modelled, "1"),
                       fastest_clock(modelled, "0")};
}

ComparedMacro compared(const MeasuredMacro& measured) {
  ComparedMacro macro;
  macro.index = measured.index;
  macro.name = measured.name();
  macro.year = measured.year;
  macro.node_nm = measured.node_nm;
  macro.is_processor = measured.is_processor;
  try {
    const ModelledMacro modelled = modelled_macro(measured);
    macro.reading = name_of(modelled.reading);
    macro.converter = modelled.converter;
    const Comparison comparison(measured, modelled);
    macro.energy = comparison.energy();
    macro.area = comparison.area();
    macro.throughput = comparison.throughput();
    macro.clock = compared_clock(measured, modelled);
  } catch (const InputError& error) {
    macro.left_out = error.what();
  }
  return macro;
}

using Figure = std::optional<ComparedFigure> ComparedMacro::*;

PopulationFigure figure_of(const std::vector<ComparedMacro>& macros, const char* name,
                           Figure member) {
  PopulationFigure figure;
  figure.figure = name;
  const auto add = [&](const std::string& group, const auto& is_in) {
    const Agreement agreement = agreement_of(weighed(macros, member, is_in));
    if (agreement.points > 0) figure.groups.push_back({group, agreement});
  };
  const auto all = [](const ComparedMacro&) { return true; };
  add("all", all);
  add("banks", [](const ComparedMacro& each) { return !each.is_processor; });
  add("processors", [](const ComparedMacro& each) { return each.is_processor; });
  const auto add_each = [&](const auto& key, const std::string& suffix) {
    std::set<std::string> keys;
    for (const ComparedMacro& each : macros)
      if (!key(each).empty()) keys.insert(key(each));
    for (const std::string& wanted : keys)
      add(wanted + suffix, [&](const ComparedMacro& each) { return key(each) == wanted; });
  };
  add_each([](const ComparedMacro& each) { return each.reading; }, "");
  add_each([](const ComparedMacro& each) { return each.converter; }, " converter");
  add("up to 22 nm", [](const ComparedMacro& each) { return each.node_nm <= 22; });
  add("28 to 45 nm",
      [](const ComparedMacro& each) { return each.node_nm > 22 && each.node_nm <= 45; });
  add("from 55 nm on", [](const ComparedMacro& each) { return each.node_nm > 45; });
  add("up to 2020", [](const ComparedMacro& each) { return each.year <= 2020; });
  add("from 2021 on", [](const ComparedMacro& each) { return each.year > 2020; });
  const std::vector<WeighedFigure> figures = weighed(macros, member, all);
  if (member == &ComparedMacro::throughput || figures.empty()) return figure;
  figure.left_one_out = agreement_of(left_one_out(figures));
  figure.spread = spreads_of(figures);
  figure.coverage = coverage_of(figures);
  return figure;
}

}  // namespace

Population population_of(const std::string& file) {
  Population population;
  population.file = std::filesystem::path(file).filename().string();
  for (const MeasuredMacro& measured : read_measured_macros(file))
    population.macros.push_back(compared(measured));
  population.figures.push_back(figure_of(population.macros, "energy", &ComparedMacro::energy));
  population.figures.push_back(figure_of(population.macros, "area", &ComparedMacro::area));
  population.figures.push_back(
      figure_of(population.macros, "throughput", &ComparedMacro::throughput));
  return population;
}

}  // namespace mho
