#include "sim/explore/candidate.hpp"

namespace mho {

namespace {

constexpr double kPercent = 100;

/// How much of the chip's peak the workload reaches; absent without a steady state.
void add_utilization(std::vector<Metric>& metrics, const Results& results) {
  const Metric* peak = results.find("tops.chip.peak");
  const Metric* achieved = results.find("tops.chip.achieved");
  if (!peak || !achieved || peak->value <= 0) return;
  metrics.push_back({"utilization.peak", kPercent * achieved->value / peak->value, "%",
                     "Share of the chip's peak operations that the workload reaches in the steady "
                     "state.",
                     "tops.chip.achieved / tops.chip.peak"});
}

}  // namespace

Candidate::Candidate(Document document, RunControl control)
    : document_(std::move(document)),
      spec_(read_spec<RunSpec>(document_)),
      control_(std::move(control)) {
  if (!control_.progress) return;
  const std::string prefix = spec_.chip.name + " on " + spec_.workload.name + ": ";
  control_.progress = [prefix, tell = control_.progress](const std::string& stage, double share) {
    tell(prefix + stage, share);
  };
}

const Trial& Candidate::run(const Changes& changes) {
  const auto found = known_.find(changes);
  if (found != known_.end()) return found->second;
  return known_.emplace(changes, evaluate(changes)).first->second;
}

Trial Candidate::evaluate(const Changes& changes) const {
  Trial trial;
  try {
    Document changed = document_;
    for (const std::string& change : changes) changed.set(change);
    trial.results = mho::run(changed, control_);
  } catch (const InputError& error) {
    // What is of no key is of the machine on the workload, whatever file gave the rest of the run.
    for (Problem problem : error.problems()) {
      if (problem.place == Place{document_.file(), 0}) problem.place = {};
      trial.problems.push_back(problem.text());
    }
  }
  return trial;
}

ComparedRow row_of(RowKind kind, const Candidate& candidate, const Trial& trial,
                   const std::string& change) {
  ComparedRow row;
  row.kind = kind;
  row.machine = candidate.spec().chip.name;
  row.technology_m = candidate.spec().chip.technology.value();
  row.change = change;
  row.lack = trial.problems;
  if (!trial.results) return row;
  row.tiles = trial.results->tiles;
  row.precision = trial.results->precision;
  row.peak_precision = trial.results->peak_precision;
  row.metrics = trial.results->metrics;
  add_utilization(row.metrics, *trial.results);
  row.notes = trial.results->caveats;
  row.notes.insert(row.notes.end(), trial.results->notes.begin(), trial.results->notes.end());
  row.resolved_yaml = trial.results->resolved_yaml;
  return row;
}

}  // namespace mho
