#include "sim/cli/front_options.hpp"

#include "sim/base/error.hpp"
#include "sim/explore/pareto/design_front.hpp"
#include "sim/explore/sweep/manifest.hpp"
#include "sim/figures/metric_catalogue.hpp"

namespace mho {

void take_objectives(const Arguments& arguments, const std::string& command, SweepSpec& spec) {
  std::vector<Objective> objectives;
  for (const char* option : {"minimize", "maximize"})
    for (const std::string& metric : arguments.list(option).value_or(std::vector<std::string>{})) {
      check_metric(metric, Place{command, 0}, std::string("--") + option);
      objectives.push_back({metric, std::string(option) == "maximize"});
    }
  if (!objectives.empty()) spec.objectives = objectives;
  if (spec.objectives.empty())
    throw InputError(Place{spec.run.file(), 0}, "objectives",
                     "none are stated; allowed: objectives: {minimize: [METRIC...]} in the sweep, "
                     "or --minimize and --maximize");
}

KeyLabels labels_of(const Arguments& arguments, const std::string& command) {
  KeyLabels labels;
  for (const std::string& each : arguments.all("where")) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos)
      throw InputError({command, 0}, "--where", "is '" + each + "', must be KEY=VALUE");
    labels.emplace_back(each.substr(0, equals), each.substr(equals + 1));
  }
  return labels;
}

DesignFront requested_front(const Arguments& arguments, const std::filesystem::path& folder,
                            const std::string& command) {
  SweepSpec spec = read_sweep(Document::load(sweep_file_of(folder)));
  take_objectives(arguments, command, spec);
  SweepRecords records = records_of(spec, folder, RecordPart::goals);
  take_only(labels_of(arguments, command), spec, records);
  return front_of(spec, records);
}

}  // namespace mho
