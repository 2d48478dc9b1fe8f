// Digital multiplexer: one word out of `inputs`, a tree of two-input multiplexers. The selects of a
// level are common, so wherever one flips all of its multiplexers may change. (The transmission
// gates that connect columns to an analog converter belong to the converter.)
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class Multiplexer : public CostModel {
 public:
  const char* kind() const override { return "multiplexer"; }
  int inputs() const override { return inputs_; }

  void fields(Fields& f) override {
    f.integer("inputs", inputs_, {2, 65536}, "Words to select from.");
    f.integer("bits", bits_, {0, 65536}, "Width of a word; 0: that of the block that uses it.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    return logic_cost(
        multiplexer_logic(inputs_, bits), duty,
        std::to_string(inputs_) + "-input multiplexer of " + std::to_string(bits) + " bits");
  }

 private:
  int inputs_ = 0;
  int bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> multiplexer_circuit_cost;
const Kind<CostModel> multiplexer_circuit_cost{
    "multiplexer", "Selects one word of several.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Multiplexer>(); }};

}  // namespace mho
