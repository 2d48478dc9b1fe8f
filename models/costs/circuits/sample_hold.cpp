// Sample-and-hold: a switch and a capacitor that is charged over the whole swing and discharged for
// each sample, E = C V^2. C is what thermal noise demands for the bits (kT/C as large as the
// quantization noise, times a margin) at the supply and temperature that the chip was designed
// for, but not below what the circuit needs anyhow; it stays as large elsewhere. Ignored: a buffer
// behind it (a block of its own), droop, charge injection, more noise than designed for.
#include <algorithm>

#include "models/costs/analog_limits.hpp"
#include "models/costs/static_share.hpp"

namespace mho {

namespace {

class SampleHoldCost : public CostModel {
 public:
  const char* kind() const override { return "sample_hold"; }

  void fields(Fields& f) override {
    f.quantity("minimum_capacitance", minimum_, {0, 1e-9},
               "The smallest capacitor that can be used: parasitics, matching, charge injection.");
    f.quantity("area_per_ff", area_per_ff_, {0, 1e-9}, "Area of 1 fF of the capacitor.");
    f.quantity("designed_node", designed_, {1e-9, 10e-6}, "Technology node of these values.");
    f.text("source", source_, "Where the capacitor comes from.");
    f.number("noise_margin", margin_, {0.01, 1000},
             "Quantization noise over kT/C noise, as powers; 1: they are equal.",
             Presence::optional);
    f.quantity("swing", swing_, {0, 20}, "Full scale of the sampled voltage; 0: the supply.",
               Presence::optional);
    bias_share_field(f, static_share_);
  }

  Cost cost(const Duty& duty) const override {
    const Voltage swing = swing_.value() > 0 ? swing_ : duty.point.supply;
    const OperatingPoint& design = duty.designed();
    const Voltage design_swing = swing_.value() > 0 ? swing_ : design.supply;
    const Capacitance needed =
        noise_limited_capacitance(duty.bits, design_swing, design.temperature) * margin_;
    const Capacitance used = std::max(needed, minimum_);
    Cost cost;
    take_static_share(cost, used * swing * swing, duty.time, static_share_);
    cost.area = area_per_ff_ * (used.value() / 1e-15);
    cost.source = source_ + ": C V^2 with V = " + format_si_rounded(swing.value(), "V", 3) +
                  ", C = " + format_si_rounded(used.value(), "F", 3) + " (kT/C noise of " +
                  std::to_string(duty.bits) + " bits over " +
                  format_si_rounded(design_swing.value(), "V", 3) + ": " +
                  format_si_rounded(needed.value(), "F", 3) + ", at least " +
                  format_si_rounded(minimum_.value(), "F", 3) + "); static share " +
                  format_si_rounded(static_share_, "", 3);
    if (margin_ < 1)
      cost.warnings.push_back("the sampled noise exceeds the quantization noise (noise_margin " +
                              format_si_rounded(margin_, "", 3) + ")");
    warn_of_other_node(cost.warnings, "the sample-and-hold", designed_, duty.point.node);
    return cost;
  }

 private:
  Capacitance minimum_;
  Area area_per_ff_;
  Length designed_;
  std::string source_;
  double margin_ = 1;
  Voltage swing_;
  double static_share_ = 0;
};

}  // namespace

extern const Kind<CostModel> sample_hold_circuit_cost;
const Kind<CostModel> sample_hold_circuit_cost{
    "sample_hold", "A switch and a capacitor as large as noise demands.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<SampleHoldCost>(); }};

}  // namespace mho
