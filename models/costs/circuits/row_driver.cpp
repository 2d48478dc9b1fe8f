// What drives a row: a digital-to-analog converter of a few bits (1 bit: an inverter), and the
// wire. Two rules for the converter:
//   capacitance  C V^2 for each bit with C = 50 fF (ZigZag-IMC, arXiv 2405.14978), and the row's
//                own C V^2 unless it is priced elsewhere (array_charge); its area is that of
//                ISAAC's driver in squares of the node, for each bit
//   isaac        a published 1-bit driver (Shafiee et al., ISAAC, ISCA 2016, Table I: 8 x 128 take
//                4 mW and 0.00017 mm2 at 1.2 GHz clock and 100 ns cycles), its row of 128 in it
// Every drive is a full swing up and back. Ignored: settling, resistance of the row, references.
#include "models/costs/analog_limits.hpp"
#include "models/costs/row_wire.hpp"
#include "models/costs/static_share.hpp"

namespace mho {

namespace {

enum class Rule { capacitance, isaac };

constexpr double kIsaacDrivers = 8 * 128;
constexpr double kIsaacPower = 4e-3;
constexpr double kIsaacCycle = 100e-9;
constexpr double kIsaacArea = 0.00017e-6;
constexpr double kIsaacNode = 32e-9;

class RowDriverCost : public CostModel {
 public:
  const char* kind() const override { return "row_driver"; }
  Sees sees() const override {
    const bool computed = rule_ == Rule::capacitance;
    return {computed, computed, computed};
  }

  void fields(Fields& f) override {
    f.choice("rule", rule_,
             {{"capacitance", "a capacitance for each bit, and the row's"},
              {"isaac", "the 1-bit driver of ISAAC (ISCA 2016), its row in it"}},
             "How the energy is found.", Presence::optional);
    f.quantity("capacitance_per_bit", per_bit_, {0, 1e-9},
               "Switched in the driver for each bit (50 fF: ZigZag-IMC, arXiv 2405.14978).",
               Presence::optional);
    f.quantity("swing", swing_, {0, 20}, "Largest voltage of a row; 0: the supply.",
               Presence::optional);
    wire_.fields(f);
    if (rule_ == Rule::isaac)
      static_share_field(f, published_share_);
    else
      bias_share_field(f, bias_share_);
  }

  Cost cost(const Duty& duty) const override {
    Cost cost;
    const Length isaac_node = from_si<Length>(kIsaacNode);
    const double squares = std::pow(duty.point.node / isaac_node, 2);
    const Area driver = from_si<Area>(kIsaacArea / kIsaacDrivers);
    switch (rule_) {
      case Rule::capacitance: {
        const Voltage swing = swing_.value() > 0 ? swing_ : duty.point.supply;
        const Capacitance switched =
            per_bit_ * static_cast<double>(duty.bits) + wire_.unpriced_capacitance(duty);
        take_static_share(cost, switched * swing * swing, duty.time, bias_share_);
        cost.area = driver * squares * static_cast<double>(duty.bits);
        cost.source = format_si_rounded(per_bit_.value(), "F", 3) +
                      " a bit (ZigZag-IMC, arXiv 2405.14978: 50 fF), " + std::to_string(duty.bits) +
                      " bits; " + wire_.source(duty) + "; swing " +
                      format_si_rounded(swing.value(), "V", 3) +
                      "; area: 0.166 um2 at 32 nm (ISAAC, ISCA 2016, Table I) a bit, by the node's "
                      "square";
        if (std::abs(squares - 1) > 1e-6)
          cost.warnings.push_back(
              "the area of a row driver is that of ISAAC's at 32 nm, by the "
              "node's square");
        break;
      }
      case Rule::isaac:
        take_static_share(cost, from_si<Energy>(kIsaacPower / kIsaacDrivers * kIsaacCycle),
                          from_si<Time>(kIsaacCycle), published_share_);
        cost.area = driver;
        cost.source =
            "ISAAC, ISCA 2016, Table I: 8 x 128 1-bit drivers take 4 mW and 0.00017 mm2 "
            "in cycles of 100 ns, 32 nm";
        warn_of_other_node(cost.warnings, "ISAAC's row driver", isaac_node, duty.point.node);
        if (duty.bits != 1)
          cost.warnings.push_back("ISAAC's row driver has 1 bit, not " + std::to_string(duty.bits) +
                                  ": its cost is too low");
        if (duty.array.columns != 128)
          cost.warnings.push_back("ISAAC's row driver serves 128 columns, not " +
                                  std::to_string(duty.array.columns));
        if (duty.row_is_priced)
          cost.warnings.push_back(
              "ISAAC's row driver holds its row, which array_charge.row charges again");
        break;
    }
    cost.source += "; static share " +
                   format_si_rounded(rule_ == Rule::isaac ? published_share_ : bias_share_, "", 3);
    return cost;
  }

 private:
  Rule rule_ = Rule::capacitance;
  Capacitance per_bit_ = from_si<Capacitance>(50e-15);
  Voltage swing_;
  RowWire wire_;
  double bias_share_ = 0;                  ///< of the computed C V^2
  double published_share_ = kStaticShare;  ///< of what ISAAC publishes
};

}  // namespace

extern const Kind<CostModel> row_driver_circuit_cost;
const Kind<CostModel> row_driver_circuit_cost{
    "row_driver", "What drives a row: a converter of a few bits and the wire.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<RowDriverCost>(); }};

}  // namespace mho
