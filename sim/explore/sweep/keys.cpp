#include "sim/explore/sweep/keys.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "sim/explore/design/evaluator.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/run/problem_list.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

/// Sizes of a run that shows whether a key moves anything.
struct SmallSize {
  const char* key;
  int most;
};
constexpr std::array<SmallSize, 3> kSmallSizes{
    {{"accuracy.images", 100}, {"accuracy.trials", 2}, {"engine.images", 2}}};

enum class End { first, last };

int value_at(const Parameter& parameter, End end) {
  return end == End::first ? 0 : static_cast<int>(parameter.values.size()) - 1;
}

/// For each parameter, the values above it that make it be there.
std::vector<std::map<int, int>> owners_of(const Space& space) {
  std::vector<std::map<int, int>> owners(space.parameters.size());
  for (std::size_t p = 0; p < space.parameters.size(); ++p)
    for (std::size_t v = 0; v < space.parameters[p].values.size(); ++v)
      for (const int below : space.parameters[p].values[v].parameters) {
        auto& of_below = owners[static_cast<std::size_t>(below)];
        of_below = owners[p];  // those above stand before those below
        of_below[static_cast<int>(p)] = static_cast<int>(v);
      }
  return owners;
}

class Ends {
 public:
  explicit Ends(const Space& space) : space_(space), owners_(owners_of(space)) {}

  /// The design with the parameter at one end, and all others at `others`, where they can be.
  Choice with(std::size_t parameter, End end, End others) const {
    Choice choice;
    for (const Parameter& each : space_.parameters) choice.push_back(value_at(each, others));
    for (const auto& [owner, value] : owners_[parameter])
      choice[static_cast<std::size_t>(owner)] = value;
    choice[parameter] = value_at(space_.parameters[parameter], end);
    return space_.made_whole(choice);
  }

 private:
  const Space& space_;
  std::vector<std::map<int, int>> owners_;
};

/// Problems of keys that the run does not have, and of ties to such.
std::vector<Problem> unknown_keys(const Evaluator& evaluator, const Choice& choice) {
  std::vector<Problem> unknown;
  try {
    static_cast<void>(read_spec<RunSpec>(evaluator.document(choice, 0)));
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems())
      if (problem.message.starts_with("unknown key") || problem.key.starts_with("tie."))
        unknown.push_back(problem);
  }
  return unknown;
}

/// The sweep with runs that are small.
SweepSpec small_sweep(const SweepSpec& spec) {
  SweepSpec small = spec;
  small.looks.clear();
  for (const SmallSize& size : kSmallSizes) {
    const auto own = small.run.text_of(size.key);
    const int given = own ? std::atoi(own->c_str()) : 0;
    // 0: all that there are.
    const int value = given > 0 ? std::min(given, size.most) : size.most;
    small.run.set_option("sweep", size.key, std::to_string(value));
  }
  return small;
}

/// Objectives and constraints that the record lacks.
std::vector<Problem> lacking_metrics(const SweepSpec& spec, const Record& record) {
  std::vector<Problem> problems;
  const auto look_for = [&](const auto& goal, const std::string& key) {
    if (!record.metrics.contains(goal.metric))
      problems.push_back({goal.place, key, goal.metric + ' ' + absence_of(goal.metric)});
  };
  for (const Objective& objective : spec.objectives)
    look_for(objective, objective.maximize ? "objectives.maximize" : "objectives.minimize");
  for (const Constraint& constraint : spec.constraints)
    look_for(constraint, "constraints." + constraint.metric);
  return problems;
}

/// What a small run lacks, a whole one may have.
void check_metrics(const SweepSpec& spec, const RunControl& control, const Choice& choice,
                   const Record& small) {
  if (!small.runs() || lacking_metrics(spec, small).empty()) return;
  const Record whole = Evaluator(spec, control).record(choice, 0);
  if (!whole.runs()) return;
  std::vector<Problem> problems = lacking_metrics(spec, whole);
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace

void check_keys(const SweepSpec& spec) {
  const Evaluator evaluator(spec, RunControl{});
  const Ends ends(spec.space);
  std::set<std::pair<Place, std::string>> told;
  std::vector<Problem> problems;
  for (std::size_t p = 0; p < spec.space.parameters.size(); ++p) {
    const std::vector<Problem> first =
        unknown_keys(evaluator, ends.with(p, End::first, End::first));
    if (first.empty()) continue;
    // A key may be one of some values of another only.
    const std::vector<Problem> last = unknown_keys(evaluator, ends.with(p, End::first, End::last));
    for (const Problem& problem : first) {
      const bool always = std::any_of(last.begin(), last.end(), [&](const Problem& other) {
        return other.place == problem.place && other.key == problem.key;
      });
      if (always && told.insert({problem.place, problem.key}).second) problems.push_back(problem);
    }
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

void check_goals(const SweepSpec& spec, const RunControl& control) {
  const SweepSpec small = small_sweep(spec);
  const Choice start = Ends(small.space).with(0, End::first, End::first);
  check_metrics(spec, control, start, Evaluator(small, control).record(start, 0));
}

std::vector<std::string> keys_without_effect(const SweepSpec& spec, const RunControl& control) {
  const SweepSpec small = small_sweep(spec);
  const Evaluator evaluator(small, control);
  const Ends ends(small.space);
  std::map<Choice, Record> records;
  const auto record_at = [&](const Choice& choice) -> const Record& {
    const auto found = records.find(choice);
    return found != records.end()
               ? found->second
               : records.emplace(choice, evaluator.record(choice, 0)).first->second;
  };
  const Choice start = ends.with(0, End::first, End::first);
  check_metrics(spec, control, start, record_at(start));
  std::vector<std::string> notes;
  for (std::size_t p = 0; p < small.space.parameters.size(); ++p) {
    const Parameter& parameter = small.space.parameters[p];
    if (parameter.values.size() < 2) continue;
    const Record& first = record_at(ends.with(p, End::first, End::first));
    if (!first.runs()) continue;
    const Record& last = record_at(ends.with(p, End::last, End::first));
    if (!last.runs() || first.metrics != last.metrics || first.trials != last.trials) continue;
    notes.push_back(parameter.place.file + ':' + std::to_string(parameter.place.line) + ": " +
                    parameter.key + " moves no metric between " + parameter.values.front().label +
                    " and " + parameter.values.back().label + ", all else at its first value");
  }
  return notes;
}

}  // namespace mho
