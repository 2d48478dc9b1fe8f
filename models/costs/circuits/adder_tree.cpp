// Adder tree: sums `inputs` numbers at once, two by two. Each level halves the numbers and makes
// them one bit wider: about inputs x (bits + 1) full adders. Carries of all levels ripple at the
// same time, so a level adds one full adder to the delay of the last.
#include <algorithm>

#include "models/costs/gates.hpp"
#include "sim/base/division.hpp"

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
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    Logic tree;
    double depth = 0;
    int width = bits;
    for (int numbers = inputs_; numbers > 1; numbers = ceil_divide(numbers, 2), ++width) {
      const Logic adder = adder_logic(width);
      const int adders = numbers / 2;
      tree = tree.then({adders * adder.gates, adders * adder.switched, 0});
      depth = std::max(depth + 2, adder.depth);
    }
    tree.depth = depth;
    const std::string what =
        "Adder tree of " + std::to_string(inputs_) + " x " + std::to_string(bits) + " bits";
    Cost cost = logic_cost(tree, duty, what);
    warn_of_no_bits(bits, what, cost);
    return cost;
  }

 private:
  int inputs_ = 0;
  int bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> adder_tree_circuit_cost;
const Kind<CostModel> adder_tree_circuit_cost{
    "adder_tree", "Sums many numbers at once.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<AdderTree>(); }};

}  // namespace mho
