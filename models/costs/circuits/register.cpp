// Register that is written and read once per action: half of its energy is its bits' clock, the
// rest that of bits that toggle. For many words: the memory model register_file.
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class Register : public CostModel {
 public:
  const char* kind() const override { return "register"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {0, 1000000}, "Width; 0: that of the block that uses it.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    return logic_cost(register_logic(bits), duty, std::to_string(bits) + "-bit register");
  }

 private:
  int bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> register_circuit_cost;
const Kind<CostModel> register_circuit_cost{
    "register", "Holds one word; an action writes and reads it.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Register>(); }};

}  // namespace mho
