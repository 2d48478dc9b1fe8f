// Shift-and-add: a register accumulates what converters deliver slice by slice, each shifted by its
// place value: adder and register of the sum's width. One shift per action, always by as much, is
// wiring; several amounts need a barrel shifter in front, log2(shifts) multiplexers a bit.
//
// Where several converters deliver the slices of one weight at the same time, a tree adds their
// codes before one accumulator: each of its adders is as wide as a code and one bit more, for what
// lies below is only passed on. One code then takes its share of both.
#include <algorithm>
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
    f.integer("codes", codes_, {1, 256},
              "Codes of one weight's slices that come at the same time and are added by a tree "
              "before one accumulator; an action is one of them.",
              Presence::optional);
    f.integer("shifts", shifts_, {1, 256}, "Amounts by which a value can be shifted.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const double levels = std::ceil(std::log2(static_cast<double>(shifts_)));
    const Logic shifter = logic(levels * bits * kMultiplexerGates, kDataActivity, 2 * levels);
    Cost cost = logic_cost(tree(duty).then(shifter).then(shift_add_logic(bits)), duty,
                           std::to_string(bits) + "-bit shift-and-add" + of_codes());
    const double share = 1.0 / codes_;
    cost.energy *= share;
    cost.area *= share;
    cost.leakage *= share;
    return cost;
  }

 private:
  /// Of all codes.
  Logic tree(const Duty& duty) const {
    if (codes_ == 1) return {};
    const Logic adder = adder_logic(std::max(1, duty.other_bits) + 1);
    const double adders = codes_ - 1;
    const double levels = std::ceil(std::log2(codes_));
    return {adders * adder.gates, adders * adder.femtojoules, levels * adder.picoseconds};
  }
  std::string of_codes() const {
    return codes_ == 1 ? "" : ", shared by " + std::to_string(codes_) + " codes that a tree adds";
  }

  int bits_ = 0;
  int shifts_ = 1;
  int codes_ = 1;
};

}  // namespace

extern const Kind<CostModel> shift_add_circuit_cost;
const Kind<CostModel> shift_add_circuit_cost{
    "shift_add", "Accumulates slices with their place values.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<ShiftAdd>(); }};

}  // namespace mho
