// A converter by expressions in the YAML file. `rate` is the key's or one conversion in the time of
// the block, 0 if neither is told.
#include "models/costs/formula_cost.hpp"

namespace mho {

namespace {

class FormulaConverterCost : public FormulaCost {
 public:
  void fields(Fields& f) override {
    FormulaCost::fields(f);
    f.number("enob", enob_, {0, 24}, "Effective number of bits; 0: all bits of the converter.",
             Presence::optional);
    f.quantity("rate", rate_, {0, 1e12},
               "Samples per second of one converter; 0: one in the converter's delay.",
               Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    FormulaValues values;
    values.bits = duty.bits;
    values.enob = enob_ > 0 ? enob_ : duty.bits;
    values.rate = rate_.value();
    if (values.rate == 0 && duty.time.value() > 0) values.rate = 1 / duty.time.value();
    values.point = duty.point;
    values.array = duty.array;
    return evaluate(duty, values);
  }

 private:
  double enob_ = 0;
  Frequency rate_;
};

}  // namespace

extern const Kind<CostModel> formula_converter_cost;
const Kind<CostModel> formula_converter_cost{
    "formula", "Expressions of bits, rate, node, supply, array.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<FormulaConverterCost>(); }};

}  // namespace mho
