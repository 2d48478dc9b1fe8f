// The regression over published converters (models/costs/converter_survey/converter_survey.hpp) at
// a percentile.
#include "models/costs/converter_survey/converter_keys.hpp"

namespace mho {

namespace {

class SurveyConverterCost : public CostModel {
 public:
  const char* kind() const override { return "survey"; }
  Sees sees() const override { return {false, false, false}; }

  void fields(Fields& f) override {
    keys_.fields(f);
    f.number("percentile", percentile_, {5, 95},
             "Share of published designs that take less energy, %; the published model's: 20.",
             Presence::optional);
    f.number("area_percentile", area_percentile_, {5, 95},
             "Share of published designs that take less area, %; the published model's: 10.",
             Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const ConverterDemand demand = keys_.demand(duty);
    const Energy energy = survey_energy(demand, percentile_);
    Cost cost = keys_.cost(duty, demand, energy, survey_area(demand, energy, area_percentile_));
    cost.source =
        "survey regression, Andrulis et al., arXiv 2404.06553 (Murmann survey, revision "
        "2023-10-03), at " +
        describe(demand) + ": " + format_si_rounded(percentile_, "", 3) +
        " % of designs take less energy, " + format_si_rounded(area_percentile_, "", 3) +
        " % less area at that energy; static share " + format_si_rounded(keys_.static_share, "", 3);
    for (std::string& warning : survey_warnings(demand))
      cost.warnings.push_back(std::move(warning));
    return cost;
  }

 private:
  ConverterKeys keys_;
  double percentile_ = kSurveyEnergyPercentile;
  double area_percentile_ = kSurveyAreaPercentile;
};

}  // namespace

extern const Kind<CostModel> survey_converter_cost;
const Kind<CostModel> survey_converter_cost{
    "survey", "Regression over published converters, at a percentile of them.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<SurveyConverterCost>(); }};

}  // namespace mho
