#include "sim/figures/run.hpp"

#include "sim/config/inheritance.hpp"
#include "sim/figures/constant_costs.hpp"
#include "sim/figures/figures.hpp"
#include "sim/figures/served_run.hpp"
#include "sim/run/execute.hpp"
#include "sim/run/profile.hpp"

namespace mho {

Results run(const RunSpec& spec, const Place& where, const RunControl& control) {
  const ExecutedRun executed = execute(served(spec, where, control), where, control);
  return figures_of(executed.spec, executed);
}

Results run(const Document& document, const RunControl& control) {
  // What is left of a run without its stages.
  const StageClock clock(control.profile, "figures");
  const auto spec = read_spec<RunSpec>(document);
  const Place where{document.file(), 0};
  Results results =
      placing_problems(where, document, "", [&] { return run(spec, where, control); });
  const std::vector<std::string> costs = constant_cost_notes(document, spec.chip);
  results.warnings.insert(results.warnings.end(), costs.begin(), costs.end());
  for (const auto& notes : {costs, inherited_keys(document)})
    results.notes.insert(results.notes.end(), notes.begin(), notes.end());
  return results;
}

}  // namespace mho
