// Carry-ripple adder of full-adder cells, each of whose carries waits for the one below. Faster
// ones (carry-select, prefix trees) are what a shorter time than its delay buys.
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class Adder : public CostModel {
 public:
  const char* kind() const override { return "adder"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {0, 256}, "Width of the sum; 0: that of the block that uses it.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    return logic_cost(adder_logic(bits), duty, std::to_string(bits) + "-bit adder");
  }

 private:
  int bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> adder_circuit_cost;
const Kind<CostModel> adder_circuit_cost{
    "adder", "Adds two numbers.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Adder>(); }};

}  // namespace mho
