// Multiplier, glitches in it: energy goes with the product of the widths and the narrower one once
// more. A tree of adders is twice as fast as an array from 16 bits on; Booth's recoding has half
// the rows. Laws: models/costs/gates.hpp. Times one bit it is the ANDs alone.
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
    f.choice("structure", structure_,
             {{"array", "rows of full adders"},
              {"glitch_free", "the same, pipelined or balanced: half of the energy"},
              {"wallace", "a tree of full adders"},
              {"booth", "radix 4: a row for two bits of the narrower operand"}},
             "How partial products are made and added.", Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const int told = duty.other_bits > 0 && bits_ == 0 ? duty.other_bits : bits;
    const int other = other_bits_ > 0 ? other_bits_ : told;
    return logic_cost(multiplier_logic(bits, other, structure_), duty,
                      std::to_string(bits) + " x " + std::to_string(other) + "-bit multiplier");
  }

 private:
  int bits_ = 0;
  int other_bits_ = 0;
  Multiplying structure_ = Multiplying::array;
};

}  // namespace

extern const Kind<CostModel> multiplier_circuit_cost;
const Kind<CostModel> multiplier_circuit_cost{
    "multiplier", "Multiplies two numbers.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Multiplier>(); }};

}  // namespace mho
