// Chips for tests of mapping and of what runs on it: any array size, a cell with settable errors
// and a converter with settable bits. Costs are all zero.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "sim/chip/chip.hpp"
#include "tests/models/noc/topologies.hpp"

namespace mho {

/// Levels in whole steps of 1 uS above g_min; normal errors of given size in steps.
class StepCell : public Cell {
 public:
  int bits = 1;
  int g_min_steps = 0;
  double programming_sigma_steps = 0;
  double read_sigma_steps = 0;
  CellCost price;

  const char* kind() const override { return "step"; }
  void fields(Fields&) override {}
  int levels() const override { return 1 << bits; }
  Conductance g_min() const override { return from_si<Conductance>(kStep * g_min_steps); }
  Conductance g_max() const override {
    return from_si<Conductance>(kStep * (g_min_steps + levels() - 1));
  }
  Conductance g_ceiling() const override { return 2.0 * g_max(); }
  void conductances(const CellGrid&, const Conditions& conditions, std::span<const float> target_s,
                    const Stream& stream, std::span<float> conductance_s) const override {
    std::vector<float> errors(target_s.size(), 0.0f);
    const Stream writing = conditions.writing == 0 ? stream : stream.child(conditions.writing);
    if (programming_sigma_steps > 0) writing.normals(0, errors);
    for (std::size_t n = 0; n < target_s.size(); ++n) {
      const double g = static_cast<double>(target_s[n]) +
                       kStep * programming_sigma_steps * static_cast<double>(errors[n]);
      conductance_s[n] = static_cast<float>(std::clamp(g, 0.0, g_ceiling().value()));
    }
  }
  void read_variance(const Conditions&, std::span<const float>,
                     std::span<float> variance_s2) const override {
    const double sigma_s = kStep * read_sigma_steps;
    std::fill(variance_s2.begin(), variance_s2.end(), static_cast<float>(sigma_s * sigma_s));
  }
  bool has_read_noise(const Effects&) const override { return read_sigma_steps > 0; }
  Effects effects() const override { return {}; }
  const CellCost& cost() const override { return price; }

 private:
  static constexpr double kStep = 1e-6;
};

class PlainAdc : public Adc {
 public:
  int resolution = 30;  ///< wide enough for every exact sum
  AdcRangeRule rule;

  const char* kind() const override { return "plain"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    auto copy = std::make_shared<PlainAdc>(*this);
    copy->cost_ = cost;
    return copy;
  }
  void fields(Fields&) override {}
  int bits() const override { return resolution; }
  const TimedComponent& cost() const override { return cost_; }
  const AdcRangeRule& range_rule() const override { return rule; }

 private:
  TimedComponent cost_;
};

struct SmallChip {
  int rows = 16;
  int columns = 16;
  int active_rows = 16;
  int macros = 4;
  int tiles = 64;
  int dac_bits = 1;
  Encoding encoding = Encoding::differential;
  Subtraction subtraction = Subtraction::analog;
  bool flip = false;
  bool two_sided = false;
  int devices = 1;
  int summed_slices = 1;
  int weight_copies = 1;
  bool unit_column = false;
  SignedInput signed_inputs = SignedInput::two_phase;
  InputDrive input = InputDrive::voltage;
  Accumulation accumulation = Accumulation::digital;
  ZeroSkipping zero_skipping = ZeroSkipping::none;
  int attention_tiles = 0;  ///< further tiles like the main ones, of kind "attention"
  StepCell cell;
  PlainAdc adc;

  ChipSpec spec() const {
    ChipSpec spec;
    spec.name = "small";
    spec.tiles = tiles;
    spec.noc.topology = topology_from(kMeshTopology);
    spec.noc.flit_bits = 32;
    spec.tile.macros = macros;
    MacroSpec& macro = spec.tile.macro;
    macro.rows = rows;
    macro.columns = columns;
    macro.active_rows = active_rows;
    macro.cell = std::make_shared<StepCell>(cell);
    AnalogMacroSpec& analog = *macro.analog();
    analog.encoding = encoding;
    analog.subtraction = subtraction;
    analog.flip = flip;
    analog.two_sided = two_sided;
    analog.devices_per_weight = devices;
    analog.summed_slices = summed_slices;
    analog.weight_copies = weight_copies;
    analog.unit_column = unit_column;
    analog.signed_inputs = signed_inputs;
    analog.dac.input = input;
    analog.accumulation = accumulation;
    analog.zero_skipping = zero_skipping;
    analog.dac.bits = dac_bits;
    analog.adc = std::make_shared<PlainAdc>(adc);
    analog.columns_per_adc = 1;
    if (attention_tiles > 0) spec.other_tiles = {{"attention", attention_tiles, spec.tile}};
    return spec;
  }
  Chip chip() const { return Chip(spec()); }
};

}  // namespace mho
