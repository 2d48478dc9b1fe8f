// The readout of a programmed network: effects off one by one, converters drawn with the block,
// drift compensation in the digital side.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/chip/macro_readout.hpp"
#include "tests/inference/small_network.hpp"

namespace mho {
namespace {

/// A converter with thresholds that are all off by a normal of one code, and noise of two codes.
class ErroneousAdc : public Adc {
 public:
  AdcRangeRule rule;
  const char* kind() const override { return "erroneous"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    auto copy = std::make_shared<ErroneousAdc>(*this);
    copy->cost_ = cost;
    return copy;
  }
  void fields(Fields&) override {}
  int bits() const override { return 6; }
  const TimedComponent& cost() const override { return cost_; }
  const AdcRangeRule& range_rule() const override { return rule; }
  bool has_mismatch() const override { return true; }
  double noise_codes() const override { return 2; }

 private:
  void deviate(const Stream& instance, std::span<double> thresholds) const override {
    const double offset = static_cast<double>(instance.normal_by_definition(0));
    for (double& threshold : thresholds) threshold += offset;
  }
  TimedComponent cost_;
};

ChipSpec erroneous_spec() {
  SmallChip small;
  small.dac_bits = 2;
  small.cell.bits = 2;
  ChipSpec spec = small.spec();
  AnalogMacroSpec& macro = *spec.tile.macro.analog();
  macro.adc = std::make_shared<ErroneousAdc>();
  macro.columns_per_adc = 4;
  macro.column.emplace();
  macro.column->noise = 0.5;
  macro.column->limit = 10;
  macro.column->saturation = 0.01;
  return spec;
}

struct ErroneousNetwork {
  QuantizedGraph graph = fully_connected_graph(12, 5, 6, 4, Stream(1));
  Chip chip{erroneous_spec()};
  Placement placement = place(graph, chip, {}, {});
  AdcRanges ranges = adc_ranges(graph, chip, placement, {}, 1);

  Readout readout(const Effects& effects, TrialKey key = {}) const {
    Conditions conditions;
    conditions.effects = effects;
    const ProgrammedNetwork network(graph, chip, placement, ranges, key, 1, conditions);
    return network.readout(placement.layers[0], 0);
  }
};

TEST_CASE("each effect of a readout can be switched off alone") {
  const ErroneousNetwork made;
  const Effects all = Effects::all();
  CHECK(
      made.chip.effects().among({Effect::adc_mismatch, Effect::adc_noise, Effect::adc_quantization,
                                 Effect::column_limit, Effect::column_noise}) ==
      Effects{Effect::adc_mismatch, Effect::adc_noise, Effect::adc_quantization,
              Effect::column_limit, Effect::column_noise});

  const Readout full = made.readout(all);
  // 3 cell steps x 3 DAC steps are one full cell at full input.
  CHECK(full.quantizes);
  CHECK(full.thresholds.converters() == made.chip.main().adcs_per_macro());
  CHECK(full.converter_noise == 2);
  CHECK(full.column_noise == Approx(0.5 * 9));
  CHECK(full.column_limit == Approx(10 * 9));
  CHECK(full.saturation == Approx(0.01 / 9));

  const Readout uniform = made.readout(all.without({Effect::adc_mismatch}));
  CHECK(uniform.thresholds.empty());
  CHECK(uniform.converter_noise == 2);
  CHECK(made.readout(all.without({Effect::adc_noise})).converter_noise == 0);
  CHECK(made.readout(all.without({Effect::column_noise})).column_noise == 0);
  CHECK(!made.readout(all.without({Effect::column_limit})).limits());
  const Readout exact = made.readout(all.without({Effect::adc_quantization}));
  CHECK(!exact.quantizes);
  CHECK(exact.thresholds.empty());
  CHECK(exact.limits());
}

TEST_CASE(
    "a readout for a full scale has one range as wide as that, and errs where it is told to") {
  const ErroneousNetwork made;
  const MvmFormat format = made.placement.layers[0].format;
  const Adc& adc = *made.chip.main().macro().analog()->adc;
  const auto readout = [&](double full_scale, const Effects& effects) {
    return macro_readout(made.chip.main(), format, full_scale, effects, Stream(1));
  };
  const Readout rounding = readout(62, {Effect::adc_quantization});
  CHECK(rounding.ranges == std::vector{adc.range_for(62, format.signed_conversion())});
  CHECK(readout(124, {}).ranges[0].lsb == 2 * rounding.ranges[0].lsb);
  CHECK(rounding.quantizes);
  CHECK(rounding.thresholds.empty());
  CHECK_FALSE(rounding.noisy());
  CHECK_FALSE(rounding.limits());
  CHECK(rounding.steps.converters == made.chip.main().adcs_per_macro());
  CHECK_FALSE(readout(62, {}).quantizes);
  CHECK_FALSE(readout(62, Effects::all()).thresholds.empty());
}

TEST_CASE("converters are drawn by trial, and stay what they are under other effects") {
  const ErroneousNetwork made;
  const auto first_threshold = [&](const Effects& effects, TrialKey key) {
    return made.readout(effects, key).thresholds.of(0)[0];
  };
  const float one = first_threshold(Effects::all(), {1, 0});
  CHECK(first_threshold({Effect::adc_quantization, Effect::adc_mismatch}, {1, 0}) == one);
  CHECK(first_threshold(Effects::all(), {1, 1}) != one);
  CHECK(first_threshold(Effects::all(), {2, 0}) != one);
  // Signed converters: the thresholds lie around code 0, at -31.5 first.
  CHECK(std::abs(one + 31.5F) < 6.7F);
}

TEST_CASE("without any effect every tensor is exact, whatever the converter") {
  const ErroneousNetwork made;
  Conditions none;
  none.effects = Effects();
  const ProgrammedNetwork network(made.graph, made.chip, made.placement, made.ranges, {}, 1, none);
  for (const IntTensor& image : random_images(made.graph, 5, Stream(3)))
    CHECK(run_analog(network, image, 0) == run_integer(made.graph, image));
}

/// A cell of which half is left once it has aged.
class HalvingCell : public StepCell {
 public:
  void conductances(const CellGrid&, const Conditions& conditions, std::span<const float> target_s,
                    const Stream&, std::span<float> conductance_s) const override {
    const float left = conditions.age.value() > 0 ? 0.5F : 1.0F;
    for (std::size_t n = 0; n < target_s.size(); ++n) conductance_s[n] = left * target_s[n];
  }
};

TEST_CASE("drift compensation gives back what a uniform decay takes") {
  SmallChip small;
  small.dac_bits = 2;
  ChipSpec spec = small.spec();
  auto cell = std::make_shared<HalvingCell>();
  cell->bits = 2;
  spec.tile.macro.cell = cell;
  const QuantizedGraph graph = chain_graph(6, 4, Stream(4));
  const std::vector<IntTensor> images = random_images(graph, 3, Stream(5));
  Conditions aged;
  aged.age = from_si<Time>(1.0);
  aged.effects = Effects::all().without({Effect::adc_quantization});
  for (const auto compensation :
       {DriftCompensation::none, DriftCompensation::global, DriftCompensation::per_column}) {
    spec.tile.macro.analog()->drift_compensation = compensation;
    const Chip chip(spec);
    const Placement placement = place(graph, chip, {}, {});
    const ProgrammedNetwork network(graph, chip, placement,
                                    adc_ranges(graph, chip, placement, {}, 1), {}, 1, aged);
    bool equal = true;
    for (const IntTensor& image : images)
      equal = equal && run_analog(network, image, 0) == run_integer(graph, image);
    CHECK(equal == (compensation != DriftCompensation::none));
  }
}

}  // namespace
}  // namespace mho
