#include "sim/explore/sweep/known_designs.hpp"

#include <utility>

namespace mho {

KnownDesigns::KnownDesigns(const SweepSpec& spec, const Evaluator& evaluator,
                           const std::filesystem::path& journal, bool with_news, Profile* profile)
    : spec_(spec),
      evaluator_(evaluator),
      with_news_(with_news),
      profile_(profile),
      writer_(journal),
      reader_(journal) {}

void KnownDesigns::read_more() {
  const StageClock clock(profile_, "journal");
  reader_.read_more([&](const Record& record) {
    if (record.screened_out) screened_.insert(record.id);
    if (record.screened_out || known_.contains(record.id)) return;
    // Looks may have been others when the folder was begun.
    if (with_news_ && record.id == evaluator_.id(record.choice, 0)) news_.push_back(record.id);
    known_[record.id] = as_known(record);
  });
  read_at_ = std::chrono::steady_clock::now();
}

std::vector<std::string> KnownDesigns::news() { return std::exchange(news_, {}); }

const KnownDesign* KnownDesigns::find(const std::string& id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : &found->second;
}

KnownDesign KnownDesigns::as_known(const Record& record) const {
  KnownDesign known{record.choice, judgement_of(record, spec_.objectives, spec_.constraints),
                    !record.runs()};
  if (!spec_.screens) return known;
  known.noise = record.noise.value_or(0);
  const auto loss = record.metrics.find(kLossMetric);
  if (loss != record.metrics.end()) known.loss = loss->second;
  for (const Constraint& constraint : spec_.constraints) {
    const auto value = record.metrics.find(constraint.metric);
    if (is_of_trials(constraint.metric) || value == record.metrics.end()) continue;
    known.within_limits = known.within_limits && constraint.violation(value->second) == 0;
  }
  return known;
}

void KnownDesigns::keep(const Record& record) {
  if (known_.emplace(record.id, as_known(record)).second) add(record);
}

void KnownDesigns::add(const Record& record) {
  const StageClock clock(profile_, "journal");
  writer_.add(record);
}

}  // namespace mho
