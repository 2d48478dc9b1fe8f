// Dynamic comparator: its internal nodes C are charged to the supply and discharged in each
// decision, E = C V_dd^2. Its noise is that of a sample on C times a factor of its circuit,
// noise_factor kT/C, and is to be at most the quantization noise of the bits over `swing` at the
// supply and temperature that the chip was designed for; C is not below what its transistors have
// anyhow, and stays as large elsewhere. Ignored: metastability, kickback, offset calibration.
#include <algorithm>

#include "models/costs/analog_limits.hpp"
#include "models/costs/static_share.hpp"

namespace mho {

namespace {

class ComparatorCost : public CostModel {
 public:
  const char* kind() const override { return "comparator"; }

  void fields(Fields& f) override {
    f.quantity("minimum_capacitance", minimum_, {0, 1e-9},
               "Internal nodes of the smallest comparator that can be used.");
    f.number("noise_factor", noise_factor_, {0.1, 100},
             "Input-referred noise power over kT/C of its internal nodes.");
    f.quantity("area", area_, {0, 1e-8}, "Area of the smallest one; it grows with C.");
    f.quantity("designed_node", designed_, {1e-9, 10e-6}, "Technology node of these values.");
    f.text("source", source_, "Where these values come from.");
    f.quantity("swing", swing_, {0, 20}, "Full scale of the compared voltage; 0: the supply.",
               Presence::optional);
    bias_share_field(f, static_share_);
  }

  Cost cost(const Duty& duty) const override {
    const Voltage supply = duty.point.supply;
    const OperatingPoint& design = duty.designed();
    const Voltage swing = swing_.value() > 0 ? swing_ : design.supply;
    const Capacitance needed =
        noise_limited_capacitance(duty.bits, swing, design.temperature) * noise_factor_;
    const Capacitance used = std::max(needed, minimum_);
    Cost cost;
    take_static_share(cost, used * supply * supply, duty.time, static_share_);
    cost.area = minimum_.value() > 0 ? area_ * (used / minimum_).value() : area_;
    cost.source = source_ + ": C V^2 with V = " + format_si_rounded(supply.value(), "V", 3) +
                  ", C = " + format_si_rounded(used.value(), "F", 3) + " (noise of " +
                  std::to_string(duty.bits) + " bits over " +
                  format_si_rounded(swing.value(), "V", 3) + ": " +
                  format_si_rounded(needed.value(), "F", 3) + ", at least " +
                  format_si_rounded(minimum_.value(), "F", 3) + "); static share " +
                  format_si_rounded(static_share_, "", 3);
    warn_of_other_node(cost.warnings, "the comparator", designed_, duty.point.node);
    return cost;
  }

 private:
  Capacitance minimum_;
  double noise_factor_ = 1;
  Area area_;
  Length designed_;
  std::string source_;
  Voltage swing_;
  double static_share_ = 0;
};

}  // namespace

extern const Kind<CostModel> comparator_circuit_cost;
const Kind<CostModel> comparator_circuit_cost{
    "comparator", "A dynamic comparator as large as noise demands.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<ComparatorCost>(); }};

}  // namespace mho
