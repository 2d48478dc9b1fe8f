#include "sim/explore/pareto/sweep_records.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/sweep/journal.hpp"

namespace mho {

namespace {

bool is_choice_of(const Space& space, const Choice& choice) {
  if (choice.size() != space.parameters.size()) return false;
  for (std::size_t i = 0; i < choice.size(); ++i)
    if (choice[i] < -1 || choice[i] >= static_cast<int>(space.parameters[i].values.size()))
      return false;
  return space.made_whole(choice) == choice;
}

bool has_look(const SweepSpec& spec, int look) {
  return look >= 0 && look < std::max<int>(1, static_cast<int>(spec.looks.size()));
}

/// Labels of all parameters of this key: it may vary below several values.
std::vector<std::string> labels_of(const Space& space, const std::string& key) {
  std::vector<std::string> labels;
  for (const Parameter& parameter : space.parameters)
    if (parameter.key == key)
      for (const SweptValue& value : parameter.values) labels.push_back(value.label);
  return labels;
}

void check_label(const Space& space, const std::string& key, const std::string& label) {
  const Place place{"mho pareto", 0};
  const std::vector<std::string> labels = labels_of(space, key);
  if (labels.empty()) {
    std::vector<std::string> keys;
    for (const Parameter& parameter : space.parameters) keys.push_back(parameter.key);
    throw InputError(place, "--where", "'" + key + "' does not vary" + did_you_mean(key, keys));
  }
  if (std::find(labels.begin(), labels.end(), label) != labels.end()) return;
  std::string all;
  for (const std::string& each : labels) all += (all.empty() ? "" : ", ") + each;
  throw InputError(place, "--where", key + " is never '" + label + "'; allowed: " + all);
}

/// Names of metrics that goals are about.
std::set<std::string> goals_of(const SweepSpec& spec) {
  std::set<std::string> goals;
  for (const Objective& objective : spec.objectives) goals.insert(objective.metric);
  for (const Constraint& constraint : spec.constraints) goals.insert(constraint.metric);
  return goals;
}

}  // namespace

void take_only(const KeyLabels& labels, const SweepSpec& spec, SweepRecords& records) {
  for (const auto& each : labels) {
    check_label(spec.space, each.first, each.second);
    std::erase_if(records.records, [&](const Record& record) {
      const KeyLabels own = spec.space.labels(record.choice);
      return std::find(own.begin(), own.end(), each) == own.end();
    });
  }
}

SweepRecords records_of(const SweepSpec& spec, const std::filesystem::path& folder,
                        RecordPart part) {
  const std::set<std::string> goals = goals_of(spec);
  const auto kept = [&](Record record) {
    const auto needless = [&](const auto& each) {
      return !goals.contains(each.first) && each.first.find(".ci95.") == std::string::npos;
    };
    if (part == RecordPart::goals) {
      std::erase_if(record.metrics, needless);
      std::erase_if(record.intervals, needless);
      record.keys = {};
    }
    return record;
  };
  const Evaluator evaluator(spec, RunControl{});
  SweepRecords found;
  const auto id_of = [&](const Record& record) {
    return record.screened_out ? evaluator.screened_id(record.choice, record.look)
                               : evaluator.id(record.choice, record.look);
  };
  read_journal(folder / "journal", [&](const Record& record) {
    if (is_choice_of(spec.space, record.choice) && has_look(spec, record.look) &&
        id_of(record) == record.id)
      found.records.push_back(kept(record));
    else
      ++found.others;
  });
  if (found.records.empty())
    throw InputError(Place{folder.string(), 0}, "",
                     found.others == 0 ? "has no design yet (mho sweep runs them)"
                                       : "has designs of another sweep alone: the sweep's file has "
                                         "changed (mho sweep says what differs)");
  // Not in the order in which they finished.
  std::sort(found.records.begin(), found.records.end(), [](const Record& a, const Record& b) {
    return std::tie(a.look, a.choice, a.screened_out) < std::tie(b.look, b.choice, b.screened_out);
  });
  // What a sweep with other goals had screened out may have been measured since.
  const auto doubles = std::unique(
      found.records.begin(), found.records.end(),
      [](const Record& a, const Record& b) { return a.look == b.look && a.choice == b.choice; });
  found.records.erase(doubles, found.records.end());
  return found;
}

std::string look_text(const SweepSpec& spec, int look) {
  if (spec.looks.empty()) return "";
  const Look& at = spec.looks[static_cast<std::size_t>(look)];
  std::string text;
  if (at.images > 0) text += std::to_string(at.images) + " images";
  if (at.trials > 0) text += (text.empty() ? "" : ", ") + std::to_string(at.trials) + " trials";
  return text;
}

}  // namespace mho
