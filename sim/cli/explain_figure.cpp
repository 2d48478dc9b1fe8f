#include "sim/cli/explain_figure.hpp"

#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/cli/places.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/figures/run.hpp"
#include "sim/figures/sensitivity.hpp"
#include "sim/report/explanation_json.hpp"
#include "sim/report/explanation_text.hpp"
#include "sim/report/sensitivity_text.hpp"

namespace mho {

namespace {

const Place kExplainPlace{"mho explain", 0};

Grouping grouping_of(const Arguments& arguments) {
  const std::string word = arguments.value("by").value_or("component");
  if (word == "component") return Grouping::component;
  if (word == "layer") return Grouping::layer;
  if (word == "tile") return Grouping::tile;
  throw InputError(kExplainPlace, "--by",
                   "'" + word + "' is unknown" +
                       did_you_mean(word, {"component", "layer", "tile"}) +
                       "; allowed: component, layer, tile");
}

double least_share_of(const Arguments& arguments) {
  const std::string text = arguments.value("above").value_or("1");
  return number_in(text, {0, 100}, "a percentage", kExplainPlace, "--above") / 100;
}

/// No Monte Carlo where the metric does not need one.
RunSpec quick(RunSpec spec, const std::string& metric) {
  if (metric.starts_with("accuracy.") || metric.starts_with("output.")) return spec;
  spec.accuracy.images = spec.engine.images;
  spec.accuracy.trials = 1;
  spec.accuracy.precision = 0;
  spec.accuracy.ablate = false;
  if (spec.conditions && spec.conditions->ages.size() > 1) spec.conditions->ages.resize(1);
  return spec;
}

void print_sensitivity(const Arguments& arguments, const Document& document, const RunSpec& spec,
                       const std::string& metric, const RunControl& control, ProgressBar& bar) {
  constexpr std::int64_t kMostSimulations = 1'000'000;
  constexpr std::size_t kRows = 40;
  SensitivityOptions options;
  if (const auto number = arguments.whole("simulations", 0, kMostSimulations))
    options.simulations = static_cast<int>(*number);
  const Place where{document.file(), 0};
  Sensitivity found = placing_problems(
      where, document, "", [&] { return sensitivity_of(spec, where, metric, options, control); });
  for (SensitivityRow& row : found.rows) row.place = place_text(document, row.key);
  bar.clear();
  std::cout << to_text(found, kRows);
}

void print_tree(const Arguments& arguments, const Document& document, const RunSpec& spec,
                const std::string& metric, const RunControl& control, ProgressBar& bar) {
  constexpr std::int64_t kMostLevels = 100;
  const ExplainOptions options{grouping_of(arguments), least_share_of(arguments)};
  const auto depth = static_cast<int>(arguments.whole("depth", 1, kMostLevels).value_or(6));
  const auto json = arguments.value("json");
  check_outputs(outputs_of(arguments, {"json"}), inputs_of(document, spec));
  const Place where{document.file(), 0};
  Results results =
      placing_problems(where, document, "", [&] { return run(spec, where, control); });
  bar.clear();
  if (results.find(metric) == nullptr) throw InputError(where, metric, absence_of(metric));
  add_places(document, results);
  const Explanation tree = explain(results, metric, options);
  if (json) write_file(*json, to_json(tree), "--json");
  std::cout << to_text(tree, depth);
}

}  // namespace

int explain_figure(const Arguments& arguments, const std::string& metric) {
  const Document document = requested_run(arguments, arguments.value("run"), "explain");
  const RunSpec spec = quick(read_spec<RunSpec>(document), metric);
  ProgressBar bar(!arguments.has("quiet"));
  RunControl control;
  control.threads = threads_of(arguments);
  control.progress = [&](const std::string& stage, double share) { bar.show(stage, share); };
  if (arguments.has("sensitivity"))
    print_sensitivity(arguments, document, spec, metric, control, bar);
  else
    print_tree(arguments, document, spec, metric, control, bar);
  return 0;
}

}  // namespace mho
