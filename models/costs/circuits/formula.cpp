// Any circuit by expressions in the YAML file. `rate` is one action in the time of the block, 0 if
// it is not told; `enob` is `bits`.
#include "models/costs/formula_cost.hpp"

namespace mho {

namespace {

class FormulaCircuitCost : public FormulaCost {
 public:
  Cost cost(const Duty& duty) const override {
    FormulaValues values;
    values.bits = duty.bits;
    values.enob = duty.bits;
    if (duty.time.value() > 0) values.rate = 1 / duty.time.value();
    values.point = duty.point;
    values.array = duty.array;
    return evaluate(duty, values);
  }
};

}  // namespace

extern const Kind<CostModel> formula_circuit_cost;
const Kind<CostModel> formula_circuit_cost{
    "formula", "Expressions of bits, rate, node, supply, array.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<FormulaCircuitCost>(); }};

}  // namespace mho
