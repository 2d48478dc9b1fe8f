#include "models/costs/converter_survey/alternative_converters.hpp"

#include <algorithm>

#include "models/costs/converter_survey/converter_keys.hpp"
#include "models/costs/converter_survey/figure_of_merit_cost.hpp"
#include "models/costs/converter_survey/neurosim_sar.hpp"
#include "models/costs/converter_survey/published_converters.hpp"
#include "sim/config/config.hpp"

namespace mho {

namespace {

constexpr const char* kIsaac = "isaac_isca_2016";

/// Bits, decades of the rate or octaves of the node over which a published converter is another
/// one.
constexpr double kFar = 1;

struct ModelFile {
  std::shared_ptr<CostModel> model;
  void fields(Fields& f) { f.kind("model", model, converter_cost_kinds(), "Model."); }
};

/// A model as a YAML file would state it.
Cost by_model(const std::string& keys, const Duty& duty) {
  const std::string text = "model: {" + keys + "}";
  return read_spec<ModelFile>(Document::parse(text, "alternative converters")).model->cost(duty);
}

std::string step_text(Energy step) { return format_si(step.value(), "J"); }

}  // namespace

std::vector<AlternativeCost> alternative_converter_costs(const Duty& duty) {
  const ConverterDemand demand = ConverterKeys().demand(duty);
  std::vector<AlternativeCost> all;
  const auto add = [&](const std::string& name, bool in_range, const std::string& keys) {
    all.push_back({name, in_range, by_model(keys, duty)});
  };
  for (const char* percentile : {"10", "20", "50", "80"})
    add(std::string("survey, ") + percentile + " % quantile", in_survey_range(demand),
        std::string("kind: survey, percentile: ") + percentile);

  const SurveyFigures figures = survey_figures(demand.rate);
  const bool rate_fits = demand.rate >= figures.slowest && demand.rate <= figures.fastest;
  const bool walden = rate_fits && demand.enob >= kFewestBits && demand.enob <= kNoiseLimitedBits;
  const bool schreier = rate_fits && demand.enob >= kNoiseLimitedBits;
  const std::size_t first_figure = all.size();
  add("Walden, best tenth", walden, "kind: walden, fom: " + step_text(figures.walden_best));
  add("Walden, median", walden, "kind: walden, fom: " + step_text(figures.walden_median));
  add("Schreier, best tenth", schreier,
      "kind: schreier, fom_db: " + format_si(figures.schreier_best, ""));
  add("Schreier, median", schreier,
      "kind: schreier, fom_db: " + format_si(figures.schreier_median, ""));
  if (!rate_fits)
    for (std::size_t i = first_figure; i < all.size(); ++i)
      all[i].cost.warnings.push_back("the survey's figures of merit are of converters of " +
                                     format_si(figures.slowest.value(), "Hz") + " to " +
                                     format_si(figures.fastest.value(), "Hz") + ", not " +
                                     format_si_rounded(demand.rate.value(), "Hz", 3));

  const auto& published = published_converters();
  add("nearest published converter", distance(nearest(published, demand), demand) <= kFar,
      "kind: table");
  const auto isaac = std::find_if(published.begin(), published.end(),
                                  [](const auto& entry) { return entry.name == kIsaac; });
  require(isaac != published.end(), "ISAAC's converter is not in the table");
  add("ISAAC's converter", distance(*isaac, demand) <= kFar,
      std::string("kind: table, name: ") + kIsaac);
  if (const auto sar = neurosim_sar(demand)) {
    Cost cost = ConverterKeys().cost(duty, demand, sar->energy, sar->area);
    cost.source = sar->source;
    for (const std::string& warning : sar->warnings) cost.warnings.push_back(warning);
    all.push_back({"NeuroSim V1.4, SAR", true, std::move(cost)});
  }
  return all;
}

}  // namespace mho
