// Array multiplier: an AND for every pair of bits and a row of full adders for every bit of the
// narrower operand but the first, so energy and area go about with the product of the widths, delay
// with their sum; times one bit it is the ANDs alone. Wallace trees switch about as many gates.
//
// Ignored: glitches that travel through wide arrays. Horowitz's 8 and 32 bits (ISSCC 2014) agree
// within 10 %; the 32 x 32 multiplier of Aladdin's tables takes three times as much.
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class Multiplier : public CostModel {
 public:
  const char* kind() const override { return "multiplier"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {0, 128}, "Width of one operand; 0: that of the block that uses it.",
              Presence::optional);
    f.integer("other_bits", other_bits_, {0, 128},
              "Width of the other operand; 0: that of the block, or the same.", Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const int told = duty.other_bits > 0 && bits_ == 0 ? duty.other_bits : bits;
    const int other = other_bits_ > 0 ? other_bits_ : told;
    return logic_cost(multiplier_logic(bits, other), duty,
                      std::to_string(bits) + " x " + std::to_string(other) + "-bit multiplier");
  }

 private:
  int bits_ = 0;
  int other_bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> multiplier_circuit_cost;
const Kind<CostModel> multiplier_circuit_cost{
    "multiplier", "Multiplies two numbers.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Multiplier>(); }};

}  // namespace mho
