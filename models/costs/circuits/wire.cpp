// Parallel wires on the chip, `bits` of them, each sending one bit per action over `length`.
//
//   C = 0.2 fF/um l    R = rho / (width thickness) l    k = l sqrt(0.4 r c / (0.7 R0 C0)) repeaters
//   energy = activity C V^2 (1 + 0.76 if repeated)     delay = 2.5 sqrt(R0 C0 R C), repeated
//   delay = 0.4 R C + 0.7 C / (C_fo4 / R_fo4), where one driver is enough (k < 1)
//
// Repeaters of least delay: Bakoglu, Circuits, Interconnections and Packaging for VLSI (1990):
// their gates add sqrt(0.4/0.7) C. 0.2 fF/um whatever the node, and a fan-out-of-four delay of 0.36
// ps per nm (3.45 R0 C0): Ho, Mai and Horowitz, Proc. IEEE 89 (2001) 490. Widths of local wires and
// resistivity: NeuroSim V1.4 manual. Intermediate wires are twice, global ones four times as wide;
// pitch is two widths, thickness 1.8 (the manual: 1.6 to 2.0) widths.
//
// Ignored: coupling (counted at its mean), low-swing signaling (price it with link), vias.
#include <array>
#include <cmath>

#include "models/costs/gates.hpp"
#include "models/technology.hpp"
#include "models/technology_leakage.hpp"
#include "models/technology_nodes.hpp"

namespace mho {

namespace {

enum class Layer { local, intermediate, global };

constexpr double kFaradPerMeter = 0.2e-9;
constexpr double kAspectRatio = 1.8;
constexpr double kFo4At45S = 16.2e-12;
constexpr double kGateFaradPerMeter = 1e-9;  // of a transistor's width, about the same at all nodes

/// Width of a local wire.
double local_width_m(Length node) {
  constexpr std::array<double, 10> node_nm{130, 90, 65, 45, 32, 22, 14, 10, 7, 5};
  constexpr std::array<double, 10> width_nm{175, 110, 105, 80, 56, 40, 32, 22, 20, 15};
  return at_node(node_nm, node, width_nm) * 1e-9;
}

/// Copper at 300 K: 2.0e-8 Ohm m at 175 nm, 7.9e-8 at 15 nm (grain and surface scattering, liner).
double resistivity_ohm_m(double width_m) {
  constexpr std::array<double, 2> width_nm{175, 15};
  constexpr std::array<double, 2> ohm_m{2.0e-8, 7.9e-8};
  constexpr double kWideOhmM = 1.9e-8;
  if (width_m > 175e-9) return std::max(kWideOhmM, at_node(width_nm, width_m * si::meter, ohm_m));
  return at_node(width_nm, width_m * si::meter, ohm_m);
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
    const double width = local_width_m(point.node) * widths();
    const double length = length_.value();
    const double ohm = resistivity_ohm_m(width) * length / (width * width * kAspectRatio) *
                       (1 + 0.0045 * (point.temperature.value() - 300));
    const double farad = kFaradPerMeter * length;
    OperatingPoint at_45{45e-9 * si::meter, 1.0 * si::volt};
    const double fo4_s = kFo4At45S * delay_factor(at_45, point);
    const double gate_s = fo4_s / 3.45;
    const double repeaters = std::sqrt(0.4 * ohm * farad / (0.7 * gate_s));
    const bool repeated = repeaters_ && repeaters >= 1;
    const double gate_farad = repeated ? std::sqrt(0.4 / 0.7) * farad : 0;

    Cost cost;
    const double volts = point.supply.value();
    cost.energy = bits * activity_ * (farad + gate_farad) * volts * volts * si::joule;
    cost.delay =
        (repeated ? 2.5 * std::sqrt(gate_s * ohm * farad) : 0.4 * ohm * farad + fo4_s) * si::second;
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
