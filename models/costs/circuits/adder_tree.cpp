// Adder tree: sums `inputs` numbers at once, glitches in it. Two by two, each level halves the
// numbers and makes them one bit wider, and carries of all levels ripple at the same time; or three
// to two, which is no faster but cheaper. Laws: models/costs/gates.hpp.
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class AdderTree : public CostModel {
 public:
  const char* kind() const override { return "adder_tree"; }
  int inputs() const override { return inputs_; }

  void fields(Fields& f) override {
    f.integer("inputs", inputs_, {2, 65536}, "Numbers that are summed at once.");
    f.integer("bits", bits_, {0, 128}, "Width of an input; 0: that of the block that uses it.",
              Presence::optional);
    f.choice("structure", structure_,
             {{"ripple", "two numbers at a time, carries rippling"},
              {"carry_save", "three numbers to two, one adder at the end"}},
             "How it adds.", Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const std::string what =
        "Adder tree of " + std::to_string(inputs_) + " x " + std::to_string(bits) + " bits";
    return logic_cost(adder_tree_logic(inputs_, bits, structure_), duty, what);
  }

 private:
  int inputs_ = 0;
  int bits_ = 0;
  Summing structure_ = Summing::ripple;
};

}  // namespace

extern const Kind<CostModel> adder_tree_circuit_cost;
const Kind<CostModel> adder_tree_circuit_cost{
    "adder_tree", "Sums many numbers at once.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<AdderTree>(); }};

}  // namespace mho
