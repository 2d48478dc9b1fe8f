// Parallel wires on the chip, `bits` of them, each sending one bit per action over `length`.
//
//   C = 0.2 fF/um l    R = rho / (width thickness) l    k = l sqrt(0.4 r c / (0.7 R0 C0)) repeaters
//   energy = activity C V^2 (1 + 0.76 if repeated)     delay = 2.5 sqrt(R0 C0 R C), repeated
//   delay = 0.4 R C + one fan-out-of-four delay, where one driver is enough (k < 1)
//
// Repeaters of least delay: Bakoglu, Circuits, Interconnections and Packaging for VLSI (1990):
// their gates add sqrt(0.4/0.7) C. 0.2 fF/um whatever the node, and a fan-out-of-four delay of 0.36
// ps per nm (3.45 R0 C0): Ho, Mai and Horowitz, Proc. IEEE 89 (2001) 490. Widths and resistivity:
// models/technology/wires.hpp. Intermediate wires are twice, global ones four times as wide;
// pitch is two widths, thickness 1.8 (the manual: 1.6 to 2.0) widths.
//
// Ignored: coupling (counted at its mean), low-swing signaling (price it with link), vias.
#include <cmath>

#include "models/costs/gates.hpp"
#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"
#include "models/technology/wires.hpp"

namespace mho {

namespace {

enum class Layer { local, intermediate, global };

constexpr double kAspectRatio = 1.8;
constexpr double kFo4At45S = 16.2e-12;
constexpr double kFo4Loads = 3.45;     // 0.69 x (4 gates and the drain capacitance of one)
constexpr double kPerKelvin = 0.0045;  // NeuroSim V1.4 manual

/// Delay of an inverter that drives four, of which R0 C0 is a share.
double fo4_s(const OperatingPoint& point) {
  return kFo4At45S * delay_factor({45e-9 * si::meter, 1.0 * si::volt}, point);
}

class Wire : public CostModel {
 public:
  const char* kind() const override { return "wire"; }

  void fields(Fields& f) override {
    f.quantity("length", length_, {1e-7, 1}, "Length of each wire.");
    f.integer("bits", bits_, {0, 1000000}, "Wires side by side; 0: as the block that uses it has.",
              Presence::optional);
    f.number("activity", activity_, {0, 1},
             "Full charges of a wire per action: 0.25 for random data.", Presence::optional);
    f.choice("layer", layer_,
             {{"local", "as narrow as the node allows"},
              {"intermediate", "twice as wide"},
              {"global", "four times as wide"}},
             "Width and pitch.", Presence::optional);
    f.flag("repeaters", repeaters_, "Repeaters of least delay, where the wire is long enough.",
           Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const OperatingPoint& point = duty.point;
    const int bits = bits_of(bits_, duty);
    const Length wire_width = widths() * local_wire_width(point.node);
    const double width = wire_width.value();
    const double length = length_.value();
    const double ohm_300k =
        wire_resistivity_ohm_m(wire_width) * length / (width * width * kAspectRatio);
    const double ohm = ohm_300k * (1 + kPerKelvin * (point.temperature.value() - 300));
    const double farad = kWireFaradPerMeter * length;
    // Repeaters are placed once, for nominal supply and 300 K.
    OperatingPoint design = point;
    design.supply = nominal_supply(point.node, point.transistors);
    const double repeaters = std::sqrt(0.4 * ohm_300k * farad / (0.7 * fo4_s(design) / kFo4Loads));
    const bool repeated = repeaters_ && repeaters >= 1;
    const double gate_farad = repeated ? kRepeaterShare * farad : 0;

    Cost cost;
    const double volts = point.supply.value();
    cost.energy = bits * activity_ * (farad + gate_farad) * volts * volts * si::joule;
    cost.delay = (repeated ? 2.5 * std::sqrt(fo4_s(point) / kFo4Loads * ohm * farad)
                           : 0.4 * ohm * farad + fo4_s(point)) *
                 si::second;
    cost.area = bits * length * 2 * width * si::square_meter;
    // Half of a repeater's transistors are off.
    const Length off_width = bits * gate_farad / kGateFaradPerMeter / 2 * si::meter;
    cost.leakage = point.supply * off_current(point, off_width);
    cost.source = std::to_string(bits) + " wires of " + format_si_rounded(length, "m", 3) + ", " +
                  format_si_rounded(farad, "F", 3) + " and " + format_si_rounded(ohm, "Ohm", 3) +
                  " each (0.2 fF/um: Ho et al., Proc. IEEE 89, 2001), " +
                  (repeated ? format_si_rounded(repeaters, "", 2) + " repeaters (Bakoglu, 1990)"
                            : std::string("one driver")) +
                  ", activity " + format_si_rounded(activity_, "", 3) + ", at " + describe(point);
    cost.warnings = range_warnings(point);
    warn_of_no_bits(bits, "Wire", cost);
    return cost;
  }

 private:
  double widths() const {
    switch (layer_) {
      case Layer::local:
        return 1;
      case Layer::intermediate:
        return 2;
      case Layer::global:
        return 4;
    }
    return 1;
  }

  Length length_;
  int bits_ = 0;
  double activity_ = kDataActivity;
  Layer layer_ = Layer::intermediate;
  bool repeaters_ = true;
};

}  // namespace

extern const Kind<CostModel> wire_circuit_cost;
const Kind<CostModel> wire_circuit_cost{
    "wire", "Sends bits across the chip.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Wire>(); }};

}  // namespace mho
