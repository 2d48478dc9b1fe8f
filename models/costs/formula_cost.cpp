#include "models/costs/formula_cost.hpp"

namespace mho {

void FormulaCost::fields(Fields& f) {
  const auto expression = [&](const char* key, std::string& text, const char* sentence,
                              Presence presence = Presence::required) {
    f.text(key, text, sentence, presence);
    if (!f.documents() && !text.empty()) {
      const std::string problem = formula_problem(text);
      f.check(problem.empty(), key, problem);
    }
  };
  expression("energy", energy_,
             "Energy of an action, J: a formula, as `50 * fF * bits * supply^2`.");
  expression("area", area_, "Area of one instance, m2: a formula, as `12 * um2 * 2^bits`.");
  expression("leakage", leakage_, "Static power of one instance, W: a formula, as `3 * nW`.");
  expression("delay", delay_, "Time of one action, s: a formula; 0: it is not told.",
             Presence::optional);
  f.text("source", source_, "Where the formulas come from: paper and equation.");
  f.number("min_bits", min_bits_, {0, 64}, "Fewest bits for which they hold; 0: any.",
           Presence::optional);
  f.number("max_bits", max_bits_, {0, 64}, "Most bits for which they hold; 0: any.",
           Presence::optional);
  f.quantity("min_node", min_node_, {0, 10e-6}, "Smallest node for which they hold; 0: any.",
             Presence::optional);
  f.quantity("max_node", max_node_, {0, 10e-6}, "Largest node for which they hold; 0: any.",
             Presence::optional);
  f.rule(max_bits_ == 0 || min_bits_ <= max_bits_, "max_bits", "must not be below min_bits");
  f.rule(max_node_.value() == 0 || min_node_ <= max_node_, "max_node",
         "must not be below min_node");
}

Sees FormulaCost::sees() const {
  return {formula_uses(energy_, {"supply"}), formula_uses(delay_, {"supply"}),
          formula_uses(leakage_, {"supply", "temperature"})};
}

Cost FormulaCost::evaluate(const Duty& duty, const FormulaValues& values) const {
  Cost cost;
  cost.energy = from_si<Energy>(formula_value("energy", energy_, values, kEnergyRange, "J"));
  cost.area = from_si<Area>(formula_value("area", area_, values, kAreaRange, "m2"));
  cost.leakage = from_si<Power>(formula_value("leakage", leakage_, values, kLeakageRange, "W"));
  cost.delay = from_si<Time>(formula_value("delay", delay_, values, kDelayRange, "s"));
  cost.source = source_ + ": energy " + energy_ + ", area " + area_ + ", leakage " + leakage_;
  if (delay_ != "0") cost.source += ", delay " + delay_;
  if (duty.bits < min_bits_ || (max_bits_ > 0 && duty.bits > max_bits_))
    cost.warnings.push_back("the formulas (" + source_ + ") hold for " + format_si(min_bits_, "") +
                            " to " + (max_bits_ > 0 ? format_si(max_bits_, "") : "any") +
                            " bits, not for " + std::to_string(duty.bits));
  if (duty.point.node < min_node_ || (max_node_.value() > 0 && duty.point.node > max_node_))
    cost.warnings.push_back("the formulas (" + source_ + ") hold for nodes of " +
                            format_si(min_node_.value(), "m") + " to " +
                            (max_node_.value() > 0 ? format_si(max_node_.value(), "m") : "any") +
                            ", not for " + format_si_rounded(duty.point.node.value(), "m", 3));
  return cost;
}

}  // namespace mho
