// What every row and column of a memory array has so that it can be written: its share of a
// decoder, a level shifter and a driver, some 15 gate equivalents. Cells that are programmed above
// the logic's supply need transistors that bear the voltage: those of the node whose supply it is
// (1.8 V: 180 nm; higher voltages stack them). Writing is in the cells' write energy: a line driver
// has area and leakage alone.
#include "models/costs/gates.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

constexpr double kGatesOfALine = 15;
/// Nodes whose nominal supplies are looked up, from the newest on.
constexpr double kNodes[] = {65e-9, 90e-9, 130e-9, 180e-9};

class LineDriverCost : public CostModel {
 public:
  const char* kind() const override { return "line_driver"; }

  void fields(Fields& f) override {
    f.quantity("voltage", voltage_, {0, 20},
               "Highest voltage that a line carries when cells are written; 0: the supply.",
               Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    Duty there = duty;
    there.time = Time();
    there.abuts = true;
    if (voltage_ > duty.designed().supply)
      for (const double node : kNodes) {
        if (from_si<Length>(node) > there.point.node) there.point.node = from_si<Length>(node);
        if (nominal_supply(there.point.node, duty.point.transistors) >= voltage_) break;
      }
    // Leakage is that of the logic's supply on these transistors.
    Cost cost = logic_cost(logic(kGatesOfALine, 0, 4), there, "line driver");
    cost.energy = Energy();
    return cost;
  }

 private:
  Voltage voltage_;
};

}  // namespace

extern const Kind<CostModel> line_driver_circuit_cost;
const Kind<CostModel> line_driver_circuit_cost{
    "line_driver", "Decoder and driver of a row or column that is written.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<LineDriverCost>(); }};

}  // namespace mho
