// Carry-ripple adder of full-adder cells, each of whose carries waits for the one below. Faster
// ones (carry-select, prefix trees) are what a shorter time than its delay buys. Several side by
// side take turns: an action is one addition, which takes its share of their time.
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class Adder : public CostModel {
 public:
  const char* kind() const override { return "adder"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {0, 256}, "Width of the sum; 0: that of the block that uses it.",
              Presence::optional);
    f.integer("side_by_side", side_by_side_, {1, 4096},
              "Adders that work at the same time; an addition takes its share of their time.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const double adders = side_by_side_;
    Duty of_one = duty;
    of_one.time = adders * duty.time;
    Cost cost = logic_cost(adder_logic(bits), of_one,
                           (side_by_side_ == 1 ? "" : std::to_string(side_by_side_) + " x ") +
                               std::to_string(bits) + "-bit adder");
    cost.area *= adders;
    cost.leakage *= adders;
    cost.delay /= adders;
    return cost;
  }

 private:
  int bits_ = 0;
  int side_by_side_ = 1;
};

}  // namespace

extern const Kind<CostModel> adder_circuit_cost;
const Kind<CostModel> adder_circuit_cost{
    "adder", "Adds two numbers.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Adder>(); }};

}  // namespace mho
