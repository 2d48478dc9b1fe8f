// Costs by expressions in the YAML file: what kind `formula` of a converter and of any other
// circuit share.
#pragma once

#include "models/costs/cost_formula.hpp"

namespace mho {

class FormulaCost : public CostModel {
 public:
  const char* kind() const override { return "formula"; }
  void fields(Fields& f) override;
  /// What names no supply (leakage: no supply and no temperature) is of a nominal point, as a
  /// stated constant is.
  Sees sees() const override;
  bool is_of_constants() const override { return true; }

 protected:
  Cost evaluate(const Duty& duty, const FormulaValues& values) const;

 private:
  std::string energy_;
  std::string area_;
  std::string leakage_;
  std::string delay_ = "0";  ///< 0: the model does not tell
  std::string source_;
  double min_bits_ = 0;  ///< where the expressions hold; 0: no bound
  double max_bits_ = 0;
  Length min_node_;
  Length max_node_;
};

}  // namespace mho
