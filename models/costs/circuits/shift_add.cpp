// Shift-and-add: a register accumulates what converters deliver slice by slice, each shifted by its
// place value: adder and register of the sum's width. One shift per action, always by as much, is
// wiring; several amounts need a barrel shifter in front, log2(shifts) multiplexers a bit.
#include <cmath>

#include "models/costs/gates.hpp"

namespace mho {

namespace {

class ShiftAdd : public CostModel {
 public:
  const char* kind() const override { return "shift_add"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {0, 256},
              "Width of the accumulated sum; 0: that of the block that uses it.",
              Presence::optional);
    f.integer("shifts", shifts_, {1, 256}, "Amounts by which a value can be shifted.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const double levels = std::ceil(std::log2(static_cast<double>(shifts_)));
    const Logic shifter = logic(levels * bits * kMultiplexerGates, kDataActivity, 2 * levels);
    return logic_cost(shifter.then(adder_logic(bits)).then(register_logic(bits)), duty,
                      std::to_string(bits) + "-bit shift-and-add");
  }

 private:
  int bits_ = 0;
  int shifts_ = 1;
};

}  // namespace

extern const Kind<CostModel> shift_add_circuit_cost;
const Kind<CostModel> shift_add_circuit_cost{
    "shift_add", "Accumulates slices with their place values.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<ShiftAdd>(); }};

}  // namespace mho
