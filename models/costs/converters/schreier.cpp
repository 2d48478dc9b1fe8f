// Schreier's figure of merit: thermal noise decides, and a bit more costs 4 times the energy.
#include "models/costs/converter_survey/converter_figures.hpp"
#include "models/costs/converter_survey/figure_of_merit_cost.hpp"

namespace mho {

namespace {

/// The best of the survey: ISSCC 2025 18.1.
constexpr double kBestFigure = 189.2;

class SchreierConverterCost : public FigureOfMeritCost {
 public:
  const char* kind() const override { return "schreier"; }

  void fields(Fields& f) override {
    f.number("fom_db", fom_db_, {80, 200},
             "Figure of merit, dB: SNDR + 10 log10(half the rate / power).");
    common_fields(f);
  }

 private:
  Energy energy(double enob) const override { return schreier_energy(enob, fom_db_); }

  std::string name() const override {
    return "Schreier figure of merit, " + format_si_rounded(fom_db_, "", 4) + " dB";
  }

  std::vector<std::string> figure_warnings(double enob) const override {
    std::vector<std::string> warnings;
    if (fom_db_ > kBestFigure)
      warnings.push_back(
          "the Schreier figure of merit is above the best of Murmann's survey (2025-06-09), 189.2 "
          "dB");
    if (enob < kNoiseLimitedBits)
      warnings.push_back(
          "Schreier's figure of merit is for converters that noise limits, from about 12 effective "
          "bits on: with fewer it says too little");
    return warnings;
  }

  double fom_db_ = 0;
};

}  // namespace

extern const Kind<CostModel> schreier_converter_cost;
const Kind<CostModel> schreier_converter_cost{
    "schreier", "Schreier's figure of merit: energy by thermal noise.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<SchreierConverterCost>(); }};

}  // namespace mho
