#include "models/alternative_converters.hpp"

#include "models/converter_figures.hpp"
#include "models/converter_keys.hpp"
#include "models/neurosim_sar.hpp"
#include "models/published_converters.hpp"
#include "sim/config/config.hpp"

namespace mho {

namespace {

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
  std::vector<AlternativeCost> all;
  const auto add = [&](const std::string& name, const std::string& keys) {
    all.push_back({name, by_model(keys, duty)});
  };
  for (const char* percentile : {"10", "20", "50", "80"})
    add(std::string("survey, ") + percentile + " % quantile",
        std::string("kind: survey, percentile: ") + percentile);
  const ConverterDemand demand = ConverterKeys().demand(duty);
  const SurveyFigures figures = survey_figures(demand.rate);
  add("Walden, best tenth", "kind: walden, fom: " + step_text(figures.walden_best));
  add("Walden, median", "kind: walden, fom: " + step_text(figures.walden_median));
  add("Schreier, best tenth", "kind: schreier, fom_db: " + format_si(figures.schreier_best, ""));
  add("Schreier, median", "kind: schreier, fom_db: " + format_si(figures.schreier_median, ""));
  add("nearest published converter", "kind: table");
  add("ISAAC's converter", "kind: table, name: isaac_isca_2016");
  if (const auto sar = neurosim_sar(demand)) {
    Cost cost = ConverterKeys().cost(duty, demand, sar->energy, sar->area);
    cost.source = sar->source;
    for (const std::string& warning : sar->warnings) cost.warnings.push_back(warning);
    all.push_back({"NeuroSim V1.4, SAR", std::move(cost)});
  }
  return all;
}

}  // namespace mho
