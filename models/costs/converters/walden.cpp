// Walden's figure of merit: every conversion step costs the same energy.
#include "models/costs/converter_survey/converter_figures.hpp"
#include "models/costs/converter_survey/figure_of_merit_cost.hpp"

namespace mho {

namespace {

/// The best of the survey with a fast input: VLSI 2019 7.4, 10 bits, 0.2 MS/s, 65 nm.
constexpr double kBestStep = 0.354e-15;

class WaldenConverterCost : public FigureOfMeritCost {
 public:
  const char* kind() const override { return "walden"; }

  void fields(Fields& f) override {
    f.quantity("fom", step_, {1e-18, 1e-6}, "Energy of a conversion step: energy / 2^enob.");
    common_fields(f);
  }

 private:
  Energy energy(double enob) const override { return walden_energy(enob, step_); }

  std::string name() const override {
    return "Walden figure of merit, " + format_si_rounded(step_.value(), "J", 3) + " a step";
  }

  std::vector<std::string> figure_warnings(double enob) const override {
    std::vector<std::string> warnings;
    if (step_.value() < kBestStep)
      warnings.push_back(
          "the Walden figure of merit is below the best of Murmann's survey (2025-06-09), 354 aJ");
    if (enob > kNoiseLimitedBits)
      warnings.push_back(
          "Walden's figure of merit holds up to about 12 effective bits: above, noise costs 4-fold "
          "energy a bit, not 2-fold");
    if (enob < kFewestBits)
      warnings.push_back(
          "no converter of Murmann's survey has fewer than 3.3 effective bits: Walden's figure of "
          "merit is not tested there");
    return warnings;
  }

  Energy step_;
};

}  // namespace

extern const Kind<CostModel> walden_converter_cost;
const Kind<CostModel> walden_converter_cost{
    "walden", "Walden's figure of merit: energy of a conversion step.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<WaldenConverterCost>(); }};

}  // namespace mho
