// Aligns a float's mantissa to the largest exponent of those that are added up with it
// (costs/float_logic.hpp). One action: one float. The block's bits are the mantissa's that are
// left, its other bits the exponent's.
#include "models/costs/float_logic.hpp"

namespace mho {

namespace {

class Aligner : public CostModel {
 public:
  const char* kind() const override { return "aligner"; }

  void fields(Fields& f) override {
    f.integer("inputs", inputs_, {2, 65536}, "Floats that are aligned together.");
    f.integer("bits", bits_, {0, 65536}, "Mantissa; 0: that of the block that uses it.",
              Presence::optional);
    f.integer("exponent_bits", exponent_bits_, {0, 64},
              "Exponent; 0: that of the block that uses it, or 8.", Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const int exponent = exponent_bits_ > 0    ? exponent_bits_
                         : duty.other_bits > 0 ? duty.other_bits
                                               : 8;
    Cost cost = logic_cost(aligner_logic(bits, exponent, inputs_), duty,
                           "aligner of one of " + std::to_string(inputs_) + " floats, " +
                               std::to_string(bits) + " bits of mantissa, " +
                               std::to_string(exponent) + " of exponent");
    warn_of_no_bits(bits, "aligner", cost);
    return cost;
  }

 private:
  int inputs_ = 0;
  int bits_ = 0;
  int exponent_bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> aligner_circuit_cost;
const Kind<CostModel> aligner_circuit_cost{
    "aligner", "Shifts a float's mantissa to the largest exponent.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Aligner>(); }};

}  // namespace mho
