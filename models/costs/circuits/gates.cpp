// Any synthesized logic whose size is known: its gate equivalents switch with one activity, `depth`
// of them one after another. Energy is activity x gates x C V^2 of a gate with its wires. What a
// gate costs: models/costs/gates.hpp.
#include "models/costs/gates.hpp"

namespace mho {

namespace {

class Gates : public CostModel {
 public:
  const char* kind() const override { return "gates"; }

  void fields(Fields& f) override {
    f.number("gates", gates_, {1, 1e9}, "Size in gate equivalents (two-input NANDs).");
    f.number("activity", activity_, {0, 10},
             "Full cycles of a gate's output in one action: 0.25 for random data, 1 for clocked "
             "bits.",
             Presence::optional);
    f.number("depth", depth_, {1, 10000}, "Gates one after another on the longest path.");
  }

  Cost cost(const Duty& duty) const override {
    return logic_cost(logic(gates_, activity_, depth_), duty, "Logic");
  }

 private:
  double gates_ = 0;
  double activity_ = kDataActivity;
  double depth_ = 0;
};

}  // namespace

extern const Kind<CostModel> gates_circuit_cost;
const Kind<CostModel> gates_circuit_cost{
    "gates", "Logic of a known number of gates.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Gates>(); }};

}  // namespace mho
