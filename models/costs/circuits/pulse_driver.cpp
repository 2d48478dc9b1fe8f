// Digital-to-time converter that drives a row with a pulse of a length: 2^bits unit delays, of
// which every pulse runs through all. TIMELY's (Li et al., ISCA 2020, Table II) takes 37.5 fJ and
// 240 um2 for 8 bits in 65 nm; with other bits both go with the number of delays. Their supply
// is not known here, so that they are taken to be of the node's nominal one: the energy moves with
// its square, the static part with the supply. A pulse charges the row once, whatever its length:
// that C V^2 is added unless the row is priced elsewhere. The pulse itself is the macro's
// integration, so that the converter adds no time of its own.
#include "models/costs/analog_limits.hpp"
#include "models/costs/row_wire.hpp"
#include "models/costs/static_share.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

constexpr double kTimelyEnergy = 37.5e-15;
constexpr double kTimelyArea = 240e-12;
constexpr double kTimelyNode = 65e-9;
constexpr double kTimelyBits = 8;

class PulseDriverCost : public CostModel {
 public:
  const char* kind() const override { return "pulse_driver"; }

  void fields(Fields& f) override {
    f.quantity("unit_time", unit_time_, {1e-13, 1e-3},
               "Length of the shortest pulse: the converter acts every 2^bits of them.");
    f.quantity("swing", swing_, {0, 20}, "Voltage of the pulse; 0: the supply.",
               Presence::optional);
    wire_.fields(f);
    static_share_field(f, static_share_);
  }

  Cost cost(const Duty& duty) const override {
    const Voltage swing = swing_.value() > 0 ? swing_ : duty.point.supply;
    const double share = std::exp2(duty.bits - kTimelyBits);
    const Voltage published = nominal_supply(from_si<Length>(kTimelyNode), duty.point.transistors);
    const double volts = duty.point.supply / published;
    Cost cost;
    take_static_share(cost, from_si<Energy>(kTimelyEnergy) * share,
                      unit_time_ * std::exp2(duty.bits), static_share_);
    cost.energy = cost.energy * volts * volts + wire_.unpriced_capacitance(duty) * swing * swing;
    cost.leakage *= volts;
    cost.area = from_si<Area>(kTimelyArea) * share;
    cost.source =
        "TIMELY, ISCA 2020, Table II (8 bits, 65 nm: 37.5 fJ, 240 um2), by the number of "
        "unit delays for " +
        std::to_string(duty.bits) + " bits, by V^2 from the node's nominal " +
        format_si_rounded(published.value(), "V", 3) + " (its own is not known) to " +
        format_si_rounded(duty.point.supply.value(), "V", 3) + "; " + wire_.source(duty) +
        "; swing " + format_si_rounded(swing.value(), "V", 3) + "; static share " +
        format_si_rounded(static_share_, "", 3);
    warn_of_other_node(cost.warnings, "TIMELY's digital-to-time converter",
                       from_si<Length>(kTimelyNode), duty.point.node);
    if (duty.bits != kTimelyBits)
      cost.warnings.push_back(
          "TIMELY's digital-to-time converter has 8 bits: its energy and area go with 2^bits to " +
          std::to_string(duty.bits));
    return cost;
  }

 private:
  Time unit_time_;
  Voltage swing_;
  RowWire wire_;
  double static_share_ = kStaticShare;
};

}  // namespace

extern const Kind<CostModel> pulse_driver_circuit_cost;
const Kind<CostModel> pulse_driver_circuit_cost{
    "pulse_driver", "Digital-to-time converter that drives a row with a pulse.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<PulseDriverCost>(); }};

}  // namespace mho
