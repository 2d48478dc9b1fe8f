// Makes a float of a sum of aligned products: finds its leading one, shifts it there, and adds the
// exponents (costs/float_logic.hpp). One action: one sum. The block's bits are the sum's, its other
// bits the exponent's.
#include "models/costs/float_logic.hpp"

namespace mho {

namespace {

class Normalizer : public CostModel {
 public:
  const char* kind() const override { return "normalizer"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {0, 65536}, "Sum; 0: that of the block that uses it.",
              Presence::optional);
    f.integer("exponent_bits", exponent_bits_, {0, 64},
              "Exponent; 0: that of the block that uses it, or 8.", Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const int exponent = exponent_bits_ > 0    ? exponent_bits_
                         : duty.other_bits > 0 ? duty.other_bits
                                               : 8;
    Cost cost = logic_cost(normalizer_logic(bits, exponent), duty,
                           "normalizer of a sum of " + std::to_string(bits) + " bits, " +
                               std::to_string(exponent) + " of exponent");
    warn_of_no_bits(bits, "normalizer", cost);
    return cost;
  }

 private:
  int bits_ = 0;
  int exponent_bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> normalizer_circuit_cost;
const Kind<CostModel> normalizer_circuit_cost{
    "normalizer", "Makes a float of a sum.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Normalizer>(); }};

}  // namespace mho
