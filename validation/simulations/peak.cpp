// Kind peak: a chip with every array at work, without a workload: rates, efficiencies, powers and
// areas by level and by component, and one MVM by itself. Levels hold what Peak's do; a component's
// figures at a level are of all its instances there. A tile's share of a router is component noc.
#include <cmath>
#include <map>

#include "sim/base/prefixes.hpp"
#include "sim/chip/chip.hpp"
#include "sim/figures/peak.hpp"
#include "sim/figures/pricing.hpp"
#include "validation/simulation.hpp"

namespace mho {

namespace {

struct Share {
  Area area;
  Power power;
};

/// Metrics as they are added; sources are the chip's.
class PeakMetrics {
 public:
  void add(const std::string& name, double value, const char* unit) {
    if (std::isfinite(value)) metrics_.push_back({name, value, unit, "", "peak"});
  }
  std::vector<Metric> take() { return std::move(metrics_); }

 private:
  std::vector<Metric> metrics_;
};

/// Instances of a part in one macro or tile of the main kind, or on the whole chip.
double instances(const Chip& chip, const Part& part, Level level) {
  const auto per_holder = static_cast<double>(part.per_holder);
  if (level == Level::chip)
    return part.level == Level::off_chip ? 0 : static_cast<double>(chip.instances(part));
  if (level == Level::tile && part.is_shared_by_tiles) return chip.routers_per_tile();
  if (part.tile_kind != 0) return 0;
  if (part.level == Level::macro)
    return per_holder * (level == Level::tile ? chip.spec().tile.macros : 1);
  return part.level == Level::tile && level == Level::tile ? per_holder : 0;
}

class PeakSimulation : public Simulation {
 public:
  const char* kind() const override { return "peak"; }

  void fields(Fields& f) override {
    f.section("chip", chip_, "The machine; 'from' with further keys sets another operating point.");
    f.integer("weight_bits", weight_bits_, {1, 16}, "Bits of a weight.");
    f.integer("activation_bits", activation_bits_, {1, 16}, "Bits of an input.");
    f.section("operands", operands_,
              "What is multiplied; absent: uniform over all integers. Says nothing where "
              "no energy depends on it.");
  }

  std::vector<Metric> simulate(const Place& where, const RunControl&) const override {
    // A chip that leaves its tiles to the network has one here.
    const Chip chip(chip_, chip_.tiles > 0 ? 0 : 1);
    check_bits(chip, where);
    const Peak peak =
        peak_of(chip, weight_bits_, activation_bits_, kSeed, operands_.value_or(Operands{}));
    PeakMetrics list;
    add_levels(list, chip, peak);
    add_mvm(list, chip, peak);
    for (const Level level : {Level::macro, Level::tile, Level::chip})
      add_components(list, chip, peak, level);
    return list.take();
  }

  std::vector<std::string> warnings() const override {
    return Chip(chip_, chip_.tiles > 0 ? 0 : 1).warnings();
  }

 private:
  /// What placement refuses before a run.
  void check_bits(const Chip& chip, const Place& where) const {
    if (chip_.sequenced()) return;
    const MvmFormat format =
        chip.main().format(weight_bits_, activation_bits_, inputs_are_signed());
    std::string problem = format.conflict();
    if (problem.empty() && chip.main().outputs_per_array(format) == 0)
      problem = "not one output of " + std::to_string(weight_bits_) + "-bit weights fits an array";
    if (!problem.empty()) throw InputError(where, "", chip_.name + ": " + problem);
  }

  bool inputs_are_signed() const { return operands_ && operands_->inputs_are_signed; }

  /// Of the drawn operands; the mean over 32 vectors hardly depends on it.
  static constexpr std::uint64_t kSeed = 1;

  void add_levels(PeakMetrics& list, const Chip& chip, const Peak& peak) const {
    const auto add = [&](Level which, const PeakLevel& level, Area area) {
      const std::string name = name_of(which);
      const double tops = level.operations_per_second / kTera;
      const double per_joule = level.operations_per_joule() / kTera;
      list.add("tops." + name, tops, "TOPS");
      list.add("power." + name, level.power.value(), "W");
      list.add("tops_per_joule." + name, per_joule, "TOPS/J");
      list.add("tops_per_joule." + name + ".normalized",
               per_joule * weight_bits_ * activation_bits_, "1b-TOPS/J");
      list.add("energy_per_operation." + name, 1 / level.operations_per_joule(), "J");
      list.add("area." + name, area.value() / kMm2, "mm2");
      list.add("tops_per_mm2." + name, tops / (area.value() / kMm2), "TOPS/mm2");
    };
    add(Level::macro, peak.macro, chip.main().macro_area());
    add(Level::tile, peak.tile, chip.main().area());
    add(Level::chip, peak.chip, chip.area());
  }

  /// Of one array, back to back: "energy.mvm" has the macro's static power over the interval.
  void add_mvm(PeakMetrics& list, const Chip& chip, const Peak& peak) const {
    list.add("mvm.interval", peak.interval.value(), "s");
    list.add("mvm.macs", static_cast<double>(peak.macs), "");
    list.add("energy.mvm", (peak.macro.power * peak.interval).value(), "J");
    if (chip_.sequenced()) return;
    const MvmFormat format =
        chip.main().format(weight_bits_, activation_bits_, inputs_are_signed());
    const int columns = format.converted_columns(chip.main().outputs_per_array(format));
    list.add("mvm.latency",
             chip.main().timing(format, chip.main().inputs_per_array(), columns).latency.value(),
             "s");
    list.add("conversions_per_mac", peak.conversions_per_mac(), "");
    list.add("conversions_per_output", peak.conversions_per_mac() * chip.main().inputs_per_array(),
             "");
    for (const auto& [component, energy] : mvm_energies(chip, peak))
      list.add("energy.mvm." + component, energy.value(), "J");
  }

  /// By component, of the macro alone and without static power.
  static std::map<std::string, Energy> mvm_energies(const Chip& chip, const Peak& peak) {
    std::map<std::string, Energy> energies;
    add_energies(chip, peak, peak.actions, energies);
    return energies;
  }

  /// Of one MVM.
  static void add_energies(const Chip& chip, const ArrayPeak& peak, const ActionCounts& counts,
                           std::map<std::string, Energy>& energies) {
    for (std::size_t i = 0; i < kActions; ++i) {
      const auto action = static_cast<Action>(i);
      if (counts[action] == 0) continue;
      energies[chip.kind(peak.tile_kind).part_of(action)->component] +=
          static_cast<double>(counts[action]) / static_cast<double>(peak.mvms) *
          chip.kind(peak.tile_kind).price(action).energy;
    }
  }

  /// Power of a chip of MAC arrays is not told by component: its jobs belong to several levels.
  void add_components(PeakMetrics& list, const Chip& chip, const Peak& peak, Level level) const {
    std::map<std::string, Share> shares;
    for (const Part& part : chip.parts()) {
      const double count = instances(chip, part, level);
      if (count == 0) continue;
      shares[part.component].area += count * part.area;
      shares[part.component].power += count * part.leakage;
    }
    if (!chip_.sequenced()) add_dynamic(chip, peak, level, shares);
    const bool tile = level == Level::tile;
    const PeakLevel& whole = level == Level::macro ? peak.macro : tile ? peak.tile : peak.chip;
    const Area area = level == Level::macro ? chip.main().macro_area()
                      : tile                ? chip.main().area()
                                            : chip.area();
    for (const auto& [component, share] : shares) {
      const std::string name = std::string(name_of(level)) + "." + component;
      list.add("area." + name, share.area.value() / kMm2, "mm2");
      list.add("area_share." + name, 100 * static_cast<double>(share.area / area), "%");
      if (chip_.sequenced()) continue;
      list.add("power." + name, share.power.value(), "W");
      list.add("power_share." + name, 100 * static_cast<double>(share.power / whole.power), "%");
    }
  }

  static void add_dynamic(const Chip& chip, const Peak& peak, Level level,
                          std::map<std::string, Share>& shares) {
    const auto add = [&](const ArrayPeak& of, double macros) {
      std::map<std::string, Energy> energies;
      add_energies(chip, of, of.actions, energies);
      if (level != Level::macro) add_energies(chip, of, of.tile_actions, energies);
      for (const auto& [component, energy] : energies)
        shares[component].power += macros * energy / of.interval;
    };
    if (level == Level::macro) return add(peak, 1);
    if (level == Level::tile) return add(peak, chip.spec().tile.macros);
    add(peak, static_cast<double>(peak.arrays));
    for (const ArrayPeak& other : peak.others) add(other, static_cast<double>(other.arrays));
  }

  ChipSpec chip_;
  int weight_bits_ = 0;
  int activation_bits_ = 0;
  std::optional<Operands> operands_;
};

}  // namespace

extern const Kind<Simulation> peak_simulation;
const Kind<Simulation> peak_simulation{
    "peak", "A chip with every array at work, without a workload.",
    []() -> std::shared_ptr<Simulation> { return std::make_shared<PeakSimulation>(); }};

}  // namespace mho
