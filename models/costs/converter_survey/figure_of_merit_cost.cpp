#include "models/costs/converter_survey/figure_of_merit_cost.hpp"

namespace mho {

void FigureOfMeritCost::common_fields(Fields& f) {
  keys_.fields(f);
  f.quantity("area", area_, {0, 1e-3},
             "Area; 0: the survey regression's tenth percentile at this energy.",
             Presence::optional);
}

Cost FigureOfMeritCost::cost(const Duty& duty) const {
  const ConverterDemand demand = keys_.demand(duty);
  const Energy whole = energy(demand.enob);
  const bool stated = area_.value() > 0;
  Cost cost = keys_.cost(duty, demand, whole,
                         stated ? area_ : survey_area(demand, whole, kSurveyAreaPercentile));
  cost.source = name() + " at " + describe(demand) + "; area " +
                (stated ? "stated" : "by the survey regression, arXiv 2404.06553, at this energy") +
                "; static share " + format_si_rounded(keys_.static_share, "", 3);
  for (std::string& warning : figure_warnings(demand.enob))
    cost.warnings.push_back(std::move(warning));
  if (whole < survey_least_energy(demand.enob))
    cost.warnings.push_back(
        "no converter of Murmann's survey (2025-06-09) with as many effective bits takes less "
        "than " +
        format_si_rounded(survey_least_energy(demand.enob).value(), "J", 3) +
        " a conversion; this model says " + format_si_rounded(whole.value(), "J", 3));
  if (!stated)
    for (std::string& warning : survey_warnings(demand))
      cost.warnings.push_back("area: " + std::move(warning));
  return cost;
}

}  // namespace mho
