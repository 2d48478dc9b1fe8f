// Binary-weighted capacitors that divide a reference: N = 2^bits units C. Code k pulls the charge
// V C k (N - k) / N from the reference, so over all codes the energy of a conversion is
//   E = C V^2 (N^2 - 1) / (6 N)    on average
// from a discharged array (charge conservation). Added: the control of each bit, and the row or
// node that it drives is not (see row_driver). Matching is not judged; noise is.
#include "models/costs/analog_limits.hpp"
#include "models/costs/static_share.hpp"

namespace mho {

namespace {

class CapacitiveDacCost : public CostModel {
 public:
  const char* kind() const override { return "capacitive_dac"; }

  void fields(Fields& f) override {
    f.quantity("unit_capacitance", unit_, {1e-18, 1e-9}, "One unit capacitor; there are 2^bits.");
    f.quantity("unit_area", unit_area_, {0, 1e-6}, "Area of one unit capacitor.");
    f.quantity("control_energy", control_energy_, {0, 1e-9},
               "Energy of switch and logic of one bit in a conversion.");
    f.quantity("control_area", control_area_, {0, 1e-6}, "Area of switch and logic of one bit.");
    f.quantity("designed_node", designed_, {1e-9, 10e-6}, "Technology node of these values.");
    f.text("source", source_, "Where capacitor and control come from.");
    f.quantity("reference", reference_, {0, 20}, "Reference voltage; 0: the supply.",
               Presence::optional);
    bias_share_field(f, static_share_);
  }

  Cost cost(const Duty& duty) const override {
    const Voltage reference = reference_.value() > 0 ? reference_ : duty.point.supply;
    const double units = std::exp2(duty.bits);
    const double bits = duty.bits;
    Cost cost;
    take_static_share(cost,
                      unit_ * reference * reference * ((units * units - 1) / (6 * units)) +
                          control_energy_ * bits,
                      duty.time, static_share_);
    cost.area = unit_area_ * units + control_area_ * bits;
    cost.source = source_ + ": C V^2 (4^n - 1) / (6 2^n), mean over all codes, with n = " +
                  std::to_string(duty.bits) + ", C = " + format_si_rounded(unit_.value(), "F", 3) +
                  ", V = " + format_si_rounded(reference.value(), "V", 3) + "; control " +
                  format_si_rounded(control_energy_.value(), "J", 3) + " a bit; static share " +
                  format_si_rounded(static_share_, "", 3);
    const Capacitance needed = noise_limited_capacitance(bits, reference, duty.point.temperature);
    if (unit_ * units < needed)
      cost.warnings.push_back("the capacitors of " + std::to_string(duty.bits) + " bits, " +
                              format_si_rounded((unit_ * units).value(), "F", 3) +
                              " together, are below the " +
                              format_si_rounded(needed.value(), "F", 3) +
                              " whose kT/C noise equals the quantization noise");
    warn_of_other_node(cost.warnings, "the capacitive converter", designed_, duty.point.node);
    return cost;
  }

 private:
  Capacitance unit_;
  Area unit_area_;
  Energy control_energy_;
  Area control_area_;
  Length designed_;
  std::string source_;
  Voltage reference_;
  double static_share_ = 0;
};

}  // namespace

extern const Kind<CostModel> capacitive_dac_circuit_cost;
const Kind<CostModel> capacitive_dac_circuit_cost{
    "capacitive_dac", "Binary-weighted capacitors that divide a reference.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<CapacitiveDacCost>(); }};

}  // namespace mho
